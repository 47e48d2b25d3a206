"""What the routes add to the API's OpenAPI description."""

from typing import Any

from fastapi.routing import APIRoute

PREFIX = "/api/v1"
"""Every route's path starts with it: CloudFront serves the site and the API from one origin."""

CSV = "text/csv"

Responses = dict[int | str, dict[str, Any]]

NOT_MODIFIED: Responses = {304: {"description": "The response named in If-None-Match is current."}}
"""``responses`` of a route whose response caches may keep."""


def operation_id(route: APIRoute) -> str:
    """Return a stable name for generated clients, e.g. ``assessments_create``."""
    return f"{route.tags[0]}_{route.name}"


def example_response(
    example: Any, *, status: int = 200, media_type: str = "application/json"
) -> Responses:
    """Return the ``responses`` of a route with an example of its body."""
    content: dict[str, Any] = {"example": example}
    if isinstance(example, str):
        content["schema"] = {"type": "string"}
    return {status: {"content": {media_type: content}}}
