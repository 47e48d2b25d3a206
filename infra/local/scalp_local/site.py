"""Site and API on one port, as CloudFront joins them in production."""

import json
from pathlib import Path
from urllib.parse import urlsplit

from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send


def joined(api: ASGIApp, site: Path | None, *, upload_origin: str) -> ASGIApp:
    """Send ``/api/…`` to the API and everything else to the built site, if there is one.

    Args:
        upload_origin: the only foreign origin that the page may talk to.
    """
    if site is None:
        return api
    static = _with_headers(
        StaticFiles(directory=site, html=True), _site_headers(site, upload_origin)
    )

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        target = api if scope.get("path", "/").startswith("/api/") else static
        await target(scope, receive, send)

    return app


def _site_headers(site: Path, upload_origin: str) -> dict[str, str]:
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' blob: data:",
        "font-src": "'self'",
        "connect-src": f"'self' {upload_origin}",
        "frame-src": _dashboard_origin(site) or "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "x-content-type-options": "nosniff",
        "referrer-policy": "strict-origin-when-cross-origin",
        "cache-control": "no-cache",
    }


def _dashboard_origin(site: Path) -> str | None:
    """Whose page the site may show in a frame: the Tableau server of ``config.json``, if any."""
    file = site / "config.json"
    url = json.loads(file.read_text(encoding="utf-8"))["tableauUrl"] if file.is_file() else None
    parts = urlsplit(url or "")
    return f"https://{parts.netloc}" if parts.scheme == "https" and parts.netloc else None


def _with_headers(app: ASGIApp, headers: dict[str, str]) -> ASGIApp:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *raw]
            await send(message)

        await app(scope, receive, send_with_headers)

    return wrapped
