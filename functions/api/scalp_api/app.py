"""The FastAPI application: routes, documentation and error table."""

from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute

from scalp_api import problems
from scalp_api.deps import through_the_site
from scalp_api.limits import SmallBodies
from scalp_api.routes import assessments, care, hospitals, meta, products, stats

PREFIX = "/api/v1"


class Api(FastAPI):
    """FastAPI that describes its errors as problem details."""

    def openapi(self) -> dict[str, Any]:
        """OpenAPI 3.1 description of all routes."""
        schema = super().openapi()
        schema["components"]["schemas"].setdefault(
            problems.Problem.__name__, problems.Problem.model_json_schema()
        )
        return schema


def create_app() -> FastAPI:
    """Build the application; nothing of AWS is touched before the first request."""
    app = Api(
        title="ScalpSpectra",
        version=meta.API_VERSION,
        summary="A scalp self-check from one photo. Not a medical device, not a diagnosis.",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,  # routes/meta.py has its own
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
    )
    api = APIRouter(prefix=PREFIX, dependencies=[Depends(through_the_site)])
    for module in (assessments, stats, care, products, hospitals, meta):
        api.include_router(module.router)
    app.include_router(api)
    app.add_middleware(SmallBodies)
    problems.install(app)
    return app


def _operation_id(route: APIRoute) -> str:
    """Stable names for generated clients, e.g. ``assessments_create``."""
    return f"{route.tags[0]}_{route.name}"
