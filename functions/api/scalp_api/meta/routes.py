"""Health, and the page with the API's documentation."""

from importlib import resources
from typing import Literal

from fastapi import APIRouter, Response

from scalp_api.meta.schemas import HEALTH_EXAMPLE, Health
from scalp_api.openapi import PREFIX, example_response

API_VERSION = "1.0.0"

router = APIRouter(prefix=PREFIX, tags=["meta"])

# Swagger UI comes from a package and starts from a file of its own: the site's content security
# policy forbids foreign and inline scripts.
_DOCS_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ScalpSpectra API</title>
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
"""
_DOCS_START = (
    'SwaggerUIBundle({ url: "openapi.json", dom_id: "#swagger-ui", deepLinking: true });\n'
)

# Swagger UI assigns markup to innerHTML, which the site's own policy (trusted types) forbids.
_DOCS_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

_SwaggerFile = Literal["swagger-ui.css", "swagger-ui-bundle.js"]


@router.get("/health", responses=example_response(HEALTH_EXAMPLE))
async def health() -> Health:
    """Report that the API answers; no other service is called."""
    return Health(status="ok", version=API_VERSION)


@router.get("/docs", include_in_schema=False)
async def docs() -> Response:
    """Serve the documentation page."""
    headers = {"Content-Security-Policy": _DOCS_POLICY}
    return Response(_DOCS_PAGE, media_type="text/html", headers=headers)


@router.get("/docs/start.js", include_in_schema=False)
async def docs_start() -> Response:
    """Serve the script that starts Swagger UI."""
    return Response(_DOCS_START, media_type="text/javascript")


@router.get("/docs/{name}", include_in_schema=False)
async def docs_file(name: _SwaggerFile) -> Response:
    """Serve a file of Swagger UI."""
    content = resources.files("fastapi_offline").joinpath("static", name).read_text("utf-8")
    media_type = "text/css" if name.endswith(".css") else "text/javascript"
    return Response(content, media_type=media_type, headers={"Cache-Control": "max-age=86400"})
