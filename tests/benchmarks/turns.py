"""Processes that take turns at the same photo; those of :mod:`benchmarks.contenders` by default."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

CONTENDERS = "benchmarks.contenders"


class Contender:
    """A process that reads photos' paths line by line and answers with seconds."""

    def __init__(self, *arguments: str, module: str = CONTENDERS) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def milliseconds(self, photo: Path) -> float:
        """For one photo, as it measured itself."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(photo, file=self._process.stdin, flush=True)
        return 1000 * float(json.loads(self._process.stdout.readline()))

    def peak_megabytes(self) -> float:
        """The most memory that it and the process that decodes for it held so far."""
        own = self._process.pid
        children = Path(f"/proc/{own}/task/{own}/children").read_text(encoding="utf-8").split()
        return sum(_peak_megabytes(one) for one in [own, *children])

    def end(self) -> None:
        """Ask no more."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def _peak_megabytes(process: int | str) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    (line,) = [one for one in status.splitlines() if one.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


@contextmanager
def contenders(commands: Sequence[Sequence[str]], module: str) -> Iterator[list[Contender]]:
    """Processes of these commands, until the block is left."""
    with ExitStack() as stack:
        started = [Contender(*command, module=module) for command in commands]
        for one in started:
            stack.callback(one.end)
        yield started


def in_turns(
    commands: Sequence[Sequence[str]], photo: Path, times: int, *, module: str = CONTENDERS
) -> tuple[list[list[float]], list[float]]:
    """Milliseconds of each command for the same photo, after a first one, and peak megabytes."""
    with contenders(commands, module) as all_:
        for one in all_:
            one.milliseconds(photo)
        taken: list[list[float]] = [[] for _ in all_]
        for _ in range(times):
            for one, into in zip(all_, taken, strict=True):
                into.append(one.milliseconds(photo))
        return taken, [one.peak_megabytes() for one in all_]


def cold(commands: Sequence[Sequence[str]], photo: Path, times: int) -> list[list[float]]:
    """Milliseconds from starting a process to its first answer."""
    taken: list[list[float]] = [[] for _ in commands]
    for _ in range(times):
        for command, into in zip(commands, taken, strict=True):
            started = time.perf_counter()
            one = Contender(*command)
            one.milliseconds(photo)
            into.append(1000 * (time.perf_counter() - started))
            one.end()
    return taken
