"""The device that trains, and the precision that suits it."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, nullcontext
from typing import Literal

import torch

from scalp_train.fit.recipe import Precision

Chosen = Literal["32-true", "16-mixed", "bf16-mixed"]


class PrecisionError(ValueError):
    """A precision that this device cannot train in; the message names those that it can."""


def training_device() -> torch.device:
    """Return the GPU of this process where there is one, else the CPU."""
    if torch.cuda.is_available():
        return torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def choose_precision(wanted: Precision, device: torch.device) -> Chosen:
    """Return the precision to train in.

    ``auto`` is bfloat16 where an NVIDIA GPU (A100, L4 and later) or a CPU (AMX or AVX-512 BF16) has
    it natively, half precision with scaled gradients on older GPUs (T4, V100), and single precision
    on all else: emulated on a CPU with AVX2, bfloat16 takes 6 to 15 times as long.

    Raises:
        PrecisionError: half precision without an NVIDIA GPU: gradients are not scaled there.
    """
    if device.type != "cuda":
        if wanted == "16-mixed":
            raise PrecisionError(
                "precision 16-mixed needs an NVIDIA GPU; set precision to auto, 32-true or "
                "bf16-mixed"
            )
        if wanted == "auto":
            return "bf16-mixed" if device.type == "cpu" and _has_bfloat16() else "32-true"
        return wanted
    if wanted == "auto":
        native = torch.cuda.is_bf16_supported(including_emulation=False)
        return "bf16-mixed" if native else "16-mixed"
    return wanted


def _has_bfloat16() -> bool:
    """Return whether this CPU computes in bfloat16 itself."""
    found = torch.cpu.get_capabilities()
    return bool(found.get("amx_bf16") or found.get("avx512_bf16"))


def autocast(precision: Chosen, device: torch.device) -> AbstractContextManager[object]:
    """Return a context in which networks compute as they do in training."""
    if precision == "32-true":
        return nullcontext()
    kind = torch.bfloat16 if precision == "bf16-mixed" else torch.float16
    return torch.autocast(device.type, kind)


def count_workers(wanted: int | Literal["auto"], processes: int) -> int:
    """Return the processes that load pictures for each of ``processes`` training on this machine.

    ``auto`` divides the cores among them.
    """
    if wanted == "auto":
        return max((os.cpu_count() or 1) // processes, 1)
    return wanted
