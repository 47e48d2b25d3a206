"""The one transform between photo and network."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from scalp_core.vision.manifest import InputSpec
from scalp_core.vision.preprocessing import frame, normalise

SPEC = InputSpec(width=320, height=240, mean=(0.5, 0.4, 0.3), std=(0.2, 0.25, 0.5))


@given(width=st.integers(224, 900), height=st.integers(224, 900))
def test_any_photo_becomes_the_networks_size_and_its_region_lies_in_the_photo(
    width: int, height: int
) -> None:
    seen = frame(Image.new("RGB", (width, height)), SPEC)

    assert seen.pixels.shape == (240, 320, 3)
    region = seen.region
    assert min(region.left, region.top) >= 0
    assert region.left + region.width <= 1 + 1e-9
    assert region.top + region.height <= 1 + 1e-9
    wide, high = region.width * width, region.height * height
    assert max(wide, high) / min(wide, high) == pytest.approx(4 / 3, rel=0.01)


@pytest.mark.parametrize("size", [(640, 480), (480, 640), (1200, 500), (500, 1200)])
def test_a_spot_in_the_photo_is_found_at_its_place_through_grid_and_region(
    size: tuple[int, int],
) -> None:
    width, height = size
    image = Image.new("RGB", size, "black")
    spot = (width // 2 + 60, height // 2 - 40)
    image.paste("white", (spot[0] - 20, spot[1] - 20, spot[0] + 20, spot[1] + 20))

    seen = frame(image, SPEC)
    grid = seen.to_photo(seen.pixels[..., 0].astype(float))

    rows, columns = np.nonzero(grid > 128)
    row, column = rows.mean(), columns.mean()
    x = (seen.region.left + (column + 0.5) / grid.shape[1] * seen.region.width) * width
    y = (seen.region.top + (row + 0.5) / grid.shape[0] * seen.region.height) * height
    assert (x, y) == pytest.approx(spot, abs=3)


def test_a_640_by_480_picture_is_seen_whole_and_unturned() -> None:
    seen = frame(Image.new("RGB", (640, 480)), SPEC)

    region = seen.region
    assert (region.left, region.top, region.width, region.height) == (0, 0, 1, 1)
    assert not seen.turned


def test_pixels_are_normalised_per_channel() -> None:
    pixels = np.zeros((2, 240, 320, 3), np.uint8)
    pixels[1] = (255, 128, 0)

    batch = normalise(pixels, SPEC)

    assert batch.shape == (2, 3, 240, 320)
    assert batch.dtype == np.float32
    assert batch[1, :, 7, 9] == pytest.approx([2.5, (128 / 255 - 0.4) / 0.25, -0.6], abs=1e-5)
    assert np.array_equal(normalise(pixels[1], SPEC)[0], batch[1])
