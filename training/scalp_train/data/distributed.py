"""Several processes on one or more machines, as ``torchrun`` starts them; alone without it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import torch
from torch import distributed

LONGEST_WAIT = timedelta(days=2)
"""The first process may render and store features for hours while the others wait."""
Made = TypeVar("Made")


def world() -> int:
    """How many processes train together."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def rank() -> int:
    """Which of them this is; number 0 writes what is kept."""
    return int(os.environ.get("RANK", "0"))


def devices() -> int:
    """How many of them run on this machine, each with a device of its own."""
    return int(os.environ.get("LOCAL_WORLD_SIZE", "1"))


def join() -> None:
    """Meet the other processes. Messages between CPUs go by gloo, between GPUs by NCCL."""
    if world() > 1 and not distributed.is_initialized():
        if torch.cuda.is_available():
            torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
        backend = "cpu:gloo,cuda:nccl" if torch.cuda.is_available() else "gloo"
        distributed.init_process_group(backend, timeout=LONGEST_WAIT)


def leave() -> None:
    """Part from them."""
    if distributed.is_available() and distributed.is_initialized():
        distributed.destroy_process_group()


def first_alone(make: Callable[[], Made]) -> Made:
    """What ``make`` returns: the first process calls it, then the others, who find it made."""
    if world() == 1:
        return make()
    join()
    if rank() == 0:
        made = make()
        distributed.barrier()
    else:
        distributed.barrier()
        made = make()
    return made


def agreed(value: float) -> float:
    """The first process's value, in every process."""
    if world() == 1:
        return value
    shared = [value]
    distributed.broadcast_object_list(shared, src=0)
    return float(shared[0])
