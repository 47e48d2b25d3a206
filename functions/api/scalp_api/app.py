"""The FastAPI application: routes, documentation and error table."""

from typing import Any

from fastapi import FastAPI

from scalp_api import problems
from scalp_api.limits import SmallBodies
from scalp_api.middleware import (
    ComposedQueryMiddleware,
    LiteralPathMiddleware,
    OriginGuardMiddleware,
)
from scalp_api.routes import assessments, care, hospitals, meta, products, stats
from scalp_api.routing import PREFIX

_MODULES = (assessments, stats, care, products, hospitals, meta)


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
        routes=[route for module in _MODULES for route in module.router.routes],
    )
    # The last one added is asked first.
    app.add_middleware(SmallBodies)
    app.add_middleware(ComposedQueryMiddleware)
    app.add_middleware(LiteralPathMiddleware)
    app.add_middleware(OriginGuardMiddleware)
    problems.install(app)
    return app
