"""How many pictures a second the renderer draws with all cores, and with one.

python tests/benchmarks/render_rate.py [PICTURES]
"""

import os
import platform
import sys
import time

from scalp_core.vision.manifest import InputSpec
from scalp_train.data.rendered import RenderedSet, render_samples

SPEC = InputSpec(width=320, height=240, mean=(0.5, 0.5, 0.5), std=(0.5, 0.5, 0.5))
WARM_UP = 16


def rate(pictures: int, workers: int) -> float:
    """Pictures per second, without the start of the processes."""
    drawn = render_samples(
        RenderedSet(7_000_000, pictures + WARM_UP, look="mixed"), SPEC, workers=workers
    )
    for _ in range(WARM_UP):
        next(drawn)
    started = time.perf_counter()
    return sum(1 for _ in drawn) / (time.perf_counter() - started)


def main() -> None:
    """Print both rates and the machine."""
    pictures = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    cores = len(os.sched_getaffinity(0))
    alone, together = rate(pictures, 1), rate(pictures, cores)
    print(f"{platform.processor() or platform.machine()}, {cores} cores, {pictures} pictures")
    print(f"one core {alone:.1f}/s, all cores {together:.1f}/s, {together / alone:.2f} times")


if __name__ == "__main__":
    main()
