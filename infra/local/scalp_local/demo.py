"""The journey of one photo without the page: consent, presigned POST, upload, poll, result."""

import json
import mimetypes
import time
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table

from scalp_core.vocabulary import ContentType, Grade, ScalpType, Symptom
from scalp_local.words import GRADES, SYMPTOMS, TYPES

_WAIT_SECONDS = 60
_HONEST = {
    "rendered": "The models are trained on rendered pictures, not on people. "
    "This is a demonstration, not a diagnosis.",
    "aihub": "A self-check, not a diagnosis.",
}


class DemoError(Exception):
    """The journey ended without a result; the text says why."""


def content_type(photo: Path) -> ContentType:
    """What to declare, by the file's name; what it really is, the worker sees by its content."""
    mimetypes.add_type(ContentType.WEBP, ".webp")
    mimetypes.add_type(ContentType.HEIC, ".heic")
    mimetypes.add_type(ContentType.HEIF, ".heif")
    guessed = mimetypes.guess_type(photo.name)[0]
    return ContentType(guessed) if guessed in list(ContentType) else ContentType.JPEG


def assess_through(url: str, photo: Path) -> dict[str, Any]:
    """Take one photo through a running system and give its finished assessment.

    Raises:
        DemoError: the service refused, or did not finish in time.
    """
    declared = content_type(photo)
    with httpx.Client(base_url=url, timeout=30) as api:
        answer = api.post(
            "/api/v1/assessments",
            json={
                "sex": "undisclosed",
                "ageGroup": "30s",
                "consent": True,
                "contentType": declared,
            },
        )
        if answer.status_code != httpx.codes.CREATED:
            raise DemoError(answer.json()["detail"])
        created = answer.json()
        upload = created["upload"]
        with photo.open("rb") as content:
            stored = httpx.post(
                upload["url"],
                data=upload["fields"],
                files={"file": (photo.name, content, declared)},
                timeout=60,
            )
        if not stored.is_success:
            raise DemoError(f"The storage refused the upload: HTTP {stored.status_code}")
        return _poll(api, created)


def _poll(api: httpx.Client, created: dict[str, Any]) -> dict[str, Any]:
    pause: float = 0.2
    deadline = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < deadline:
        answer = api.get(f"/api/v1/assessments/{created['id']}")
        if answer.is_success:
            assessment: dict[str, Any] = answer.json()
            if assessment["status"] != "pending":
                return assessment
        elif not answer.is_server_error:  # those ask to come again
            raise DemoError(answer.json()["detail"])
        time.sleep(pause)
        pause = min(2 * pause, created["pollAfterSeconds"])
    raise DemoError(f"No result within {_WAIT_SECONDS} seconds.")


def show(assessment: dict[str, Any], console: Console) -> None:
    """Print a finished assessment as lines for people and as JSON for programs."""
    result = assessment["result"]
    table = Table("symptom", "grade", "confidence", "", title=None)
    for name, finding in result["symptoms"].items():
        grade = finding["grade"]
        table.add_row(
            SYMPTOMS[Symptom(name)],
            f"{grade} {GRADES[Grade(grade)]}",
            f"{finding['confidence']:.0%}",
            "uncertain" if finding["uncertain"] else "",
        )
    console.print(table)
    kind = result["type"]
    contributing = ", ".join(kind["contributing"]) or "nothing"
    console.print(f"Scalp type: {TYPES[ScalpType(kind['scalpType'])]} (from {contributing})")
    for one in kind["mostProbable"]:
        console.print(f"  {one['probability']:.0%} {TYPES[ScalpType(one['scalpType'])]}")
    for warning in result["warnings"]:
        console.print(f"Warning: {warning}")
    timings = result["timings"]
    model = result["model"]
    console.print(f"Decoded in {timings['decode']} ms, judged in {timings['inference']} ms.")
    console.print(f"Model {model['version']}. {_HONEST[model['trainedOn']]}")
    console.print_json(json.dumps(assessment, ensure_ascii=False), indent=None, highlight=False)
