"""Site and API on one port, as CloudFront joins them in production."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scalp_local.template import load

WEB = Path(__file__).resolve().parents[2] / "web.yaml"

START_PAGE = "index.html"
# As web/index.html has it, and Vite leaves it.
_RESULT_DAYS = b'<meta name="result-days" content=""'

# What CloudFront compresses, of the kinds of files that the site has, from its least size on.
_COMPRESSED = (".css", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest", "/")
_LEAST_COMPRESSED_BYTES = 1_000
# Vite puts a hash of the content into the names under /assets/: such a file never changes.
_FOR_EVER = "public, max-age=31536000, immutable"
_FOUND = {200, 206, 304}


def joined(
    api: ASGIApp, site: Path | None, *, upload_origin: str, result_days: int | None = None
) -> ASGIApp:
    """Send ``/api/…`` to the API and everything else to the built site, if there is one.

    Args:
        upload_origin: the only foreign origin that the page may talk to.
        result_days: of the stack; without it the page says that there is a period, not which.
    """
    if site is None:
        return api
    files = ExceptionMiddleware(_files(site, result_days))
    headers = site_headers(upload_origin, policy_parameters(site))
    static = _with_headers(files, headers)
    compressed = GZipMiddleware(static, minimum_size=_LEAST_COMPRESSED_BYTES)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "/")
        if path.startswith("/api/"):
            await api(scope, receive, send)
        elif path.endswith(_COMPRESSED):
            await compressed(scope, receive, send)
        else:
            await static(scope, receive, send)

    return app


def page_with_result_days(page: bytes, days: int) -> bytes:
    """Return the built start page with ``ResultDays`` of the stack that it is served for."""
    return page.replace(_RESULT_DAYS, _RESULT_DAYS.replace(b'""', b'"%d"' % days))


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


def policy_parameters(site: Path) -> dict[str, str]:
    """Parameters of infra/web.yaml that follow from what the page's own config.json switches on."""
    try:
        given = json.loads((site / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        given = None
    config = given if isinstance(given, dict) else {}
    parts = urlsplit(str(config.get("tableauUrl") or ""))
    framed = f"https://{parts.netloc}" if parts.scheme == "https" and parts.netloc else ""
    return {"KakaoMap": "on" if config.get("kakaoKey") else "off", "TableauOrigin": framed}


def site_headers(upload_origin: str, parameters: Mapping[str, str] | None = None) -> dict[str, str]:
    """What CloudFront adds to every answer, by infra/web.yaml: what works here works there.

    Without Strict-Transport-Security, which browsers ignore where there is no TLS.

    Args:
        parameters: of :func:`policy_parameters`; without them nothing is switched on.
    """
    policy = load(WEB)["Resources"]["SiteHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    security = policy["SecurityHeadersConfig"]
    text, values = security["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Fn::Sub"]
    given = {"KakaoMap": "off", "TableauOrigin": ""} | dict(parameters or {})
    holds = {"HasKakaoMap": given["KakaoMap"] == "on", "HasDashboard": bool(given["TableauOrigin"])}
    for name, value in values.items():
        text = text.replace(f"${{{name}}}", _chosen(value, holds, given))
    return {
        "content-security-policy": text.replace("${UploadsOrigin}", upload_origin),
        "x-content-type-options": "nosniff",
        "x-frame-options": security["FrameOptions"]["FrameOption"],
        "referrer-policy": security["ReferrerPolicy"]["ReferrerPolicy"],
        **{one["Header"]: one["Value"] for one in policy["CustomHeadersConfig"]["Items"]},
    }


def _chosen(value: dict[str, Any], holds: Mapping[str, bool], given: Mapping[str, str]) -> str:
    """What CloudFormation makes of ``!If [condition, text or !Ref, text]``."""
    condition, then, otherwise = value["Fn::If"]
    taken = then if holds[condition] else otherwise
    return given[taken["Ref"]] if isinstance(taken, dict) else str(taken)


def _with_headers(app: ASGIApp, headers: dict[str, str]) -> ASGIApp:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        hashed = scope.get("path", "/").startswith("/assets/")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = _FOR_EVER if hashed and message["status"] in _FOUND else "no-cache"
                message["headers"] = [*message["headers"], *raw, (b"cache-control", kept.encode())]
            await send(message)

        await app(scope, receive, send_with_headers)

    return wrapped
