"""What all routes of the API share: their prefix, and how they are named."""

from fastapi import APIRouter
from fastapi.routing import APIRoute

PREFIX = "/api/v1"


def router_of(tag: str, prefix: str = "") -> APIRouter:
    """Router of a module's routes, which the application takes over as they are.

    FastAPI keeps a router that is included in another as a tree, and walks through it twice for
    every request.
    """
    return APIRouter(
        prefix=f"{PREFIX}{prefix}",
        tags=[tag],
        generate_unique_id_function=_operation_id,
    )


def _operation_id(route: APIRoute) -> str:
    """Stable names for generated clients, e.g. ``assessments_create``."""
    return f"{route.tags[0]}_{route.name}"
