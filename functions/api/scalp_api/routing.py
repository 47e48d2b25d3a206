"""What all routes of the API share: their prefix, who may come in, and how they are named."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute

from scalp_api.deps import through_the_site

PREFIX = "/api/v1"


def router_of(tag: str, prefix: str = "") -> APIRouter:
    """Router of a module's routes, which the application takes over as they are.

    FastAPI keeps a router that is included in another as a tree, and walks through it twice for
    every request.
    """
    return APIRouter(
        prefix=f"{PREFIX}{prefix}",
        tags=[tag],
        route_class=SiteRoute,
        generate_unique_id_function=_operation_id,
    )


class SiteRoute(APIRoute):
    """A route for those who come through the site.

    Asked outside of FastAPI's dependencies, whose resolution costs ten times what is asked.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's own handler, behind the door."""
        answer = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            through_the_site(request)
            return await answer(request)

        return guarded


def _operation_id(route: APIRoute) -> str:
    """Stable names for generated clients, e.g. ``assessments_create``."""
    return f"{route.tags[0]}_{route.name}"
