"""Pictures of the kind that a base learned from, which hold what it knows."""

from __future__ import annotations

from scalp_core.vision.manifest import Manifest
from scalp_train.data.rendered import RenderedSet
from scalp_train.render.techniques import TECHNIQUES


def old_renders(manifest: Manifest) -> RenderedSet:
    """Return the old pictures of networks that learned from renders, by the same techniques.

    Half are mixed in, half measured. They cost some 70 s of processor time once, and are kept in
    the cache.
    """
    known = manifest.calibration.techniques
    techniques = tuple(name for name in TECHNIQUES if name in known) or TECHNIQUES
    return RenderedSet(12_000_000, 360, look="mixed", techniques=techniques)
