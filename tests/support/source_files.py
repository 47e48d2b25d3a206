"""The code of the repository, file by file, as git lists it."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from support.photos import ROOT

CODE = {".py", ".ts", ".tsx", ".mjs", ".css"}
# Made by a program from docs/openapi.json.
_GENERATED = {"web/src/api/openapi.ts"}
_IMPORT = re.compile(r"^(import|export) (?:[^;]*?) from [^;]*;", re.MULTILINE | re.DOTALL)
_NOTHING = re.compile(r"\W*$")
_COMMENT = re.compile(r"\s*(#|//|\*|/\*)")

Place = tuple[str, int]


def tracked(*suffixes: str) -> list[Path]:
    """Return the files that are, or would be, in a commit, by their names' endings."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = (ROOT / name for name in sorted(listed.split("\n")) if name not in _GENERATED)
    return [path for path in paths if path.suffix in suffixes and path.is_file()]


def name_of(path: Path) -> str:
    """Return a file's name from the root on."""
    return path.relative_to(ROOT).as_posix()


def repeated(files: list[Path], lines: int) -> list[tuple[Place, Place]]:
    """Return where as many lines of code or more stand a second time, to the letter.

    Imports, comments, empty lines and lines of brackets alone do not count, nor does indentation.
    Each pair of files is named once.
    """
    seen: dict[tuple[str, ...], Place] = {}
    found: dict[tuple[str, str], tuple[Place, Place]] = {}
    for path in files:
        code = list(_code_lines(path))
        for at in range(len(code) - lines + 1):
            window = code[at : at + lines]
            here = (name_of(path), window[0][0])
            text = tuple(line for _, line in window)
            first = seen.setdefault(text, here)
            overlaps = first[0] == here[0] and here[1] - first[1] < lines
            if first != here and not overlaps:
                found.setdefault((first[0], here[0]), (first, here))
    return list(found.values())


def _code_lines(path: Path) -> Iterator[tuple[int, str]]:
    text = path.read_text(encoding="utf-8")
    left_out = _python_imports(text) if path.suffix == ".py" else _script_imports(text)
    for number, line in enumerate(text.splitlines(), start=1):
        if number not in left_out and not _NOTHING.match(line) and not _COMMENT.match(line):
            yield number, line.strip()


def _python_imports(text: str) -> set[int]:
    imports = (
        one for one in ast.walk(ast.parse(text)) if isinstance(one, (ast.Import, ast.ImportFrom))
    )
    return {line for one in imports for line in range(one.lineno, (one.end_lineno or 0) + 1)}


def _script_imports(text: str) -> set[int]:
    lines: set[int] = set()
    for match in _IMPORT.finditer(text):
        first = text.count("\n", 0, match.start()) + 1
        lines |= set(range(first, first + match[0].count("\n") + 1))
    return lines
