"""The photo gate's limits of resolution, sharpness and light."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageEnhance, ImageFilter

from scalp_core.errors import PhotoRejectedError, RejectionCode
from scalp_core.vision.imaging import Photo
from scalp_core.vision.manifest import InputSpec
from scalp_core.vision.preprocessing import frame
from scalp_core.vision.quality import quality_warnings
from scalp_core.vocabulary import PhotoWarning
from support import gates, photos

SPEC = InputSpec(width=320, height=240, mean=(0.5, 0.5, 0.5), std=(0.2, 0.2, 0.2))
GATE = gates.gate()
SEVERITY = [None, "warned", "rejected"]


def warnings_for(image: Image.Image, size: tuple[int, int] | None = None) -> list[PhotoWarning]:
    width, height = size or image.size
    return quality_warnings(Photo(image, width, height), frame(image, SPEC), GATE)


def rejection_of(image: Image.Image) -> RejectionCode:
    with pytest.raises(PhotoRejectedError) as caught:
        warnings_for(image)
    return caught.value.code


def blurred(pixels: float) -> Image.Image:
    return photos.picture().filter(ImageFilter.GaussianBlur(pixels))


def dimmed(share: float, image: Image.Image | None = None) -> Image.Image:
    return ImageEnhance.Brightness(image or photos.picture()).enhance(share)


def washed_out(share: float) -> Image.Image:
    """What is left of the distance to white."""
    return Image.fromarray((255 - (255.0 - np.asarray(photos.picture())) * share).astype(np.uint8))


def test_a_good_photo_has_no_warnings() -> None:
    assert warnings_for(photos.picture()) == []


def test_a_blurred_photo_is_warned_about_and_only_for_that() -> None:
    assert warnings_for(blurred(5)) == [PhotoWarning.BLURRED]


def test_a_photo_without_any_hair_left_in_focus_is_rejected() -> None:
    assert rejection_of(blurred(16)) is RejectionCode.BLURRED


def test_dark_and_bright_photos_are_warned_about() -> None:
    assert PhotoWarning.TOO_DARK in warnings_for(dimmed(0.2))
    assert PhotoWarning.TOO_BRIGHT in warnings_for(washed_out(1 / 8))


def test_black_and_white_photos_are_rejected_for_their_light() -> None:
    assert rejection_of(dimmed(0.03)) is RejectionCode.TOO_DARK
    assert rejection_of(dimmed(0)) is RejectionCode.TOO_DARK
    assert rejection_of(washed_out(0.03)) is RejectionCode.TOO_BRIGHT
    assert rejection_of(washed_out(0)) is RejectionCode.TOO_BRIGHT


def test_contrast_does_not_pass_for_sharpness() -> None:
    weak = ImageEnhance.Contrast(photos.picture()).enhance(0.4)

    assert warnings_for(weak) == []


def test_a_small_original_is_warned_about_however_large_its_picture() -> None:
    assert warnings_for(photos.picture(), (320, 230)) == [PhotoWarning.LOW_RESOLUTION]


@given(st.floats(0, 1), st.floats(0, 1))
def test_less_light_is_never_judged_milder(one: float, other: float) -> None:
    darker, lighter = sorted((one, other))
    small = photos.picture(SPEC.width, SPEC.height)

    def severity(share: float) -> int:
        try:
            found = warnings_for(dimmed(share, small), (640, 480))
        except PhotoRejectedError as error:
            return SEVERITY.index("rejected" if error.code is RejectionCode.TOO_DARK else None)
        return SEVERITY.index("warned" if PhotoWarning.TOO_DARK in found else None)

    assert severity(darker) >= severity(lighter)
