"""Pictures of anything but scalps, from the sample files of scikit-image, scikit-learn, matplotlib.

They are public domain, CC0 or CC BY; nothing of them is copied into the repository. The packages'
own loaders are not used, because they import half of SciPy.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PIL import Image

_FILES = {
    "skimage/data": (
        "astronaut.png", "brick.png", "camera.png", "cell.png", "chelsea.png", "chessboard_RGB.png",
        "clock_motion.png", "coffee.png", "coins.png", "color.png", "grass.png", "gravel.png",
        "horse.png", "hubble_deep_field.jpg", "ihc.png", "logo.png", "moon.png", "page.png",
        "phantom.png", "retina.jpg", "rocket.jpg", "text.png",
    ),
    "sklearn/datasets/images": ("china.jpg", "flower.jpg"),
    "matplotlib/mpl-data/sample_data": ("grace_hopper.jpg", "Minduka_Present_Blue_Pack.png"),
}  # fmt: skip
_CROPPED_FROM = 400
_SHARE = 0.55


@cache
def negatives() -> list[tuple[str, Image.Image]]:
    """Name and RGB picture: each file as a whole and, of the larger ones, its four corners."""
    found = []
    for folder, names in _FILES.items():
        package, _, inside = folder.partition("/")
        spec = find_spec(package)
        assert spec is not None
        assert spec.origin is not None
        for name in names:
            picture = _on_white(Image.open(Path(spec.origin).parent / inside / name))
            found.append((name, picture))
            if min(picture.size) >= _CROPPED_FROM:
                found += [(f"{name} {corner}", crop) for corner, crop in _corners(picture)]
    return found


def _on_white(image: Image.Image) -> Image.Image:
    layer = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")


def _corners(picture: Image.Image) -> list[tuple[str, Image.Image]]:
    width, height = (round(side * _SHARE) for side in picture.size)
    right, bottom = picture.width - width, picture.height - height
    return [
        (corner, picture.crop((left, top, left + width, top + height)))
        for corner, left, top in (
            ("top left", 0, 0),
            ("top right", right, 0),
            ("bottom left", 0, bottom),
            ("bottom right", right, bottom),
        )
    ]
