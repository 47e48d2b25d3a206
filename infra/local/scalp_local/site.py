"""Site and API on one port, as CloudFront joins them in production."""

import json
from pathlib import Path
from urllib.parse import urlsplit

from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# What CloudFront compresses, of the kinds of files that the site has, from its least size on.
_COMPRESSED = (".css", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest", "/")
_LEAST_COMPRESSED_BYTES = 1_000
# Vite puts a hash of the content into the names under /assets/: such a file never changes.
_FOR_EVER = "public, max-age=31536000, immutable"
_FOUND = {200, 206, 304}


def joined(api: ASGIApp, site: Path | None, *, upload_origin: str) -> ASGIApp:
    """Send ``/api/…`` to the API and everything else to the built site, if there is one.

    Args:
        upload_origin: the only foreign origin that the page may talk to.
    """
    if site is None:
        return api
    files = ExceptionMiddleware(StaticFiles(directory=site, html=True))  # 404.html is its own
    headers = _site_headers(site, upload_origin)
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


def _site_headers(site: Path, upload_origin: str) -> dict[str, str]:
    policy = {
        "default-src": "'none'",
        "manifest-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' blob: data:",
        "font-src": "'self'",
        "worker-src": "'self'",
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
        hashed = scope.get("path", "/").startswith("/assets/")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = _FOR_EVER if hashed and message["status"] in _FOUND else "no-cache"
                message["headers"] = [*message["headers"], *raw, (b"cache-control", kept.encode())]
            await send(message)

        await app(scope, receive, send_with_headers)

    return wrapped
