"""The sample photo that needs no consent is the one in the repository."""

from hashlib import sha256

import pytest

from scalp_core.assessments.sample import SAMPLE_BYTES, SAMPLE_SHA256, require_sample
from scalp_core.errors import PhotoRejectedError
from support import photos


def test_the_sample_is_the_one_in_the_repository() -> None:
    content = photos.sample()
    assert (sha256(content).hexdigest(), len(content)) == (SAMPLE_SHA256, SAMPLE_BYTES)
    require_sample(content)


def test_any_other_photo_is_rejected() -> None:
    with pytest.raises(PhotoRejectedError):
        require_sample(photos.sample() + b"\0")
