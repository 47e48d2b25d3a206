"""The models alone on files of this machine: no cloud, no queue."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from scalp_core.analysis import AnalysisResult
from scalp_core.errors import REJECTIONS, DecoderStoppedError, PhotoRejectedError
from scalp_core.vision.ensemble import Ensemble
from scalp_core.vision.loading import load_ensemble
from scalp_core.vocabulary import MAX_PHOTO_BYTES
from scalp_local.words import SYMPTOMS, TYPES


def files_in(path: Path) -> list[Path]:
    """The file itself, or all visible files of a folder and its folders, in order.

    Raises:
        FileNotFoundError: there is nothing at ``path``.
    """
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise FileNotFoundError(f"{path}: no such file or folder")
    return sorted(
        one
        for one in path.rglob("*")
        if one.is_file() and not any(part.startswith(".") for part in one.relative_to(path).parts)
    )


def lines(files: list[Path], ensemble: Ensemble) -> Iterator[dict[str, Any]]:
    """One JSON-ready line for each file; a bad file gives a line of its own."""
    for file in track(files, "assessing", console=Console(file=sys.stderr)):
        try:
            with file.open("rb") as opened:
                content = opened.read(MAX_PHOTO_BYTES + 1)
            yield {"file": str(file), **_line(ensemble.analyse(content))}
        except PhotoRejectedError as error:
            yield _rejected(file, error.code, REJECTIONS[error.code].ko, str(error))
        except DecoderStoppedError as error:
            yield _rejected(
                file,
                "decoder_stopped",
                "사진을 여는 프로세스가 밖에서 멈췄거나 메모리가 모자랍니다. 다시 실행해 주세요.",
                f"{error} Run it again.",
            )
        except OSError as error:
            reason = error.strerror
            yield _rejected(
                file,
                "unreadable_file",
                f"파일을 읽을 수 없습니다: {reason}",
                f"The file cannot be read: {reason}",
            )


def _line(result: AnalysisResult) -> dict[str, Any]:
    dumped = result.model_dump(mode="json", by_alias=True)
    return {
        "status": "done",
        "code": None,
        "symptoms": {
            name: {
                key: finding[key] for key in ("grade", "probabilities", "confidence", "uncertain")
            }
            for name, finding in dumped["symptoms"].items()
        },
        "scalpType": dumped["type"]["scalpType"],
        "warnings": dumped["warnings"],
    }


def _rejected(file: Path, code: str, korean: str, english: str) -> dict[str, Any]:
    message = {"ko": korean, "en": english}
    return {"file": str(file), "status": "rejected", "code": code, "message": message}


def assess(path: Path, artifacts: Path, *, as_json: bool) -> None:
    """Print what the models say about ``path``: a table, or JSON lines.

    Raises:
        FileNotFoundError: there is nothing at ``path``.
        BrokenArtifactError: a model is missing or damaged.
    """
    found = lines(files_in(path), load_ensemble(artifacts))
    if as_json:
        for line in found:
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
            sys.stdout.flush()
        return
    table = Table("file", *(name.split()[0] for name in SYMPTOMS.values()), "type", "")
    for line in found:
        if line["status"] == "rejected":
            table.add_row(line["file"], *[""] * len(SYMPTOMS), "", line["message"]["en"])
        else:
            grades = [
                f"{finding['grade']}{'?' if finding['uncertain'] else ''}"
                for finding in line["symptoms"].values()
            ]
            table.add_row(
                line["file"], *grades, TYPES[line["scalpType"]], ", ".join(line["warnings"])
            )
    console = Console()
    console.print(table)
    console.print("Grades 0 to 3; ? marks an uncertain one.")
