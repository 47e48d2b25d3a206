"""Ids that are capabilities: the holder may read and delete the assessment."""

import hashlib
import secrets

ID_PATTERN = r"^[0-9a-f]{32}$"


def new_id() -> str:
    """Return 128 random bits as 32 hexadecimal digits."""
    return secrets.token_hex(16)


def fingerprint(assessment_id: str) -> str:
    """Return a short hash for logs, which identifies an assessment without granting access."""
    return hashlib.sha256(assessment_id.encode()).hexdigest()[:12]
