"""Fixtures: fake AWS around the real handlers. Nothing leaves this machine."""

import gc
import io
import logging
import os
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import settings

from scalp_core.observability import make_logger
from scalp_core.vision.decoding.client import PhotoDecoder
from scalp_core.vision.loading import load_ensemble
from scalp_local.fake_aws import FakeAws
from scalp_local.system import System, free_port, local_system
from support.cloud import Cloud, aws_variables, function_variables
from support.decoder import decoder as decoder
from support.direct_aws import asked_directly
from support.stack_pool import StackPool

# Imports and moto keep many objects, and hardly one of them becomes garbage: to look through all of
# them took a twelfth of the integration tests' processor time.
gc.set_threshold(200_000, 50, 1000)

# Machines that run the tests are slow at times; how long an example takes is no property of ours.
settings.register_profile("any-machine", deadline=None)
settings.load_profile("any-machine")

TESTS = Path(__file__).parent
# Longest first, so that no process is left alone with a long module at the end.
_FOLDERS = ("sam", "e2e", "runtime", "training", "integration", "contract", "unit")

# The six networks do not change: a process loads them once, not once a test. It keeps one ensemble,
# as each holds on to its decoder.
_ensemble_of_this_process = lru_cache(maxsize=1)(load_ensemble)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order folders by length; within a folder the order stays random."""
    items.sort(key=lambda item: _FOLDERS.index(item.path.relative_to(TESTS).parts[0]))


@pytest.fixture(scope="session")
def moto_endpoint() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = FakeAws("127.0.0.1")
    server.start()
    with asked_directly(server):
        yield server.endpoint
    server.stop()


@pytest.fixture(scope="session")
def stack_pool(moto_endpoint: str) -> StackPool:
    return StackPool(moto_endpoint)


@pytest.fixture
def cloud(
    request: pytest.FixtureRequest,
    moto_endpoint: str,
    stack_pool: StackPool,
    decoder: PhotoDecoder,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Cloud]:
    """An empty stack, and all functions with the template's variables.

    Tests that leave processes or connections behind are marked ``own_stack``: what those write late
    must not reach the next test.
    """
    import scalp_api.bootstrap
    import scalp_api.handler
    import scalp_assess.bootstrap
    import scalp_catalog.bootstrap
    import scalp_statistics.bootstrap

    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in aws_variables(moto_endpoint).items():
        monkeypatch.setenv(name, value)
    cloud = stack_pool.borrow()
    for name, value in function_variables(cloud).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(scalp_assess.bootstrap, "PhotoDecoder", lambda: decoder)
    monkeypatch.setattr(scalp_assess.bootstrap, "load_ensemble", _ensemble_of_this_process)
    built = (
        scalp_api.bootstrap.services,
        scalp_api.bootstrap.origin_secrets,
        scalp_api.handler._adapter,
        scalp_assess.bootstrap.services,
        scalp_catalog.bootstrap.services,
        scalp_statistics.bootstrap.services,
    )
    for each in built:
        each.cache_clear()
    yield cloud
    for each in built:
        each.cache_clear()
    stack_pool.give_back(reusable=request.node.get_closest_marker("own_stack") is None)


@pytest.fixture
def logged() -> Iterator[Callable[[str], str]]:
    """What a service logs during the test, as it would stand in CloudWatch."""
    buffers = {service: io.StringIO() for service in ("api", "assess", "catalog", "statistics")}
    handlers = {}
    for service, buffer in buffers.items():
        logger = make_logger(service)
        handlers[service] = logging.StreamHandler(buffer)
        handlers[service].setFormatter(logger.registered_formatter)
        logger.addHandler(handlers[service])
    yield lambda service: buffers[service].getvalue()
    for service, handler in handlers.items():
        make_logger(service).removeHandler(handler)


@pytest.fixture(scope="session")
def running_system() -> Iterator[System]:
    """The whole system as `make run` starts it, in processes of its own; with the site if built."""
    from scalp_deployment.paths import ROOT

    built = ROOT / "web" / "dist"
    site = built if (built / "index.html").is_file() else None
    with local_system(port=free_port(), site=site) as system:
        yield system
