"""Entry point of the API function."""

import logging
from functools import cache
from typing import Any

from mangum import Mangum
from mangum.adapter import DEFAULT_TEXT_MIME_TYPES
from mangum.types import LambdaContext

from scalp_api.app import create_app
from scalp_api.problems import MEDIA_TYPE


@cache
def _adapter() -> Mangum:
    logging.getLogger("mangum").setLevel(logging.WARNING)  # it logs paths, and paths hold ids
    text = [*DEFAULT_TEXT_MIME_TYPES, MEDIA_TYPE]  # it base64-encodes all other types
    return Mangum(create_app(), lifespan="off", text_mime_types=text)


def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    """Answer one HTTP API request (payload format 2.0)."""
    unused = {"host": "api", "x-forwarded-port": "443"}  # Mangum fails on malformed ones
    return _adapter()(event | {"headers": (event.get("headers") or {}) | unused}, context)
