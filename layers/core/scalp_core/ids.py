"""Ids that are capabilities: whoever holds one may read and delete the assessment."""

import hashlib
import secrets

ID_PATTERN = r"^[0-9a-f]{32}$"


def new_id() -> str:
    """128 random bits as 32 hexadecimal digits."""
    return secrets.token_hex(16)


def fingerprint(assessment_id: str) -> str:
    """Short hash for logs: tells deliveries of one assessment apart without granting access."""
    return hashlib.sha256(assessment_id.encode()).hexdigest()[:12]
