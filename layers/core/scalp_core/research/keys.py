"""Names of consented copies in S3 and of their records in DynamoDB."""

import hashlib
import re

RESEARCH_PREFIX = "research/"
_RESEARCH_KEY = re.compile(rf"{RESEARCH_PREFIX}([0-9a-f]{{64}})")


def research_token(assessment_id: str) -> str:
    """Return the name of an assessment's consented copy: a one-way hash of the id.

    The prefix makes it differ from the fingerprints in logs.
    """
    return hashlib.sha256(f"research:{assessment_id}".encode()).hexdigest()


def research_key(token: str) -> str:
    """Return the object key of a consented copy."""
    return f"{RESEARCH_PREFIX}{token}"


def research_token_of(object_key: str) -> str | None:
    """Return the token that a key names; ``None`` for any other key."""
    match = _RESEARCH_KEY.fullmatch(object_key)
    return match[1] if match else None


def research_pk(token: str) -> str:
    """Return the partition of a consented copy's record."""
    return f"RESEARCH#{token}"
