"""The cameras as numbers: how pictures of each kind differ."""

from __future__ import annotations

from dataclasses import dataclass

from scalp_train.render.layers.severity import Range
from scalp_train.render.picture import LookName


@dataclass(frozen=True, slots=True)
class Look:
    """How pictures of one kind of camera differ; each range is drawn from evenly."""

    magnification: Range
    """Size of everything on the scalp; below 1 the field of view is wider."""
    cast: float
    """Strength of the colour cast; 1 is what the trichoscope shows."""
    fields: float
    """Strength of the slow colour fields; 1 is what the trichoscope shows."""
    veil: Range
    """Share of the light that the lens scatters over the whole picture."""
    tilt: Range
    """Fall of the light across the picture, as a share of its mean."""
    vignette: Range
    hotspot: Range
    """Brightness of the lamp's reflection, in levels."""
    two_lights: float
    """Standard deviation of how far the two ends of the picture differ in red and blue."""
    exposure: Range
    contrast: Range
    focus: Range
    """Deviation of the blur in px where the picture is sharpest."""
    fall_off: Range
    """How fast the rest goes out of focus."""
    noise: Range
    """Deviation of the sensor's luma noise in levels."""
    chroma: Range
    """Deviation of the sensor's chroma noise in levels."""
    sharpening: Range
    """Strength of the unsharp mask that phones apply."""
    quality: tuple[int, int]
    """JPEG quality."""
    subsampled: bool
    """Whether JPEG stores half the chroma (4:2:0)."""
    plate: bool
    """Whether a contact plate with its bubbles, dust and lint lies on the skin."""
    strands: Range
    """Mean number of long hairs that cross the field."""


LOOKS: dict[LookName, Look] = {
    "scope": Look(
        magnification=(0.95, 1.08), cast=1.0, fields=1.0, veil=(0.04, 0.19),
        tilt=(0.0, 0.04), vignette=(0.0, 0.03),
        hotspot=(0.0, 0.0), two_lights=0.0, exposure=(0.93, 1.06), contrast=(0.92, 1.1),
        focus=(0.45, 1.15), fall_off=(0.1, 1.1), noise=(0.5, 2.0), chroma=(2.4, 4.8),
        sharpening=(0.0, 0.0), quality=(93, 100), subsampled=True, plate=True, strands=(0.1, 0.9),
    ),
    "phone": Look(
        magnification=(0.72, 0.95), cast=0.9, fields=0.8, veil=(0.04, 0.19),
        tilt=(0.08, 0.26), vignette=(0.05, 0.28),
        hotspot=(0.0, 45.0), two_lights=0.05, exposure=(0.8, 1.1), contrast=(0.85, 1.12),
        focus=(0.9, 1.9), fall_off=(0.3, 1.2), noise=(1.5, 5.0), chroma=(1.0, 3.6),
        sharpening=(0.0, 0.9), quality=(62, 90), subsampled=True, plate=False, strands=(0.3, 2.0),
    ),
    # Beyond what training shows: how much accuracy does a poor picture cost?
    "harsh": Look(
        magnification=(0.9, 1.12), cast=1.35, fields=1.5, veil=(0.04, 0.19),
        tilt=(0.06, 0.18), vignette=(0.1, 0.25),
        hotspot=(0.0, 0.0), two_lights=0.03, exposure=(0.8, 1.14), contrast=(0.82, 1.2),
        focus=(1.3, 2.0), fall_off=(0.8, 2.0), noise=(3.0, 6.0), chroma=(3.0, 5.0),
        sharpening=(0.0, 0.0), quality=(55, 78), subsampled=True, plate=True, strands=(1.0, 3.0),
    ),
}  # fmt: skip
