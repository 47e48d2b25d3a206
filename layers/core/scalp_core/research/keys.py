"""Names of consented copies in S3 and of their records in DynamoDB."""

import hashlib
import re

RESEARCH_PREFIX = "research/"
_RESEARCH_KEY = re.compile(rf"{RESEARCH_PREFIX}([0-9a-f]{{64}})")


def research_token(assessment_id: str) -> str:
    """Name of what an assessment gave to research: from the id to it is easy, and not back.

    The prefix keeps it apart from the fingerprints in logs.
    """
    return hashlib.sha256(f"research:{assessment_id}".encode()).hexdigest()


def research_key(token: str) -> str:
    """Object key of a photo given to research."""
    return f"{RESEARCH_PREFIX}{token}"


def research_token_of(object_key: str) -> str | None:
    """Inverse of :func:`research_key`; ``None`` for a key that is not ours."""
    match = _RESEARCH_KEY.fullmatch(object_key)
    return match[1] if match else None


def research_pk(token: str) -> str:
    """Partition of the record of a photo given to research."""
    return f"RESEARCH#{token}"
