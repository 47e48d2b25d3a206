"""HEIF files (ISO/IEC 23008-12), written part by part: also those that no encoder writes."""

import io
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from PIL import Image

# Kinds of items whose few bytes stand in the meta box itself.
_SMALL = (b"grid", b"iden", b"iovl")


@dataclass(frozen=True)
class Part:
    """One item of a file.

    Attributes:
        kind: ``hvc1`` for a coded picture, ``grid``, ``iden`` or ``iovl`` for a derived one.
        properties: whole boxes, applied in this order.
        references: kind of reference → numbers of other parts, counted from 1.
        inside: whether the bytes stand in ``idat``; by default those of derived pictures.
    """

    kind: bytes
    data: bytes
    properties: Sequence[bytes] = ()
    references: dict[bytes, Sequence[int]] = field(default_factory=dict)
    inside: bool | None = None

    def with_properties(self, *boxes: bytes) -> "Part":
        """Return the same with further properties."""
        return replace(self, properties=[*self.properties, *boxes])

    @property
    def is_inside(self) -> bool:
        """Whether the bytes stand in ``idat``."""
        return self.kind in _SMALL if self.inside is None else self.inside


def box(kind: bytes, *content: bytes) -> bytes:
    """Return a box."""
    joined = b"".join(content)
    return struct.pack(">I", len(joined) + 8) + kind + joined


def full_box(kind: bytes, *content: bytes, version: int = 0, flags: int = 0) -> bytes:
    """Return a box with version and flags."""
    return box(kind, bytes([version]), flags.to_bytes(3, "big"), *content)


def extent(width: int, height: int) -> bytes:
    """Return the property that gives a picture's size."""
    return full_box(b"ispe", struct.pack(">II", width, height))


def rotation(quarters: int = 1) -> bytes:
    """Return the property that turns a picture anticlockwise by quarters."""
    return box(b"irot", bytes([quarters]))


def mirror(axis: int = 0) -> bytes:
    """Return the property that mirrors a picture."""
    return box(b"imir", bytes([axis]))


def crop(width: int, height: int) -> bytes:
    """Return the property that keeps the middle of a picture."""
    return box(b"clap", struct.pack(">8I", width, 1, height, 1, 0, 1, 0, 1))


def alpha() -> bytes:
    """Return the property that calls a picture the transparency of another."""
    return full_box(b"auxC", b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0")


def coded(image: Image.Image, *, quality: int = 60, fast: bool = False) -> Part:
    """Return a picture as one coded item."""
    import pillow_heif

    from scalp_core.vision.heif.items import read

    buffer = io.BytesIO()
    options = {"enc_params": {"preset": "ultrafast"}} if fast else {}
    pillow_heif.from_pillow(image).save(buffer, quality=quality, **options)
    item = read(buffer.getvalue()).shown
    configuration = item.property(b"hvcC")
    assert configuration is not None
    return Part(b"hvc1", item.data(), [box(b"hvcC", bytes(configuration)), extent(*image.size)])


def grid(rows: int, columns: int, width: int, height: int, tiles: Sequence[int]) -> Part:
    """Return a picture made of the parts numbered ``tiles``."""
    data = struct.pack(">BBBBHH", 0, 0, rows - 1, columns - 1, width, height)
    return Part(b"grid", data, [extent(width, height)], {b"dimg": tiles})


def tiled(image: Image.Image, tile: int = 256) -> list[Part]:
    """Return a picture as phones write it: the grid first, its tiles behind."""
    columns, rows = -(-image.width // tile), -(-image.height // tile)
    tiles = [
        coded(image.crop((left, top, left + tile, top + tile)), fast=True)
        for top in range(0, rows * tile, tile)
        for left in range(0, columns * tile, tile)
    ]
    numbers = range(2, 2 + len(tiles))
    return [grid(rows, columns, *image.size, numbers), *tiles]


def overlay(width: int, height: int, count: int, source: int) -> Part:
    """Return a canvas onto which one picture is laid again and again."""
    data = struct.pack(">BB4HHH", 0, 0, 0, 0, 0, 0xFFFF, width, height)
    data += struct.pack(">HH", 0, 0) * count
    return Part(b"iovl", data, [extent(width, height)], {b"dimg": [source] * count})


def identity(width: int, height: int, source: int) -> Part:
    """Return a picture that is another one."""
    return Part(b"iden", b"", [extent(width, height)], {b"dimg": [source]})


def write(parts: Sequence[Part], *, primary: int = 1, behind: bytes = b"") -> bytes:
    """Return a file of these parts that shows number ``primary``."""
    start = box(b"ftyp", b"heic", bytes(4), b"mif1heic")
    shift = len(start) + len(_meta(parts, primary, 0)) + 8
    outside = b"".join(part.data for part in parts if not part.is_inside)
    return start + _meta(parts, primary, shift) + box(b"mdat", outside) + behind


def _meta(parts: Sequence[Part], primary: int, shift: int) -> bytes:
    numbered = list(enumerate(parts, 1))
    stored = list(dict.fromkeys(prop for part in parts for prop in part.properties))
    wide = len(stored) > 127
    names = [
        full_box(b"infe", struct.pack(">HH", number, 0), part.kind, b"\0", version=2)
        for number, part in numbered
    ]
    uses = [
        struct.pack(">HB", number, len(part.properties))
        + b"".join(
            (stored.index(prop) + 1).to_bytes(2 if wide else 1, "big") for prop in part.properties
        )
        for number, part in numbered
    ]
    links = [
        box(kind, struct.pack(f">HH{len(targets)}H", number, len(targets), *targets))
        for number, part in numbered
        for kind, targets in part.references.items()
    ]
    places, at = [], {True: 0, False: shift}
    for number, part in numbered:
        inside = part.is_inside
        head = struct.pack(">HHHH", number, inside, 0, bool(part.data))
        places.append(head + struct.pack(">II", at[inside], len(part.data)) * bool(part.data))
        at[inside] += len(part.data)
    count = struct.pack(">H", len(parts))
    return full_box(
        b"meta",
        full_box(b"hdlr", bytes(4), b"pict", bytes(13)),
        full_box(b"pitm", struct.pack(">H", primary)),
        full_box(b"iinf", count, *names),
        full_box(b"iref", *links) if links else b"",
        box(
            b"iprp",
            box(b"ipco", *stored),
            full_box(b"ipma", struct.pack(">I", len(parts)), *uses, flags=int(wide)),
        ),
        full_box(b"iloc", b"\x44\x00", count, *places, version=1),
        box(b"idat", *(part.data for part in parts if part.is_inside)),
    )
