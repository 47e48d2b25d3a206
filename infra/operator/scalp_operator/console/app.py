"""The operator's console: pages of one stack, for one browser of this machine."""

from typing import Literal

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import FileResponse

from scalp_core.errors import BackendError, ScalpSpectraError
from scalp_deployment.local_page.guard import Guard
from scalp_operator.console import business, figures, research
from scalp_operator.console.labelling import Labelling
from scalp_operator.console.site import FOLDER, Console

COMMAND = "make console"


def create_guard() -> Guard:
    """Return a guard that lets the operator's browser in, once; the pages run no script."""
    return Guard(
        command=COMMAND,
        cookie="scalp_console_session",
        content_policy="form-action 'self'",
    )


def create_app(console: Console, guard: Guard, labelling: Labelling) -> FastAPI:
    """Return the application that serves the console."""
    app = FastAPI(openapi_url=None)
    guard.install(app)

    @app.exception_handler(ScalpSpectraError)
    def report(request: Request, error: Exception) -> Response:
        status = 503 if isinstance(error, BackendError) else 422
        return console.render(request, "error", {"error": str(error)}, status)

    router = APIRouter(dependencies=[Depends(guard.require_session)])

    @router.get("/{name}.css")
    def style(name: Literal["console", "forms"]) -> Response:
        return FileResponse(FOLDER / f"{name}.css")

    figures.add_pages(router, console)
    business.add_pages(router, console)
    research.add_pages(router, console, labelling)
    app.include_router(router)
    return app
