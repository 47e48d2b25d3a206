"""What is started once for all tests of rules."""

from collections.abc import Iterator

import pytest

from scalp_core.decoding.client import PhotoDecoder


@pytest.fixture(scope="session")
def decoder() -> Iterator[PhotoDecoder]:
    """The process that decodes photos."""
    decoder = PhotoDecoder()
    yield decoder
    decoder.close()
