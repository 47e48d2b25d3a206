"""Serves site and API on one port, as CloudFront does in production."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scalp_deployment.paths import WEB_TEMPLATE
from scalp_deployment.site_policy import (
    REVALIDATE,
    START_PAGE,
    cache_control,
    page_with_result_days,
    policy_parameters,
)
from scalp_deployment.template import load

# The site's file types that CloudFront compresses, and the size from which on it does.
_COMPRESSED = (".css", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest", "/")
_MIN_COMPRESSED_BYTES = 1_000
_FOUND = {200, 206, 304}


def site_and_api(
    api: ASGIApp, site: Path | None, *, upload_origin: str, result_days: int | None = None
) -> ASGIApp:
    """Return an app that sends ``/api/…`` to the API and all else to the built site, if any.

    Args:
        site: folder of the built site.
        upload_origin: the only foreign origin that the page may connect to.
        result_days: days for which the stack keeps results; the page names no number without it.
    """
    if site is None:
        return api
    files = ExceptionMiddleware(_files(site, result_days))
    headers = site_headers(upload_origin, policy_parameters(site))
    static = _with_headers(files, headers)
    compressed = GZipMiddleware(static, minimum_size=_MIN_COMPRESSED_BYTES)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "/")
        if path.startswith("/api/"):
            await api(scope, receive, send)
        elif path.endswith(_COMPRESSED):
            await compressed(scope, receive, send)
        else:
            await static(scope, receive, send)

    return app


def _files(site: Path, result_days: int | None) -> ASGIApp:
    files = StaticFiles(directory=site, html=True)  # 404.html is its own
    if result_days is None:
        return files

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("path") not in ("/", f"/{START_PAGE}"):
            await files(scope, receive, send)
            return
        page = page_with_result_days((site / START_PAGE).read_bytes(), result_days)
        await HTMLResponse(page)(scope, receive, send)

    return app


def site_headers(upload_origin: str, parameters: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the headers that CloudFront adds to every response, by infra/web.yaml.

    Without Strict-Transport-Security, which browsers ignore without TLS.

    Args:
        parameters: of :func:`policy_parameters`; without them nothing is switched on.
    """
    policy = load(WEB_TEMPLATE)["Resources"]["SiteHeaders"]["Properties"][
        "ResponseHeadersPolicyConfig"
    ]
    security = policy["SecurityHeadersConfig"]
    text, values = security["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Fn::Sub"]
    switched_off = {"KakaoMap": "off", "ShopPictures": "off", "TableauOrigin": ""}
    chosen = switched_off | dict(parameters or {})
    conditions = {
        "HasKakaoMap": chosen["KakaoMap"] == "on",
        "HasShopPictures": chosen["ShopPictures"] == "on",
        "HasDashboard": bool(chosen["TableauOrigin"]),
    }
    for name, value in values.items():
        text = text.replace(f"${{{name}}}", _resolve_if(value, conditions, chosen))
    return {
        "content-security-policy": text.replace("${UploadsOrigin}", upload_origin),
        "x-content-type-options": "nosniff",
        "x-frame-options": security["FrameOptions"]["FrameOption"],
        "referrer-policy": security["ReferrerPolicy"]["ReferrerPolicy"],
        **{item["Header"]: item["Value"] for item in policy["CustomHeadersConfig"]["Items"]},
    }


def _resolve_if(
    value: dict[str, Any], conditions: Mapping[str, bool], parameters: Mapping[str, str]
) -> str:
    """Resolve ``!If [condition, text or !Ref, text]``."""
    condition, then, otherwise = value["Fn::If"]
    branch = then if conditions[condition] else otherwise
    return parameters[branch["Ref"]] if isinstance(branch, dict) else str(branch)


def _with_headers(app: ASGIApp, headers: dict[str, str]) -> ASGIApp:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        key = scope.get("path", "/").removeprefix("/")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                cached = cache_control(key) if message["status"] in _FOUND else REVALIDATE
                message["headers"] = [
                    *message["headers"],
                    *raw,
                    (b"cache-control", cached.encode()),
                ]
            await send(message)

        await app(scope, receive, send_with_headers)

    return wrapped
