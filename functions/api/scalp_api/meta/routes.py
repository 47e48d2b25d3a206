"""Health, and the page that shows the API's documentation."""

from importlib import resources
from typing import Literal

from fastapi import Response

from scalp_api import examples
from scalp_api.routing import router_of
from scalp_api.schemas import Health

API_VERSION = "1.0.0"

router = router_of("meta")

# Swagger UI comes from a package, not from a content delivery network, and starts from a file of
# its own: the site's content security policy forbids both foreign and inline scripts.
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

# Of its own, because Swagger UI makes markup of text, which the site's policy has browsers refuse.
_DOCS_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

_SwaggerFile = Literal["swagger-ui.css", "swagger-ui-bundle.js"]


@router.get("/health", responses=examples.answer(examples.HEALTH))
async def health(response: Response) -> Health:
    """Whether the API answers; it touches nothing else, so it costs nothing to ask."""
    response.headers["Cache-Control"] = "no-store"
    return Health(status="ok", version=API_VERSION)


@router.get("/docs", include_in_schema=False)
async def docs() -> Response:
    """This documentation."""
    headers = {"Content-Security-Policy": _DOCS_POLICY}
    return Response(_DOCS_PAGE, media_type="text/html", headers=headers)


@router.get("/docs/start.js", include_in_schema=False)
async def docs_start() -> Response:
    """Starts Swagger UI on the page above."""
    return Response(_DOCS_START, media_type="text/javascript")


@router.get("/docs/{name}", include_in_schema=False)
async def docs_file(name: _SwaggerFile) -> Response:
    """Swagger UI itself."""
    content = resources.files("fastapi_offline").joinpath("static", name).read_text("utf-8")
    media_type = "text/css" if name.endswith(".css") else "text/javascript"
    return Response(content, media_type=media_type, headers={"Cache-Control": "max-age=86400"})
