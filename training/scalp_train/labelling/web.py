"""The labelling page: one photo, six rows of grades, saved by a small script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse
from fastapi.templating import Jinja2Templates
from pydantic import BaseModel, ConfigDict

from scalp_core.errors import BackendError, PhotoNotFoundError, PhotoRejectedError
from scalp_core.names import GRADE_NAMES, SYMPTOM_NAMES
from scalp_core.vocabulary import Grade, Symptom
from scalp_deployment.local_page.guard import Guard
from scalp_train.labelling.model_answers import ModelAnswer
from scalp_train.labelling.session import Session
from scalp_train.labels.judgements import Exclusion

FOLDER = Path(__file__).parent / "page"
EXCLUSIONS = {
    Exclusion.NOT_A_SCALP: "shows no scalp",
    Exclusion.TOO_FAR: "taken from too far away",
    Exclusion.BLURRED: "blurred",
    Exclusion.BAD_LIGHT: "too dark or too bright",
    Exclusion.IDENTIFIES: "shows who it is: a face, a tattoo, a name",
    Exclusion.REPEATED: "repeats another photo",
    Exclusion.UNREADABLE: "cannot be opened",
    Exclusion.OTHER: "another reason",
}

_CONTENT_POLICY = "script-src 'self'; connect-src 'self'; form-action 'none'"

Judge = Callable[[bytes], ModelAnswer]


class Submission(BaseModel):
    """What the script sends: one photo's answer.

    Attributes:
        number: of the photo.
        grades: of all six symptoms; empty if the photo is excluded.
    """

    model_config = ConfigDict(extra="forbid")

    number: int
    grades: dict[Symptom, Grade | None]
    exclusion: Exclusion | None = None


def create_guard() -> Guard:
    """Return a guard that lets the rater's browser in, once."""
    return Guard(
        command="scalp_train label",
        cookie="scalp_label_session",
        content_policy=_CONTENT_POLICY,
    )


def create_app(session: Session, guard: Guard, judge: Judge, *, rater: str) -> FastAPI:
    """Return the application that serves the page.

    Args:
        session: the rater's.
        guard: lets the rater's browser in.
        judge: the models; asked for photos that the rater has labelled only.
        rater: name to show.
    """
    app = FastAPI(openapi_url=None)
    guard.install(app)

    @app.exception_handler(BackendError)
    def report(_: Request, error: BackendError) -> Response:
        return JSONResponse({"detail": f"AWS failed: {error}. Try again."}, 503)

    router = APIRouter(dependencies=[Depends(guard.require_session)])
    templates = Jinja2Templates(FOLDER)
    shared = {
        "grades": GRADE_NAMES,
        "names": SYMPTOM_NAMES,
        "exclusions": EXCLUSIONS,
        "rater": rater,
    }

    @router.get("/")
    def page(request: Request, background: BackgroundTasks) -> Response:
        """Show the photo to label now, and read the next one meanwhile."""
        file = session.current()
        values = shared | {"session": session, "progress": session.progress}
        if file is None:
            return templates.TemplateResponse(request, "done.html", values)
        background.add_task(_read_ahead, session)
        grades, exclusion = session.draft(file)
        values |= {
            "file": file,
            "number": session.number(file),
            "draft": grades,
            "excluded": exclusion,
            "answers": session.answers.get(file, {}),
            "problem": _problem(session, file),
        }
        return templates.TemplateResponse(request, "label.html", values)

    @router.get("/photos/{number}")
    def photo(number: int) -> Response:
        """Return a photo as JPEG, upright and without metadata."""
        try:
            return Response(session.jpeg(session.file(number)), media_type="image/jpeg")
        except (PhotoNotFoundError, PhotoRejectedError) as error:
            raise HTTPException(404, "The photo is gone or cannot be opened.") from error

    @router.post("/judgements", status_code=204)
    def save(submission: Submission) -> None:
        """Save one answer."""
        try:
            session.save(session.file(submission.number), submission.grades, submission.exclusion)
        except PhotoNotFoundError as error:
            raise HTTPException(410, "The photo has been withdrawn. Reload the page.") from error
        except ValueError as error:
            raise HTTPException(422, "Answer all six rows, or exclude the photo.") from error
        except OSError as error:
            problem = f"Not saved: {error.strerror}. Make room on the disk and try again."
            raise HTTPException(507, problem) from error

    @router.post("/undo", status_code=204)
    def undo() -> None:
        """Take back the answer saved last."""
        session.undo()

    @router.get("/model-answer")
    def model_answer(request: Request) -> HTMLResponse:
        """Show what the models say of the photo labelled last; of no other photo."""
        if session.last is None:
            raise HTTPException(404, "Label a photo first.")
        values: dict[str, object] = shared | {"file": session.last.file, "own": session.last}
        try:
            values["answer"] = judge(session.content(session.last.file))
        except (PhotoNotFoundError, PhotoRejectedError) as error:
            raise HTTPException(404, str(error) or "The photo is gone.") from error
        return templates.TemplateResponse(request, "model_answer.html", values)

    @router.get("/{name}.{kind}")
    def asset(name: str, kind: str) -> Response:
        """Return script or style."""
        if (name, kind) not in {("label", "js"), ("label", "css")}:
            raise HTTPException(404)
        return FileResponse(FOLDER / f"{name}.{kind}")

    app.include_router(router)
    return app


def _problem(session: Session, file: str) -> str | None:
    """Return why a photo cannot be shown, if so; reading it here fills the cache for the page."""
    try:
        session.jpeg(file)
    except PhotoRejectedError as error:
        return str(error)
    except PhotoNotFoundError:
        return "The photo is gone. Reload the page."
    return None


def _read_ahead(session: Session) -> None:
    upcoming = session.upcoming()
    if upcoming is not None:
        _problem(session, upcoming)
