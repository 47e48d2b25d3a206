"""The FastAPI application: routers, middleware and problem details."""

import logging
from typing import Any

from fastapi import FastAPI
from mangum import Mangum
from mangum.adapter import DEFAULT_TEXT_MIME_TYPES

from scalp_api import problems
from scalp_api.assessments.routes import router as assessments
from scalp_api.assessments.routes import samples
from scalp_api.care.routes import router as care
from scalp_api.hospitals.routes import router as hospitals
from scalp_api.meta.routes import API_VERSION
from scalp_api.meta.routes import router as meta
from scalp_api.middleware import (
    CacheHeadersMiddleware,
    ComposedQueryMiddleware,
    LiteralPathMiddleware,
    OriginSecretMiddleware,
    RequestSizeLimitMiddleware,
)
from scalp_api.openapi import PREFIX, operation_id
from scalp_api.products.routes import router as products
from scalp_api.statistics.routes import router as statistics


class Api(FastAPI):
    """FastAPI whose description has the schema of problem details."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI 3.1 description of all routes."""
        schema = super().openapi()
        schema["components"]["schemas"].setdefault(
            problems.Problem.__name__, problems.Problem.model_json_schema()
        )
        return schema


def create_app() -> FastAPI:
    """Build the application; AWS clients are created by the first request that needs them."""
    app = Api(
        title="ScalpSpectra",
        version=API_VERSION,
        summary="A scalp self-check from one photo. Not a medical device, not a diagnosis.",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,  # meta/routes.py has its own
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=operation_id,
    )
    for router in (assessments, samples, statistics, care, products, hospitals, meta):
        app.include_router(router)
    # The last one added runs first.
    app.add_middleware(RequestSizeLimitMiddleware)
    app.add_middleware(ComposedQueryMiddleware)
    app.add_middleware(LiteralPathMiddleware)
    app.add_middleware(CacheHeadersMiddleware)
    app.add_middleware(OriginSecretMiddleware)
    problems.install(app)
    return app


def create_adapter() -> Mangum:
    """Build the application behind an adapter for API Gateway's events."""
    logging.getLogger("mangum").setLevel(logging.WARNING)  # it logs paths, and paths hold ids
    text = [*DEFAULT_TEXT_MIME_TYPES, problems.MEDIA_TYPE]  # it base64-encodes all other types
    return Mangum(create_app(), lifespan="off", text_mime_types=text)
