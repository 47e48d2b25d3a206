"""A client of the API that has one photo assessed: create, upload, poll."""

import mimetypes
import time
from pathlib import Path
from typing import Any

import httpx

from scalp_core.errors import ScalpSpectraError
from scalp_core.vocabulary import ContentType

_WAIT_SECONDS = 60


class AssessmentRequestError(ScalpSpectraError):
    """The service refused the photo, or did not finish it in time; the text says which."""


def content_type(photo: Path) -> ContentType:
    """Return the content type to declare, by the file's name; JPEG if that is unknown.

    The worker looks at the content itself.
    """
    mimetypes.add_type(ContentType.WEBP, ".webp")
    mimetypes.add_type(ContentType.HEIC, ".heic")
    mimetypes.add_type(ContentType.HEIF, ".heif")
    guessed = mimetypes.guess_type(photo.name)[0]
    return ContentType(guessed) if guessed in list(ContentType) else ContentType.JPEG


def assess_photo(url: str, photo: Path, *, sample: bool = False) -> dict[str, Any]:
    """Upload a photo to a running system and return its assessment once that is not pending.

    Args:
        url: base URL of the site or the API.
        sample: whether it is the sample photo, which needs no consent and is not counted.

    Raises:
        AssessmentRequestError: the service refused, or did not finish in time.
    """
    declared = content_type(photo)
    with httpx.Client(base_url=url, timeout=30) as api:
        response = (
            api.post("/api/v1/assessments-of-sample")
            if sample
            else api.post(
                "/api/v1/assessments",
                json={
                    "sex": "undisclosed",
                    "ageGroup": "30s",
                    "consent": True,
                    "contentType": declared,
                },
            )
        )
        if response.status_code != httpx.codes.CREATED:
            raise AssessmentRequestError(_refusal(response))
        created = response.json()
        upload = created["upload"]
        with photo.open("rb") as content:
            stored = httpx.post(
                upload["url"],
                data=upload["fields"],
                files={"file": (photo.name, content, declared)},
                timeout=60,
            )
        if not stored.is_success:
            raise AssessmentRequestError(
                f"The storage refused the upload: HTTP {stored.status_code}"
            )
        return _poll(api, created)


def _refusal(response: httpx.Response) -> str:
    """Return what the API says of its refusal; whatever stands before it may not speak JSON."""
    if "json" in response.headers.get("content-type", ""):
        return str(response.json().get("detail", response.text))
    return f"HTTP {response.status_code} that is not the API's"


def _poll(api: httpx.Client, created: dict[str, Any]) -> dict[str, Any]:
    pause: float = 0.2
    deadline = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < deadline:
        response = api.get(f"/api/v1/assessments/{created['id']}")
        if response.is_success:
            assessment: dict[str, Any] = response.json()
            if assessment["status"] != "pending":
                return assessment
        elif not response.is_server_error:  # after a server error the client may ask again
            raise AssessmentRequestError(_refusal(response))
        time.sleep(pause)
        pause = min(2 * pause, created["pollAfterSeconds"])
    raise AssessmentRequestError(f"No result within {_WAIT_SECONDS} seconds.")
