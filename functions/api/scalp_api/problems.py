"""Every error response, from one table, as RFC 9457 problem details."""

from dataclasses import dataclass
from http import HTTPMethod, HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.routing import Match

from scalp_api import bootstrap
from scalp_api.openapi import Responses
from scalp_core.errors import (
    AssessmentNotFinishedError,
    AssessmentNotFoundError,
    BackendError,
    ConsentRequiredError,
    DamagedResultError,
    InvalidCursorError,
    OperatorsOnlyError,
    ProductNotFoundError,
)

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """RFC 9457 problem details, with a machine-readable code."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(description="URI reference that identifies the problem type")
    title: str
    status: int
    detail: str
    code: str
    errors: list[str] | None = Field(None, description="validation errors, by field")


@dataclass(frozen=True)
class _Row:
    """One problem type; ``{result_days}`` in its detail stands for the configured number."""

    code: str
    status: HTTPStatus
    detail: str


CONSENT_REQUIRED = _Row(
    "consent_required",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    "A photo of the scalp is health information and needs explicit consent. "
    "Send consent: true once the person has agreed.",
)
INVALID_REQUEST = _Row(
    "invalid_request",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    "The request does not match its schema. See errors for what to change, and /api/v1/docs.",
)
INVALID_CURSOR = _Row(
    "invalid_cursor",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    "The cursor does not belong to this query. Start again from the first page, without a cursor.",
)
ASSESSMENT_NOT_FOUND = _Row(
    "assessment_not_found",
    HTTPStatus.NOT_FOUND,
    "No assessment has this id. Results are deleted after {result_days} or when their owner asks.",
)
ASSESSMENT_NOT_FINISHED = _Row(
    "assessment_not_finished",
    HTTPStatus.CONFLICT,
    "The assessment has no result. Read its status, and try again once it is done.",
)
PRODUCT_NOT_FOUND = _Row(
    "product_not_found",
    HTTPStatus.NOT_FOUND,
    "No product that is sold online has this id. Load the list of products again.",
)
OPERATORS_ONLY = _Row(
    "operators_only",
    HTTPStatus.FORBIDDEN,
    "Only operators of the service may do this. Sign the request with IAM credentials (SigV4) and "
    "send it to API Gateway's own address.",
)
NOT_THROUGH_THE_SITE = _Row(
    "not_through_the_site",
    HTTPStatus.FORBIDDEN,
    "Requests must go through the site's address, under /api.",
)
ROUTE_NOT_FOUND = _Row("route_not_found", HTTPStatus.NOT_FOUND, "No route has this path.")
METHOD_NOT_ALLOWED = _Row(
    "method_not_allowed",
    HTTPStatus.METHOD_NOT_ALLOWED,
    "This path does not support the method. See Allow.",
)
REQUEST_TOO_LARGE = _Row(
    "request_too_large",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "Request body exceeds 10 kB. Upload photos to the presigned URL.",
)
BACKEND_UNAVAILABLE = _Row(
    "backend_unavailable",
    HTTPStatus.SERVICE_UNAVAILABLE,
    "The service cannot read or write its storage right now. Try again in a few seconds.",
)
INTERNAL_ERROR = _Row(
    "internal_error",
    HTTPStatus.INTERNAL_SERVER_ERROR,
    "Something went wrong on our side. Try again in a few seconds.",
)

_BY_ERROR: dict[type[Exception], _Row] = {
    ConsentRequiredError: CONSENT_REQUIRED,
    RequestValidationError: INVALID_REQUEST,
    InvalidCursorError: INVALID_CURSOR,
    AssessmentNotFoundError: ASSESSMENT_NOT_FOUND,
    AssessmentNotFinishedError: ASSESSMENT_NOT_FINISHED,
    ProductNotFoundError: PRODUCT_NOT_FOUND,
    OperatorsOnlyError: OPERATORS_ONLY,
    BackendError: BACKEND_UNAVAILABLE,
    Exception: INTERNAL_ERROR,
}
_BY_STATUS = {404: ROUTE_NOT_FOUND, 405: METHOD_NOT_ALLOWED, 413: REQUEST_TOO_LARGE}


def install(app: FastAPI) -> None:
    """Register the table's exception handlers with ``app``."""
    for error in _BY_ERROR:
        app.add_exception_handler(error, _answer)
    app.add_exception_handler(HTTPException, _answer_http)


