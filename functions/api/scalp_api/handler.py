"""Entry point of the API function."""

import gc

# What imports make is never garbage; to look for some took a tenth of a start.
gc.disable()

import logging  # noqa: E402
from functools import cache  # noqa: E402
from typing import Any  # noqa: E402

from mangum import Mangum  # noqa: E402
from mangum.adapter import DEFAULT_TEXT_MIME_TYPES  # noqa: E402
from mangum.types import LambdaContext  # noqa: E402

from scalp_api.app import create_app  # noqa: E402

gc.freeze()
gc.enable()


@cache
def _adapter() -> Mangum:
    # Mangum logs every path, and a path holds an id, which is the right to read a result.
    logging.getLogger("mangum").setLevel(logging.WARNING)
    # It would also base64-encode problem+json, and run lifespan events on every request.
    text = [*DEFAULT_TEXT_MIME_TYPES, "application/problem+json"]
    return Mangum(create_app(), lifespan="off", text_mime_types=text)


# Nothing here asks by which name it was reached; Mangum does, and fails on a name that is none.
_OF_THE_SERVER = ("host", "x-forwarded-port")


def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    """Answer one HTTP API request (payload format 2.0)."""
    headers = event.get("headers") or {}
    kept = {name: value for name, value in headers.items() if name not in _OF_THE_SERVER}
    return _adapter()(event | {"headers": kept}, context)
