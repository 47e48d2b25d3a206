"""The picture while it is painted: three CIELAB planes, converted to sRGB once at the end."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scalp_train.render.shapes.view import Layer

WHITE_POINT = np.array((0.9505, 1.0, 1.089), np.float32)
FROM_XYZ = np.linalg.inv(
    np.array(((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)))
).astype(np.float32)
_STEPS = 8192
_LINEAR = np.linspace(0, 1, _STEPS + 1)
_CURVE = (
    255 * np.where(_LINEAR <= 0.0031308, 12.92 * _LINEAR, 1.055 * _LINEAR ** (1 / 2.4) - 0.055)
).astype(np.float32)


class Canvas:
    """CIELAB planes [480, 640], painted from the skin upwards.

    Mixing in CIELAB rather than in RGB is this technique's own: half of a white flake over red skin
    has the mean lightness and the mean chroma of both.
    """

    def __init__(self, lightness: Layer, a: Layer, b: Layer) -> None:
        self.lightness, self.a, self.b = lightness, a, b

    def lay(self, cover: Layer, lightness: float | Layer, a: float, b: float) -> None:
        """Cover with a colour, by ``cover`` of 0 to 1."""
        self.lightness += cover * (lightness - self.lightness)
        self.a += cover * (a - self.a)
        self.b += cover * (b - self.b)

    def bleach(self, cover: Layer, lightness: float | Layer, chroma: float = 0.85) -> None:
        """Cover with white light that keeps this share of the colour below."""
        self.lightness += cover * (lightness - self.lightness)
        faded = 1 - np.float32(1 - chroma) * cover
        self.a *= faded
        self.b *= faded

    def shift(self, cover: Layer, lightness: float, a: float = 0, b: float = 0) -> None:
        """Add to the three planes, by ``cover``."""
        self.lightness += cover * np.float32(lightness)
        if a:
            self.a += cover * np.float32(a)
        if b:
            self.b += cover * np.float32(b)

    def rgb(self) -> NDArray[np.float32]:
        """Return sRGB [480, 640, 3], 0 to 255."""
        y = (self.lightness + np.float32(16)) / np.float32(116)
        ratio = np.stack([y + self.a / 500, y, y - self.b / 200], axis=-1)
        ratio = ratio * ratio * ratio * WHITE_POINT
        linear = np.clip(ratio @ FROM_XYZ.T, 0, 1)
        return np.asarray(_CURVE[(linear * np.float32(_STEPS)).astype(np.intp)], dtype=np.float32)
