"""Fixtures for faults: workers without networks, and a bad line to AWS."""

from collections.abc import Iterator

import pytest
from botocore.config import Config

import scalp_api.bootstrap
import scalp_assess.bootstrap
from scalp_core.aws.transactions import transact
from support.cloud import Cloud
from support.deliveries import Models
from support.wire import Wire, wire_to


@pytest.fixture
def models(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Models:
    """The worker without its networks, whose answers are those of the test."""
    models = Models()
    monkeypatch.setattr(scalp_assess.bootstrap, "load_ensemble", lambda *_, **__: models)
    return models


@pytest.fixture
def patience() -> int:
    """Seconds of silence that are a fault: as in production, unless a test asks for fewer."""
    return int(scalp_assess.bootstrap._AWS.read_timeout)  # type: ignore[attr-defined]


@pytest.fixture
def wire(
    cloud: Cloud, models: Models, patience: int, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Wire]:
    """What the worker reaches AWS by; the API keeps a good line of its own.

    Tries and their number are those of production; pauses between them are left out.
    """
    scalp_api.bootstrap.services()
    patient = scalp_assess.bootstrap._AWS.merge(Config(read_timeout=patience))
    monkeypatch.setattr(scalp_assess.bootstrap, "_AWS", patient)
    no_pauses(monkeypatch)
    with wire_to(cloud.endpoint) as wire:
        monkeypatch.setenv("AWS_ENDPOINT_URL", wire.url)
        scalp_assess.bootstrap.services()
        yield wire


def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again at once, here and in botocore."""

    class _Time:
        @staticmethod
        def sleep(_: float) -> None:
            pass

    monkeypatch.setattr("botocore.endpoint.time", _Time)
    monkeypatch.setattr(transact.retry, "sleep", lambda _: None)  # type: ignore[attr-defined]
