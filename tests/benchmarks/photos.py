"""Photos to measure with."""

from support.photos import encoded, picture

SCOPE, PHONE = (640, 480), (4032, 3024)
MIXED = (*17 * [SCOPE], *2 * [(2048, 1536)], PHONE)
"""Of twenty pictures seventeen are a scope's, two have three megapixels, and one has twelve."""


def jpeg(size: tuple[int, int]) -> bytes:
    """The sample as a JPEG of ``size``."""
    return encoded(picture(*size), "JPEG", quality=90)
