"""The process that decodes photos, as a fixture: also for runs without tests/conftest.py."""

from collections.abc import Iterator

import pytest

from scalp_core.vision.decoding.client import PhotoDecoder


@pytest.fixture(scope="session")
def decoder() -> Iterator[PhotoDecoder]:
    """One for all tests, as it is replaced when it has died."""
    decoder = PhotoDecoder()
    yield decoder
    decoder.close()
