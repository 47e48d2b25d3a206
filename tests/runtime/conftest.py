"""Functions as they are packed, under Lambda's own runtime, with a moto server in place of AWS."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scalp_deployment.template import REGION
from support.cloud import Cloud
from support.emulator import Emulator
from support.fetch_emulator import EMULATOR
from support.gate import Gate, gate
from support.lambda_package import Package, lay_out

Start = Callable[..., Emulator]


@pytest.fixture(autouse=True)
def _emulator() -> None:
    if not EMULATOR.exists():
        pytest.skip("no Lambda runtime emulator: python tests/support/fetch_emulator.py says why")


@pytest.fixture
def packages(tmp_path: Path) -> Iterator[Callable[[str], Package]]:
    """A locked copy of what is packed for a function."""
    made: list[Package] = []

    def make(function: str) -> Package:
        package = lay_out(function, tmp_path / f"{function}-{len(made)}")
        package.lock()
        made.append(package)
        return package

    yield make
    for package in made:
        package.unlock()


@pytest.fixture
def start(cloud: Cloud, tmp_path: Path, packages: Callable[[str], Package]) -> Iterator[Start]:
    """Starts a function with the variables that the template gives it, and stops it afterwards.

    The keywords add variables, or take them away if they are None.
    """
    started: list[Emulator] = []

    def make(
        function: str, *, timeout: int = 60, package: Package | None = None, **changes: str | None
    ) -> Emulator:
        scratch = tmp_path / f"tmp-{len(started)}"
        scratch.mkdir()
        variables = {
            **cloud.stack.environment[function],
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
            "AWS_ENDPOINT_URL": cloud.endpoint,
            **changes,
        }
        emulator = Emulator(
            package or packages(function),
            {name: value for name, value in variables.items() if value is not None},
            timeout=timeout,
            memory=cloud.mapping.memory_megabytes,
            scratch=scratch,
        )
        started.append(emulator)
        return emulator

    yield make
    for emulator in started:
        emulator.stop()


@pytest.fixture
def proxy(cloud: Cloud) -> Iterator[Gate]:
    """A gate before AWS that a test can shut."""
    with gate(cloud.endpoint) as made:
        yield made
