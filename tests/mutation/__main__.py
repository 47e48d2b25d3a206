"""`make mutation`: change the rules of scalp_core one by one, and see which changes go unnoticed.

Every mutant runs in a fork of this process, in which other people's packages are imported already
and one module of ours is the mutant's source instead of the file's. Nothing is written into the
working tree, and a mutant costs its tests, not a start of Python.
"""

import argparse
import contextlib
import importlib
import importlib.abc
import importlib.util
import multiprocessing
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from itertools import islice
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import CodeType

import hypothesis
import pytest

from benchmarks.record import circumstances, write
from mutation.mutants import Mutant, mutants_of, unknown_operators
from mutation.rules import RULES, Tests

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "layers" / "core" / "scalp_core"
UNIT = ROOT / "tests" / "unit"
PAGE = ROOT / "docs" / "mutation.md"
SURVIVORS = ROOT / ".work" / "mutation" / "survivors.txt"

# A mutant that loops for ever is noticed by the first, one that waits for ever by the second. Both
# are far from what any tests need, on a busy machine, too.
CPU_SECONDS = 60
WALL_SECONDS = 900

# What pulls in every package that unit tests need, and how our own ones begin.
_WARMING = (
    "scalp_local.system",
    "scalp_deployment.product_file",
    "scalp_core.vision.loading",
    "scalp_core.vision.onnx_engine",
    "pi_heif",
    "pillow_heif",
    "PIL.ImageCms",
)
_OURS = ("scalp_", "support")

_FORK = multiprocessing.get_context("fork")


class MutantLoader(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Imports one module of scalp_core from a mutant's source."""

    def __init__(self, mutant: Mutant) -> None:
        self._name = f"scalp_core.{mutant.module}"
        self._source = mutant.source
        self._path = str(path_of(mutant.module))

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        """Claim the mutant's module and no other."""
        if fullname != self._name:
            return None
        spec = importlib.util.spec_from_loader(fullname, self, origin=self._path)
        assert spec is not None
        spec.has_location = True  # gives the module its __file__
        return spec

    def get_source(self, _: str) -> str:
        """Give the mutant's source."""
        return self._source

    def get_code(self, fullname: str) -> CodeType:
        """Compile it as if it stood in the file."""
        return compile(self.get_source(fullname), self._path, "exec", dont_inherit=True)


@dataclass
class Trial:
    """A mutant whose tests are running."""

    mutant: Mutant
    process: BaseProcess
    until: float


def main() -> int:
    """Run all mutants; 0 even where some survive: whether they matter is for a person to say."""
    parser = argparse.ArgumentParser(prog="mutation", description=__doc__)
    parser.add_argument("modules", nargs="*", help=f"of {', '.join(RULES)}; all if none is named")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--write", action="store_true", help="put the score into docs/mutation.md")
    asked = parser.parse_args()
    modules = asked.modules or list(RULES)
    if wrong := [*(set(modules) - RULES.keys()), *unknown_operators()]:
        parser.error(f"unknown: {', '.join(sorted(wrong))}")
    start = time.monotonic()
    _import_packages()
    for tests in dict.fromkeys(RULES[module] for module in modules):
        _check_unchanged(tests)
    survivors, tried = _try_all(modules, asked.jobs)
    lines = _score(survivors, tried, time.monotonic() - start)
    print("\n".join(lines))
    SURVIVORS.parent.mkdir(parents=True, exist_ok=True)
    SURVIVORS.write_text("".join(f"{one}\n\n" for one in survivors), encoding="utf-8")
    if asked.write:
        write("score", [circumstances("cosmic-ray", "hypothesis"), "", *lines], PAGE)
    return 0


def path_of(module: str) -> Path:
    """The file of a module of scalp_core."""
    return CORE / (module.replace(".", "/") + ".py")


def _import_packages() -> None:
    """Import what the tests need, and forget our own part of it: every fork imports its own."""
    for name in _WARMING:
        importlib.import_module(name)
    for name in [name for name in sys.modules if name.startswith(_OURS)]:
        del sys.modules[name]


def _check_unchanged(tests: Tests) -> None:
    """Run the tests of the code as it is.

    Raises:
        SystemExit: they fail, so they could not notice a change.
    """
    process = _start(tests)
    process.join()
    if process.exitcode != 0:
        raise SystemExit(f"These tests fail on the unchanged code: {', '.join(tests)}")


def _try_all(modules: Iterable[str], jobs: int) -> tuple[list[Mutant], Counter[str]]:
    waiting = (
        mutant
        for module in modules
        for mutant in mutants_of(module, path_of(module).read_text(encoding="utf-8"))
    )
    tried: Counter[str] = Counter()
    survivors: list[Mutant] = []
    running: list[Trial] = []
    while True:
        for mutant in islice(waiting, jobs - len(running)):
            tried[mutant.module] += 1
            process = _start(RULES[mutant.module], mutant)
            running.append(Trial(mutant, process, time.monotonic() + WALL_SECONDS))
        if not running:
            return survivors, tried
        wait([trial.process.sentinel for trial in running], timeout=1)
        running = [trial for trial in running if not _is_over(trial, survivors)]


def _start(tests: Tests, mutant: Mutant | None = None) -> BaseProcess:
    process = _FORK.Process(target=_run_tests, args=(tests, mutant))
    process.start()
    return process


def _is_over(trial: Trial, survivors: list[Mutant]) -> bool:
    if trial.process.is_alive():
        if time.monotonic() < trial.until:
            return False
        trial.process.kill()
        trial.process.join()
    elif trial.process.exitcode == 0:
        survivors.append(trial.mutant)
        print(f"not noticed: {trial.mutant}", flush=True)
    trial.process.close()
    return True


def _run_tests(tests: Tests, mutant: Mutant | None) -> None:
    """Exit with pytest's status. The same examples for every mutant, and no time for shrinking."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    if mutant:
        sys.meta_path.insert(0, MutantLoader(mutant))
    hypothesis.settings.register_profile(
        "mutation",
        deadline=None,
        derandomize=True,
        database=None,
        max_examples=20,
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    hypothesis.settings.load_profile("mutation")
    files = [str(next(UNIT.rglob(f"test_{name}.py"))) for name in tests]
    # Unit tests need one fixture of the whole suite, and no plugins: those take a second to load.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    bare = ["--noconftest", "--assert=plain", "-o", "addopts=", "-p", "no:cacheprovider"]
    bare += ["-p", "support.decoder"]
    with (
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        status = pytest.main(["-x", "-q", *bare, *files])
    os._exit(int(status))


def _score(survivors: Sequence[Mutant], tried: Counter[str], seconds: float) -> list[str]:
    left = Counter(mutant.module for mutant in survivors)
    total, lost = tried.total(), len(survivors)
    return [
        f"{100 * (total - lost) / total:.1f} % of {total} mutants noticed, in {seconds:.0f} s.",
        "",
        "| module | mutants | noticed | not noticed |",
        "|---|--:|--:|--:|",
        *(
            f"| `{module}` | {number} | {number - left[module]} | {left[module]} |"
            for module, number in tried.items()
        ),
    ]


if __name__ == "__main__":
    sys.exit(main())
