"""Photos to measure with."""

import io

from PIL import Image

from support.photos import SAMPLE

SCOPE, PHONE = (640, 480), (4032, 3024)
MIXED = (*17 * [SCOPE], *2 * [(2048, 1536)], PHONE)
"""Of twenty pictures seventeen are a scope's, two have three megapixels, and one has twelve."""


def jpeg(size: tuple[int, int]) -> bytes:
    """The sample as a JPEG of ``size``."""
    written = io.BytesIO()
    Image.open(SAMPLE).convert("RGB").resize(size).save(written, "JPEG", quality=90)
    return written.getvalue()
