"""Items of a HEIF file: pictures and metadata, their properties, references and bytes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scalp_core.vision.heif.boxes import Box, Fields, MalformedError, children, top_level

# A 50-megapixel photo in tiles of 512 pixels has 200 items, a burst of twenty about 4,000.
MAX_ITEMS = 8192
# Encoders write an item in one piece. libheif's own limit (heif_security.cc) is the same.
MAX_EXTENTS = 32

_IN_FILE, _IN_IDAT = 0, 1  # construction methods of ISO/IEC 14496-12, section 8.11.3


@dataclass(frozen=True)
class Item:
    """One item.

    Attributes:
        number: its item_ID.
        kind: ``hvc1`` for a coded picture, ``grid`` for one made of tiles, ``Exif``, …
        properties: in the order in which a reader applies them; one may be listed twice.
        references: numbers of other items by the kind of reference (``dimg``, ``auxl``, ``cdsc``).
        extents: pieces of the file's content that are its bytes, in order.
    """

    number: int
    kind: bytes
    properties: Sequence[Box]
    references: Mapping[bytes, Sequence[int]]
    extents: Sequence[memoryview]

    def property(self, kind: bytes) -> memoryview | None:
        """Return the content of the first property of that kind."""
        return next((box.content for box in self.properties if box.kind == kind), None)

    def data(self) -> bytes:
        """Return the item's bytes."""
        return b"".join(self.extents)


@dataclass(frozen=True)
class HeifFile:
    """All items, and the number of the one that is shown."""

    items: Mapping[int, Item]
    primary: int

    @property
    def shown(self) -> Item:
        """Return the primary item."""
        return self.items[self.primary]


def read(content: bytes) -> HeifFile:
    """Read the items of a file.

    Raises:
        MalformedError: boxes contradict each other, or an item's bytes are not all in the file.
    """
    meta = _only(top_level(content), b"meta")
    if not meta.whole:
        raise MalformedError("the file ends within its meta box")
    fields = Fields(meta.content)
    fields.version_and_flags()
    boxes = list(children(fields.rest()))
    idat = next((box.content for box in boxes if box.kind == b"idat"), memoryview(b""))
    kinds = dict(_kinds(_only(boxes, b"iinf").content))
    properties = dict(_properties(_only(boxes, b"iprp").content))
    extents = dict(_extents(_only(boxes, b"iloc").content, memoryview(content), idat))
    references = _references(boxes)
    items = {
        number: Item(
            number,
            kind,
            properties.get(number, ()),
            references.get(number, {}),
            extents.get(number, ()),
        )
        for number, kind in kinds.items()
    }
    primary = _primary(_only(boxes, b"pitm").content)
    if primary not in items:
        raise MalformedError("the primary item is missing")
    return HeifFile(items, primary)


def _only(boxes: Iterable[Box], kind: bytes) -> Box:
    found = [box for box in boxes if box.kind == kind]
    if len(found) != 1:
        raise MalformedError(f"{len(found)} boxes of the kind {kind!r} instead of one")
    return found[0]


def _primary(content: memoryview) -> int:
    fields = Fields(content)
    version, _ = fields.version_and_flags()
    return fields.number(4 if version else 2)


def _kinds(content: memoryview) -> Iterator[tuple[int, bytes]]:
    """Return number and kind of each item."""
    fields = Fields(content)
    version, _ = fields.version_and_flags()
    count = fields.number(4 if version else 2)
    entries = list(children(fields.rest()))
    if count != len(entries) or count > MAX_ITEMS:
        raise MalformedError(f"{len(entries)} items instead of {count}")
    _once(number for number, _ in map(_kind, entries))
    yield from map(_kind, entries)


def _kind(entry: Box) -> tuple[int, bytes]:
    fields = Fields(entry.content)
    version, _ = fields.version_and_flags()
    if entry.kind != b"infe" or version not in (2, 3):
        raise MalformedError("an item without a kind")
    number = fields.number(4 if version == 3 else 2)
    fields.number(2)  # protection
    return number, fields.take(4)


def _properties(content: memoryview) -> Iterator[tuple[int, list[Box]]]:
    """Return the properties of items, by number."""
    boxes = list(children(content))
    container = list(children(_only(boxes, b"ipco").content))
    associations = [
        entry for box in boxes if box.kind == b"ipma" for entry in _associations(box.content)
    ]
    _once(number for number, _ in associations)
    for number, indices in associations:
        if not all(1 <= index <= len(container) for index in indices):
            raise MalformedError("an item has a property that is missing")
        yield number, [container[index - 1] for index in indices]


def _associations(content: memoryview) -> Iterator[tuple[int, list[int]]]:
    fields = Fields(content)
    version, flags = fields.version_and_flags()
    size = 2 if flags & 1 else 1
    essential = 1 << (8 * size - 1)
    for _ in range(fields.number(4)):
        number = fields.number(4 if version else 2)
        yield number, [fields.number(size) & ~essential for _ in range(fields.number(1))]


def _extents(
    content: memoryview, file: memoryview, idat: memoryview
) -> Iterator[tuple[int, list[memoryview]]]:
    """Return the extents of items, by number."""
    fields = Fields(content)
    version, _ = fields.version_and_flags()
    sizes = fields.number(2)
    offset_size, length_size, base_size = (sizes >> shift & 15 for shift in (12, 8, 4))
    index_size = sizes & 15 if version else 0
    wide = 4 if version == 2 else 2
    seen = []
    for _ in range(fields.number(wide)):
        number = fields.number(wide)
        seen.append(number)
        method = fields.number(2) & 15 if version else _IN_FILE
        elsewhere = fields.number(2)
        base, count = fields.number(base_size), fields.number(2)
        if method not in (_IN_FILE, _IN_IDAT) or elsewhere or count > MAX_EXTENTS:
            raise MalformedError("an item's bytes are not simply in the file")
        source = idat if method == _IN_IDAT else file
        found = []
        for _ in range(count):
            fields.number(index_size)
            start = base + fields.number(offset_size)
            end = start + fields.number(length_size)
            if end > len(source):
                raise MalformedError("an item's bytes are not all there")
            found.append(source[start:end])
        yield number, found
    _once(seen)


def _references(boxes: Sequence[Box]) -> Mapping[int, Mapping[bytes, list[int]]]:
    """Return the references of items, by number and kind; their targets may not exist."""
    found: dict[int, dict[bytes, list[int]]] = {}
    if not any(box.kind == b"iref" for box in boxes):
        return found
    fields = Fields(_only(boxes, b"iref").content)
    version, _ = fields.version_and_flags()
    wide = 4 if version else 2
    for box in children(fields.rest()):
        entry = Fields(box.content)
        source = entry.number(wide)
        targets = [entry.number(wide) for _ in range(entry.number(2))]
        found.setdefault(source, {}).setdefault(box.kind, []).extend(targets)
    return found


def _once(numbers: Iterable[int]) -> None:
    if any(count > 1 for count in Counter(numbers).values()):
        raise MalformedError("an item is described twice")
