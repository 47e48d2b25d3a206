"""Runs the models alone on local files: no cloud, no queue."""

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
from scalp_local.labels import SYMPTOMS, TYPES


def files_in(path: Path) -> list[Path]:
    """Return the file itself, or all visible files below a folder, sorted.

    Raises:
        FileNotFoundError: there is nothing at ``path``.
    """
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise FileNotFoundError(f"{path}: no such file or folder")
    return sorted(
        file
        for file in path.rglob("*")
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(path).parts)
    )


def assess_files(files: list[Path], ensemble: Ensemble) -> Iterator[dict[str, Any]]:
    """Yield one JSON-ready record for each file; a rejected file yields one, too."""
    for file in track(files, "assessing", console=Console(file=sys.stderr)):
        try:
            with file.open("rb") as opened:
                content = opened.read(MAX_PHOTO_BYTES + 1)
            yield {"file": str(file), **_finished(ensemble.analyse(content))}
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


def _finished(result: AnalysisResult) -> dict[str, Any]:
    dumped = result.model_dump(mode="json", by_alias=True)
    return {
        "status": "done",
        "code": None,
        "symptoms": {
            name: {
                key: finding[key]
                for key in ("grade", "plausibleGrades", "probabilities", "confidence", "uncertain")
            }
            for name, finding in dumped["symptoms"].items()
        },
        "scalpType": dumped["type"]["scalpType"],
        "warnings": dumped["warnings"],
    }


def _rejected(file: Path, code: str, korean: str, english: str) -> dict[str, Any]:
    message = {"ko": korean, "en": english}
    return {"file": str(file), "status": "rejected", "code": code, "message": message}


def print_assessments(path: Path, artifacts: Path, *, as_json: bool) -> None:
    """Print the models' assessment of a file or folder: a table, or JSON lines.

    Raises:
        FileNotFoundError: there is nothing at ``path``.
        BrokenArtifactError: a model is missing or damaged.
    """
    records = assess_files(files_in(path), load_ensemble(artifacts))
    if as_json:
        for record in records:
            sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
            sys.stdout.flush()
        return
    table = Table("file", *(name.split()[0] for name in SYMPTOMS.values()), "type", "")
    for record in records:
        if record["status"] == "rejected":
            table.add_row(record["file"], *[""] * len(SYMPTOMS), "", record["message"]["en"])
        else:
            grades = [_grade_cell(finding) for finding in record["symptoms"].values()]
            table.add_row(
                record["file"], *grades, TYPES[record["scalpType"]], ", ".join(record["warnings"])
            )
    console = Console()
    console.print(table)
    console.print("Grades 0 to 3; in brackets the plausible ones where there are several.")


def _grade_cell(finding: dict[str, Any]) -> str:
    plausible = finding["plausibleGrades"]
    more = f" ({plausible[0]}-{plausible[-1]})" if finding["uncertain"] else ""
    return f"{finding['grade']}{more}"
