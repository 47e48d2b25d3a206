"""Check that a HEIF file is complete, and that decoding it costs no more than usual."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scalp_core.vision.heif.boxes import Fields, MalformedError, top_level, without_second_file
from scalp_core.vision.heif.hevc import check_picture, coded_pixels
from scalp_core.vision.heif.items import HeifFile, Item, read

# Major brands that pi_heif's plugin for Pillow opens (as_plugin.py).
_BRANDS = (
    *(b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"),
    *(b"mif1", b"msf1"),
)
# Cameras turn, mirror and crop a picture once; each transform is one more pass over its pixels.
_TRANSFORMS = (b"irot", b"imir", b"clap")
_CODED = (b"hvc1", b"hev1")
_DERIVED = (b"grid", b"iden", b"iovl")
# Other boxes of HEIF files; a box of any other kind may be appended data.
_OWN_BOXES = (b"ftyp", b"meta", b"mdat", b"moov", b"free", b"skip", b"uuid", b"mpvd")
_ALPHA = (
    b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0",
    b"urn:mpeg:hevc:2015:auxid:1\0",
)

# An edited picture of tiles with transparency is 3 deep; what refers to itself has no end.
_MAX_DEPTH = 4
# A picture of tiles with transparency, both turned, mirrored and cropped, comes to eleven.
_MAX_PASSES = 12
# Encoders fill a picture's last blocks up, and crop them again.
_MAX_PADDING = 1.1
# Small pictures may consist of tiles larger than themselves.
_LEAST_PIXELS = 1_000_000


class ExcessiveError(ValueError):
    """Decoding would take more passes over the picture than any camera's file needs."""


class TooManyPixelsError(ValueError):
    """A picture, or one that it is derived from, has too many pixels."""


class UnsupportedError(ValueError):
    """A picture's coding is not supported."""


@dataclass(frozen=True)
class _Work:
    """Cost of decoding: pixels of the largest intermediate picture, and of all passes."""

    largest: int
    total: int


def is_heif(content: bytes) -> bool:
    """Return whether Pillow would open it as HEIF."""
    return content[4:8] == b"ftyp" and content[8:12] in _BRANDS


def checked(content: bytes, *, max_pixels: int) -> bytes:
    """Return the part of a file that a decoder may see; anything but HEIF is returned unchanged.

    Raises:
        MalformedError: part of it is missing, or it contradicts itself.
        ExcessiveError: decoding it is more work than its pixels need.
        TooManyPixelsError: a picture that has to be decoded is larger than ``max_pixels``.
        UnsupportedError: a picture that has to be decoded is not coded in HEVC.
    """
    if not is_heif(content):
        return content
    content = without_second_file(content)
    for box in top_level(content):
        if box.kind in _OWN_BOXES and not box.whole:
            raise MalformedError("the file ends within a box")
    file = read(content)
    work = _Cost(file, max_pixels).of(file.shown, depth=0)
    if work.total > _MAX_PASSES * max(work.largest, _LEAST_PIXELS):
        raise ExcessiveError("its parts come to many times its pixels")
    if sum(len(part) for item in file.items.values() for part in item.extents) > 2 * len(content):
        raise ExcessiveError("items share their bytes")
    for item in file.items.values():
        if item.kind in _CODED:
            check_picture(item.property(b"hvcC"), item.data())
        elif item.kind == b"grid":
            _check_grid(file, item)
    return content


class _Cost:
    """Sums the cost of derived pictures, each once."""

    def __init__(self, file: HeifFile, max_pixels: int) -> None:
        self._file = file
        self._max_pixels = max_pixels
        self._transparency = _transparency(file)
        self._known: dict[int, _Work] = {}

    def of(self, item: Item, *, depth: int) -> _Work:
        """Return the cost of decoding a picture, including all that it is derived from."""
        if item.number in self._known:
            return self._known[item.number]
        if depth > _MAX_DEPTH:
            raise ExcessiveError("a picture is derived from one that is derived, and so on")
        if item.kind not in (*_CODED, *_DERIVED):
            raise UnsupportedError(f"a picture of the kind {item.kind!r}")
        transforms = [box.kind for box in item.properties if box.kind in _TRANSFORMS]
        if len(transforms) > len(set(transforms)):
            raise ExcessiveError("a picture is turned, mirrored or cropped again")
        width, height = _size(item)
        pixels = width * height
        if item.kind in _CODED:  # the coded picture may be larger than the file states elsewhere
            pixels = max(pixels, coded_pixels(item.property(b"hvcC")))
        if width * height > self._max_pixels or pixels > _MAX_PADDING * self._max_pixels:
            raise TooManyPixelsError(f"{pixels} pixels")
        largest, total = pixels, pixels * (1 + len(transforms))
        for source in [*_inputs(self._file, item), *self._transparency.get(item.number, ())]:
            work = self.of(source, depth=depth + 1)
            largest, total = max(largest, work.largest), total + work.total
        self._known[item.number] = _Work(largest, total)
        return self._known[item.number]


def _inputs(file: HeifFile, item: Item) -> Sequence[Item]:
    """Return the pictures that a derived one is made from."""
    numbers = item.references.get(b"dimg", ()) if item.kind in _DERIVED else ()
    if not set(numbers) <= file.items.keys():
        raise MalformedError("a tile is missing")
    return [file.items[number] for number in numbers]


def _transparency(file: HeifFile) -> Mapping[int, Sequence[Item]]:
    """Return for each picture those that hold its transparency."""
    found: dict[int, list[Item]] = {}
    for item in file.items.values():
        # A full box: version and flags come first.
        if bytes(item.property(b"auxC") or b"")[4:].startswith(_ALPHA):
            for number in item.references.get(b"auxl", ()):
                found.setdefault(number, []).append(item)
    return found


def _size(item: Item) -> tuple[int, int]:
    """Return a picture's size before its transforms."""
    stored = item.property(b"ispe")
    if stored is None:
        raise MalformedError("a picture without its size")
    fields = Fields(stored)
    fields.version_and_flags()
    width, height = fields.number(4), fields.number(4)
    if not width or not height:
        raise MalformedError("a picture without pixels")
    return width, height


def _check_grid(file: HeifFile, grid: Item) -> None:
    """Check that there are as many tiles as rows and columns need, and no more.

    See ISO/IEC 23008-12, 6.6.2.3: tiles are of one size and cover the picture.
    """
    fields = Fields(memoryview(grid.data()))
    fields.number(1)
    wide = 4 if fields.number(1) & 1 else 2
    rows, columns = fields.number(1) + 1, fields.number(1) + 1
    width, height = fields.number(wide), fields.number(wide)
    tiles = _inputs(file, grid)
    if len(tiles) != rows * columns or (width, height) != _size(grid):
        raise MalformedError("a picture of tiles that are not there")
    sizes = {_size(tile) for tile in tiles}
    for tile_width, tile_height in sizes:
        covered = (columns - 1) * tile_width < width <= columns * tile_width
        if (
            len(sizes) > 1
            or not covered
            or not (rows - 1) * tile_height < height <= (rows * tile_height)
        ):
            raise MalformedError("tiles do not cover their picture")
