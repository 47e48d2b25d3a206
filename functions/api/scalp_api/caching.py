"""Answers that browsers and CloudFront may keep, with a validator to ask again cheaply."""

import hashlib
from typing import Any

from fastapi import Request, Response, status
from pydantic import BaseModel


def cacheable(
    request: Request,
    body: BaseModel | bytes,
    *,
    max_age: int,
    media_type: str = "application/json",
) -> Response:
    """``body`` with an ETag; 304 without a body for whoever holds the same one already.

    Args:
        body: a model is sent as JSON, bytes as they are.
        max_age: seconds for which nobody needs to ask again.
    """
    content = body if isinstance(body, bytes) else body.model_dump_json(by_alias=True).encode()
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"Cache-Control": f"public, max-age={max_age}", "ETag": tag}
    if _holds(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
    return Response(content, headers=headers, media_type=media_type)


def not_modified() -> dict[int | str, dict[str, Any]]:
    """``responses`` of a cacheable route for OpenAPI."""
    return {304: {"description": "What If-None-Match names is still the answer."}}


def _holds(if_none_match: str, tag: str) -> bool:
    """Weak comparison (RFC 9110, 13.1.2): CloudFront weakens the tag of what it compresses."""
    named = [one.strip().removeprefix("W/") for one in if_none_match.split(",")]
    return tag in named or named == ["*"]
