"""Fixtures: fake AWS around the real handlers. Nothing leaves this machine."""

import gc
import io
import logging
import os
import uuid
from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings

from scalp_core.observability import make_logger
from scalp_local.fake_aws import FakeAws
from scalp_local.system import System, free_port, running
from support.cloud import Cloud, aws_variables, create_cloud, function_variables

# Machines that run the tests are slow at times; how long an example takes is no property of ours.
settings.register_profile("any-machine", deadline=None)
settings.load_profile("any-machine")


@pytest.fixture(scope="session")
def moto_endpoint() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = FakeAws("127.0.0.1")
    server.start()
    yield server.endpoint
    server.stop()


@pytest.fixture
def cloud(moto_endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """A fresh stack, and all functions configured by what the template tells them."""
    import scalp_api.bootstrap
    import scalp_api.handler
    import scalp_assess.bootstrap
    import scalp_catalog.bootstrap

    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in aws_variables(moto_endpoint).items():
        monkeypatch.setenv(name, value)
    cloud = create_cloud(moto_endpoint, f"test-{uuid.uuid4().hex[:8]}")
    for name, value in function_variables(cloud).items():
        monkeypatch.setenv(name, value)
    caches = (
        scalp_api.bootstrap.services,
        scalp_api.bootstrap.origin_secrets,
        scalp_api.handler._adapter,
        scalp_assess.bootstrap.services,
        scalp_catalog.bootstrap.services,
    )
    for cache in caches:
        cache.cache_clear()
    yield cloud
    for cache in caches:
        cache.cache_clear()
    gc.unfreeze()  # what the API's services have frozen is garbage now


@pytest.fixture
def logged() -> Iterator[Callable[[str], str]]:
    """What a service logs during the test, as it would stand in CloudWatch."""
    buffers = {service: io.StringIO() for service in ("api", "assess", "catalog")}
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
    from scalp_local.system import ROOT

    built = ROOT / "web" / "dist"
    site = built if (built / "index.html").is_file() else None
    with running(port=free_port(), site=site) as system:
        yield system
