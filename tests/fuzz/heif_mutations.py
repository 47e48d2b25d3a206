"""Changes of a HEIF file that keep it one: of boxes, properties, transforms and tiles; damage."""

import struct
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random

from scalp_core.vision.heif.boxes import MalformedError, children, top_level
from support import heif

# How many bytes of fields stand before the boxes that a box contains.
_CONTAINERS = {b"meta": 4, b"iprp": 0, b"ipco": 0, b"iref": 4, b"iinf": 6}
# Boxes moved into each other, again and again, need not be followed further.
_DEEPEST = 8
_TRANSFORMS = (
    *(heif.rotation(quarters) for quarters in range(4)),
    *(heif.mirror(axis) for axis in range(2)),
    *(heif.crop(width, 240) for width in (1, 240, 255, 4000)),
)
_NUMBERS = (
    0,
    1,
    2,
    3,
    7,
    16,
    64,
    127,
    128,
    224,
    255,
    256,
    512,
    4096,
    8191,
    32767,
    65535,
    2**32 - 1,
)
_KINDS = (b"hvc1", b"grid", b"iden", b"iovl", b"tmap", b"av01", b"jpeg", b"unci", b"mski", b"Exif")
_LINKS = (b"dimg", b"auxl", b"thmb", b"cdsc", b"iloc", b"pred", b"base")


@dataclass
class _Node:
    kind: bytes
    fields: bytes
    inside: list["_Node"] | None = None

    def written(self) -> bytes:
        return heif.box(self.kind, self.fields, *(one.written() for one in self.inside or ()))


@dataclass
class _Tree:
    """All boxes of a file, and what follows them."""

    nodes: list[_Node]
    behind: bytes = b""
    all: list[tuple[list[_Node], _Node]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._walk(self.nodes)

    def _walk(self, nodes: list[_Node]) -> None:
        for node in nodes:
            self.all.append((nodes, node))
            self._walk(node.inside or [])

    def of(self, *kinds: bytes) -> list[_Node]:
        """Return the boxes of these kinds."""
        return [node for _, node in self.all if node.kind in kinds]

    def written(self) -> bytes:
        return b"".join(node.written() for node in self.nodes) + self.behind


def mutate(content: bytes, largest: int, seed: int) -> bytes:
    """Return the file with one to four changes, none of them random bytes alone."""
    random = Random(seed)
    for _ in range(random.randint(1, 4)):
        change = random.choice(_CHANGES)
        changed = change(content, random)
        if 0 < len(changed) <= largest:
            content = changed
    return content


def _parsed(content: bytes) -> _Tree:
    nodes, end = [], 0
    for box in top_level(content):
        nodes.append(_node(box.kind, bytes(box.content)))
        end = box.start + len(box.content)
    return _Tree(nodes, content[end:])


def _node(kind: bytes, content: bytes, depth: int = 0) -> _Node:
    fields = _CONTAINERS.get(kind)
    if fields is None or depth > _DEEPEST:
        return _Node(kind, content)
    try:
        inside = [
            _node(one.kind, bytes(one.content), depth + 1)
            for one in children(memoryview(content)[fields:])
        ]
    except MalformedError:
        return _Node(kind, content)
    return _Node(kind, content[:fields], inside)


def _in_tree(change: Callable[[_Tree, Random], None]) -> Callable[[bytes, Random], bytes]:
    def changed(content: bytes, random: Random) -> bytes:
        tree = _parsed(content)
        if tree.all:
            change(tree, random)
        return tree.written()

    return changed


def _repeat(tree: _Tree, random: Random) -> None:
    siblings, node = random.choice(tree.all)
    siblings[:] = [*siblings, *[node] * random.choice((1, 2, 40, 300))]


def _remove(tree: _Tree, random: Random) -> None:
    siblings, node = random.choice(tree.all)
    siblings.remove(node)


def _swap(tree: _Tree, random: Random) -> None:
    first, second = (random.choice(tree.all)[1] for _ in range(2))
    first.fields, second.fields = second.fields, first.fields


def _move(tree: _Tree, random: Random) -> None:
    siblings, _ = random.choice(tree.all)
    siblings.insert(random.randrange(len(siblings) + 1), deepcopy(random.choice(tree.all)[1]))


def _set_number(tree: _Tree, random: Random) -> None:
    _, node = random.choice(tree.all)
    size = random.choice((1, 2, 4))
    if len(node.fields) >= size:
        # Beginnings of boxes hold counts and sizes; the picture's bytes are long and dull.
        at = random.randrange(min(len(node.fields), 200) - size + 1)
        number = random.choice(_NUMBERS) & (256**size - 1)
        node.fields = node.fields[:at] + number.to_bytes(size, "big") + node.fields[at + size :]


def _use_transforms(tree: _Tree, random: Random) -> None:
    """Add a transform, and apply it to every item a few or very many times."""
    container, uses = tree.of(b"ipco"), tree.of(b"ipma")
    if not container or not uses or container[0].inside is None:
        return
    box = random.choice(_TRANSFORMS)
    container[0].inside.append(_Node(box[4:8], box[8:]))
    number, times = len(container[0].inside), random.choice((1, 1, 2, 60))
    fields = uses[0].fields
    written, at = fields[:8], 8
    while at + 3 <= len(fields) and number < 128:
        count = fields[at + 2]
        listed = fields[at + 3 : at + 3 + count] + bytes([number]) * times
        written += fields[at : at + 2] + bytes([len(listed) & 255]) + listed[:255]
        at += 3 + count
    uses[0].fields = written


def _set_kind(tree: _Tree, random: Random) -> None:
    entries, links = tree.of(b"infe"), tree.of(*_LINKS)
    if entries and random.random() < 0.5:
        entry = random.choice(entries)
        entry.fields = entry.fields[:8] + random.choice(_KINDS) + entry.fields[12:]
    elif links:
        random.choice(links).kind = random.choice(_LINKS)


def _set_size(tree: _Tree, random: Random) -> None:
    sizes = tree.of(b"ispe")
    if sizes:
        width, height = (random.choice((1, 64, 224, 256, 480, 512, 7000, 65535)) for _ in range(2))
        random.choice(sizes).fields = bytes(4) + struct.pack(">II", width, height)


def _link(tree: _Tree, random: Random) -> None:
    """Let an item refer to many, to one many times, or to itself."""
    links = tree.of(b"iref")
    if links and links[0].inside is not None:
        source, target = random.randint(1, 8), random.randint(1, 8)
        count = random.choice((1, 2, 6, 200))
        fields = struct.pack(">HH", source, count) + struct.pack(">H", target) * count
        links[0].inside.append(_Node(random.choice(_LINKS), fields))


def _cut(content: bytes, random: Random) -> bytes:
    return content[: random.randrange(len(content))]


def _hole(content: bytes, random: Random) -> bytes:
    at, size = random.randrange(len(content)), random.choice((1, 3, 4, 64, 512, 4096))
    return content[:at] + bytes(min(size, len(content) - at)) + content[at + size :]


def _append(content: bytes, random: Random) -> bytes:
    tails = (
        bytes(9),
        random.randbytes(40),
        heif.box(b"mpvd", bytes(20)),
        heif.box(b"free"),
        content,
    )
    return content + random.choice(tails)


_CHANGES: tuple[Callable[[bytes, Random], bytes], ...] = (
    *map(_in_tree, (_repeat, _remove, _swap, _move, _set_number, _set_number)),
    *map(_in_tree, (_use_transforms, _set_kind, _set_size, _link)),
    *(_cut, _hole, _append),
)
