"""What the API says of itself, put together once: that takes half a second of processor time."""

from copy import deepcopy
from functools import cache
from typing import Any

from scalp_api.app import create_app


def openapi() -> dict[str, Any]:
    """Return the description of this API, for the caller to keep or to change."""
    return deepcopy(_of_this_process())


@cache
def _of_this_process() -> dict[str, Any]:
    return create_app().openapi()
