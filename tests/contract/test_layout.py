"""The tree is what docs say of it: packages and their arrows, words, size, nothing twice."""

import re
from functools import cache
from pathlib import Path

import grimp
import pytest

from support.photos import ROOT
from support.source_files import CODE, name_of, repeated, tracked

PACKAGES = [
    path.parent.name
    for path in tracked(".py")
    if path.name == "__init__.py" and path.parent.name.startswith("scalp_")
]
PICTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MOST_LINES = 300
RUN = 6
# What the glossary's words are looked for in; the glossary itself has them.
WRITTEN = {*CODE, ".md", ".yaml", ".toml", ".html"}
_ELSEWHERE = {
    "docs/glossary.md",
    "docs/openapi-released.json",
    "web/src/parts/ask/phrases.en.ts",  # what people type
}


@cache
def arrows() -> set[tuple[str, str]]:
    """Imports between rooms: the core's domains one by one, all other packages whole."""
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    rooms = {
        one.rpartition(".")[2]
        for one in graph.find_children("scalp_core")
        if graph.find_children(one)
    }

    def room(module: str) -> str:
        package, *rest = module.split(".")
        if package != "scalp_core":
            return package
        return rest[0] if rest and rest[0] in rooms else "core"

    return {
        (room(importer), room(imported))
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if room(importer) != room(imported)
    }


def test_the_picture_of_the_packages_shows_what_they_import() -> None:
    """All read what lies beside the domains (``core``), and the picture leaves those arrows out."""
    drawn = {
        (importer, imported)
        for importer, several in re.findall(r"^    (\w+) --> ([\w &]+)$", PICTURE, re.MULTILINE)
        for imported in several.split(" & ")
    }

    assert drawn == {arrow for arrow in arrows() if arrow[1] != "core"}


def test_modules_are_short_enough_to_be_read_at_once() -> None:
    lengths = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in tracked(*CODE)
    }

    assert len(lengths) > 500
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_nothing_is_written_twice() -> None:
    assert repeated(tracked(*CODE), RUN) == []


def test_a_repetition_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"value_{number} = {number}" for number in range(RUN)]
    for name, code in (
        ("one.py", lines),
        ("two.py", ["import os", *lines]),
        ("three.py", lines[1:]),
    ):
        (tmp_path / name).write_text("\n".join(code))
    monkeypatch.setattr("support.source_files.ROOT", tmp_path)

    found = repeated(sorted(tmp_path.iterdir()), RUN)

    assert found == [(("one.py", 1), ("two.py", 2))]


def replaced_words() -> list[str]:
    """The glossary's third column."""
    rows = re.findall(r"^\| [^|]+\| [^|]+\| ([^|]+) \|$", GLOSSARY, re.MULTILINE)
    return [word for row in rows for word in re.findall(r"`([^`]+)`", row)]


def test_no_word_is_used_that_the_glossary_replaces() -> None:
    words = replaced_words()
    beginnings = {word.split()[0].lower() for word in words}
    pattern = re.compile(
        "|".join(
            rf"(?<![a-z.])(?:{re.escape(word).replace(chr(92) + ' ', '[ _-]')})(?![a-z])"
            for word in words
        ),
        re.IGNORECASE,
    )
    found = [
        f"{name_of(path)}:{number}: {match[0]}"
        for path in tracked(*WRITTEN)
        if name_of(path) not in _ELSEWHERE
        for text in [path.read_text(encoding="utf-8")]
        # The pattern is tried at every letter, which takes ten times as long.
        if any(beginning in text.lower() for beginning in beginnings)
        for number, line in enumerate(text.splitlines(), start=1)
        for match in [pattern.search(line)]
        if match
    ]

    assert len(words) > 15
    assert found == []


def test_contributors_are_led_to_files_that_are_there() -> None:
    answers = re.findall(r"^\| [^|`]+ \| `([^`]+)` \|$", CONTRIBUTING, re.MULTILINE)

    assert len(answers) >= 10
    assert [answer for answer in answers if not (ROOT / answer).is_file()] == []