def problem_responses(*rows: _Row) -> Responses:
    """Return the ``responses`` of a route; :class:`scalp_api.app.Api` adds the schema."""
    responses: Responses = {}
    for row in rows:
        response = responses.setdefault(
            int(row.status),
            {
                "description": row.status.phrase,
                "content": {
                    MEDIA_TYPE: {
                        "schema": {"$ref": f"#/components/schemas/{Problem.__name__}"},
                        "examples": {},
                    }
                },
            },
        )
        # The description is the same for every deployment, so it names the parameter.
        value = _body(row, row.detail.format(result_days="`ResultDays` days"))
        response["content"][MEDIA_TYPE]["examples"][row.code] = {"value": value}
    return responses


async def _answer(request: Request, error: Exception) -> JSONResponse:
    row = next(_BY_ERROR[kind] for kind in type(error).__mro__ if kind in _BY_ERROR)
    if row.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        assessment = error.fingerprint if isinstance(error, DamagedResultError) else None
        bootstrap.logger().error(
            "request failed",
            route=_route(request),
            code=row.code,
            assessment=assessment,
            exc_info=error,
        )
    errors = _validation_errors(error) if isinstance(error, RequestValidationError) else None
    return response(row, errors=errors)


async def _answer_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 (registered for nothing else)
    row = _BY_STATUS.get(error.status_code, INVALID_REQUEST)
    if row is METHOD_NOT_ALLOWED:
        return response(row, headers={"Allow": _allowed(request)})
    return response(row, headers=dict(error.headers or {}))


def _allowed(request: Request) -> str:
    """Return the methods of all routes with this path; Starlette names the first route's only."""
    return ", ".join(
        method
        for method in HTTPMethod
        if any(
            route.matches(dict(request.scope) | {"method": method})[0] is Match.FULL
            for route in request.app.routes
        )
    )


def response(
    row: _Row, *, errors: list[str] | None = None, headers: dict[str, str] | None = None
) -> JSONResponse:
    """Return a row of the table as a response that nobody may cache."""
    extra = {"Cache-Control": "no-store"} | (headers or {})
    if row.status == HTTPStatus.SERVICE_UNAVAILABLE:
        extra["Retry-After"] = "5"
    return JSONResponse(_body(row, _detail(row), errors), row.status, extra, MEDIA_TYPE)


def _detail(row: _Row) -> str:
    if row is not ASSESSMENT_NOT_FOUND:
        return row.detail
    days = bootstrap.services().result_days
    return row.detail.format(result_days="1 day" if days == 1 else f"{days} days")


def _body(row: _Row, detail: str, errors: list[str] | None = None) -> dict[str, Any]:
    return Problem(
        type=f"urn:scalpspectra:problem:{row.code}",
        title=row.status.phrase,
        status=row.status,
        detail=detail,
        code=row.code,
        errors=errors,
    ).model_dump(exclude_none=True)


def _validation_errors(error: RequestValidationError) -> list[str]:
    """Return the first ten errors, each with its field, without repeating what was sent."""
    return [f"{_place(item)}: {item['msg']}" for item in error.errors()[:10]]


def _place(item: dict[str, Any]) -> str:
    """Return the field's name; an unknown one is not repeated."""
    names = [str(part) for part in item["loc"]]
    if item["type"] == "extra_forbidden":
        names[-1] = "(unknown)"
    return ".".join(names)


def _route(request: Request) -> str:
    """Return the route's template, never the path: a path holds an id."""
    route = request.scope.get("route")
    return f"{request.method} {getattr(route, 'path', 'unknown')}"
