"""Names of uploads in S3 and of assessments in DynamoDB."""

import re

UPLOAD_PREFIX = "uploads/"
_UPLOAD_KEY = re.compile(rf"{UPLOAD_PREFIX}([0-9a-f]{{32}})")


def upload_key(assessment_id: str) -> str:
    """Return the object key of an assessment's photo."""
    return f"{UPLOAD_PREFIX}{assessment_id}"


def assessment_id_of(object_key: str) -> str | None:
    """Return the id that an upload's key names; ``None`` for any other key."""
    match = _UPLOAD_KEY.fullmatch(object_key)
    return match[1] if match else None


def assessment_pk(assessment_id: str) -> str:
    """Return the partition of an assessment."""
    return f"ASSESSMENT#{assessment_id}"
