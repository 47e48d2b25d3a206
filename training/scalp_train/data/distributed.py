"""Process groups on one or more machines, as ``torchrun`` starts them; one process without it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import torch
from torch import distributed

BARRIER_TIMEOUT = timedelta(days=2)
"""Rank 0 may render pictures and cache features for hours while the others wait."""
Result = TypeVar("Result")


def world_size() -> int:
    """Return the number of processes that train together."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def rank() -> int:
    """Return the number of this process; rank 0 writes the files."""
    return int(os.environ.get("RANK", "0"))


def local_world_size() -> int:
    """Return the number of processes on this machine, each with a device of its own."""
    return int(os.environ.get("LOCAL_WORLD_SIZE", "1"))


def join_process_group() -> None:
    """Initialise the process group: gloo between CPUs, NCCL between GPUs."""
    if world_size() > 1 and not distributed.is_initialized():
        if torch.cuda.is_available():
            torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
        backend = "cpu:gloo,cuda:nccl" if torch.cuda.is_available() else "gloo"
        distributed.init_process_group(backend, timeout=BARRIER_TIMEOUT)


def leave_process_group() -> None:
    """Destroy the process group, if there is one."""
    if distributed.is_available() and distributed.is_initialized():
        distributed.destroy_process_group()


def rank_zero_first(make: Callable[[], Result]) -> Result:
    """Return ``make()``, called by rank 0 first and by the other ranks once it has finished.

    The others then find the files that rank 0 wrote.
    """
    if world_size() == 1:
        return make()
    join_process_group()
    if rank() == 0:
        result = make()
        distributed.barrier()
    else:
        distributed.barrier()
        result = make()
    return result


def broadcast(value: float) -> float:
    """Return rank 0's value in every process."""
    if world_size() == 1:
        return value
    shared = [value]
    distributed.broadcast_object_list(shared, src=0)
    return float(shared[0])
