"""Warnings of the photo gate."""

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter

from scalp_core.imaging import Photo
from scalp_core.vision.manifest import InputSpec
from scalp_core.vision.preprocessing import frame
from scalp_core.vision.quality import photo_warnings
from scalp_core.vocabulary import PhotoWarning
from support import photos

SPEC = InputSpec(width=320, height=240, mean=(0.5, 0.5, 0.5), std=(0.2, 0.2, 0.2))


def warnings_for(image: Image.Image, size: tuple[int, int] | None = None) -> list[PhotoWarning]:
    width, height = size or image.size
    return photo_warnings(Photo(image, width, height), frame(image, SPEC))


def test_a_good_photo_has_no_warnings() -> None:
    assert warnings_for(photos.picture()) == []


def test_a_blurred_photo_is_warned_about_and_only_for_that() -> None:
    blurred = photos.picture().filter(ImageFilter.GaussianBlur(4))

    assert warnings_for(blurred) == [PhotoWarning.BLURRED]


def test_dark_and_bright_photos_are_warned_about() -> None:
    dark = ImageEnhance.Brightness(photos.picture()).enhance(0.2)
    bright = Image.fromarray(255 - (255 - np.asarray(photos.picture())) // 8)

    assert PhotoWarning.TOO_DARK in warnings_for(dark)
    assert PhotoWarning.TOO_BRIGHT in warnings_for(bright)


def test_contrast_does_not_pass_for_sharpness() -> None:
    weak = ImageEnhance.Contrast(photos.picture()).enhance(0.4)

    assert warnings_for(weak) == []


def test_a_small_original_is_warned_about_however_large_its_picture() -> None:
    assert warnings_for(photos.picture(), (320, 230)) == [PhotoWarning.LOW_RESOLUTION]
