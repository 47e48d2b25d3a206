"""Find a JPEG file's picture, and check that it is complete (ITU-T T.81)."""

import re
from collections.abc import Iterator

import simplejpeg

# Cameras write at most ten. A scan of 75 bytes can cost one more pass over the whole picture, so
# without a limit 10 MB would keep the decoder busy for an hour.
MAX_SCANS = 64
# 10 MB of the longest segments are 160; 64 scans with tables of their own add a few hundred.
# Without a limit, 10 MB of empty comments would keep this module busy for seconds.
MAX_SEGMENTS = 2000
# Encoders that pad the data of a scan do so by a few bytes; a hole displaces more.
MAX_PADDING = 64

_EOI = b"\xff\xd9"
# Neither a stuffed zero nor a fill byte; within a scan that has restart markers, none of those.
_MARKER = re.compile(rb"\xff([\x01-\xfe])")
_MARKER_BUT_RESTART = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")
_END_OF_IMAGE, _START_OF_SCAN, _RESTART_INTERVAL = 0xD9, 0xDA, 0xDD
_WITHOUT_PARAMETERS = frozenset((0x01, *range(0xD0, 0xDA)))  # TEM, RST, SOI, EOI
_PROGRESSIVE_FRAMES = frozenset((0xC2, 0xCA))
_TABLES = frozenset((0xC4, 0xCC))  # DHT and DAC; the other codes of their row are frames
_FRAMES = frozenset(range(0xC0, 0xD0)) - _TABLES - {0xC8}
# DHT, DAC, DQT, DNL, DRI, APP0 … APP15, COM: what may stand between two scans.
_BETWEEN_SCANS = _TABLES | {0xDB, 0xDC, 0xDD, *range(0xE0, 0xF0), 0xFE}
_ALL_COEFFICIENTS = (1 << 64) - 1

# Warnings of libjpeg (jerror.h), after which it fills what is missing with grey and goes on.
_MISSING = ("premature end", "instead of rst", "bad huffman code", "bad arithmetic code")
_EXTRANEOUS = re.compile(r"(\d+) extraneous bytes before marker 0x([0-9a-f]{2})")


def whole_picture(content: bytes) -> bytes:
    """Return a JPEG file whose picture is all there, with an end marker if it lacks only that.

    What stands behind the picture (a video, further pictures) is not looked at.

    Raises:
        ValueError: the picture has too many scans, or some of its data are missing.
    """
    start, end = _data(content)
    picture = content[:end] + _EOI
    warning = _warning(picture)
    extraneous = _EXTRANEOUS.search(warning)
    if extraneous:
        count, before = int(extraneous[1]), int(extraneous[2], 16)
        # Zeros decode as data, and faster than the data that they replace.
        is_hole = content.find(bytes(MAX_PADDING), start, end - count) >= 0
        if is_hole or (before != _END_OF_IMAGE and count > MAX_PADDING):
            raise ValueError(warning)
        # There may be further warnings: check again without the padding.
        picture = content[: end - count] + _EOI
        warning = _warning(picture)
    if any(text in warning for text in _MISSING):
        raise ValueError(warning)
    return content if content.startswith(_EOI, end) else picture


def _data(content: bytes) -> tuple[int, int]:
    """Return offsets of the first scan and of what follows the scan that completes the picture.

    Scans are counted to the end marker, as the decoder reads them, or to what cannot be of the
    picture.

    Raises:
        ValueError: there are too many scans, or not all that the picture needs.
    """
    scans, progressive, start, end = 0, False, 0, None
    # Coefficients whose last bit no scan has brought yet, a bit each, by component.
    missing: dict[int, int] = {}
    for marker, at, parameters in _segments(content):
        if end is None and scans and missing and not any(missing.values()):
            end = at
        if marker == _START_OF_SCAN:
            start = start or at
            scans += 1
            if scans > MAX_SCANS:
                raise ValueError("too many scans")
            for component, coefficients in _completed_by(parameters, progressive=progressive):
                if component in missing:
                    missing[component] &= ~coefficients
        elif marker in _FRAMES and not missing:
            progressive = marker in _PROGRESSIVE_FRAMES
            missing = dict.fromkeys(parameters[6::3], _ALL_COEFFICIENTS)
        elif marker == _END_OF_IMAGE or (scans and marker not in _BETWEEN_SCANS):
            break
    if end is None:
        raise ValueError("a scan is missing")
    return start, end


def _segments(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield marker, offset and parameters of each segment; at last 0 and where parsing ends.

    Raises:
        ValueError: there are too many.
    """
    position, pattern = 2, _MARKER
    for _ in range(MAX_SEGMENTS):
        found = pattern.search(content, position)
        if found is None:
            yield 0, len(content), b""
            return
        marker, at, start = found[1][0], found.start(), found.end()
        if marker in _WITHOUT_PARAMETERS:
            yield marker, at, b""
            position = start
            continue
        position = start + int.from_bytes(content[start : start + 2])
        if position < start + 2 or position > len(content):
            yield 0, at, b""
            return
        parameters = content[start + 2 : position]
        if marker == _RESTART_INTERVAL:
            pattern = _MARKER_BUT_RESTART if any(parameters) else _MARKER
        yield marker, at, parameters
    raise ValueError("too many segments")


def _completed_by(header: bytes, *, progressive: bool) -> Iterator[tuple[int, int]]:
    """Return a scan's components, and the coefficients that it completes (T.81, B.2.3, G.1.1)."""
    count = header[0] if header else 0
    if len(header) < 2 * count + 4:
        return
    first, last, approximation = header[1 + 2 * count : 4 + 2 * count]
    coefficients = _ALL_COEFFICIENTS
    if progressive:
        band = (1 << (min(last, 63) + 1)) - (1 << min(first, 63))
        coefficients = max(band, 0) if approximation & 0x0F == 0 else 0
    for component in header[1 : 1 + 2 * count : 2]:
        yield component, coefficients


def _warning(content: bytes) -> str:
    """Return libjpeg's first warning about a file in lower case; empty if it has none.

    Pillow has the same decoder, but keeps its warnings to itself. At an eighth of the size hardly
    more is done than reading every bit.
    """
    try:
        simplejpeg.decode_jpeg(content, "GRAY", fastdct=True, min_height=1, min_width=1)
    except ValueError as error:
        return str(error).lower()
    return ""
