"""Answers that browsers and CloudFront may keep, and that cost nothing to ask for again."""

import hashlib

from fastapi import Request, Response, status
from pydantic import BaseModel


def cacheable(request: Request, body: BaseModel, *, seconds: int) -> Response:
    """``body`` with an ETag of its content, or 304 when the asker has just that already.

    Args:
        seconds: how long it may be used without asking; for as long again it may be used while a
            fresh one is being fetched.
    """
    content = body.model_dump_json(by_alias=True).encode()
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {
        "ETag": etag,
        "Cache-Control": f"public, max-age={seconds}, stale-while-revalidate={seconds}",
    }
    if _names(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
    return Response(content, media_type="application/json", headers=headers)


def _names(if_none_match: str, etag: str) -> bool:
    """Whether the header names the ETag; CloudFront makes it weak where it compresses."""
    given = [one.strip().removeprefix("W/") for one in if_none_match.split(",")]
    return etag in given or given == ["*"]
