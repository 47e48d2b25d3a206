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
# What the page may load from elsewhere, by the setting of config.json that makes it do so; the
# tiles of the map need no setting.
_TILES = "https://tile.openstreetmap.org"
_HOSTS = {
    "kakaoKey": {
        "script-src": "https://dapi.kakao.com https://t1.daumcdn.net",
        "img-src": "https://*.daumcdn.net",
        "connect-src": "https://dapi.kakao.com",
    },
}


def joined(api: ASGIApp, site: Path | None, *, upload_origin: str) -> ASGIApp:
    """Send ``/api/…`` to the API and everything else to the built site, if there is one.

    Args:
        upload_origin: the only foreign origin that the page may talk to.
    """
    if site is None:
        return api
    files = ExceptionMiddleware(StaticFiles(directory=site, html=True))  # 404.html is its own
    headers = _site_headers(upload_origin, _config(site))
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


def _config(site: Path) -> dict[str, object]:
    """The site's settings, as the page itself reads them."""
    try:
        given = json.loads((site / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return given if isinstance(given, dict) else {}


def _site_headers(upload_origin: str, config: dict[str, object]) -> dict[str, str]:
    policy = {
        "default-src": "'none'",
        "manifest-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": f"'self' blob: data: {_TILES}",
        "font-src": "'self'",
        "worker-src": "'self'",
        "connect-src": f"'self' {upload_origin}",
        "frame-src": _dashboard_origin(config) or "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    for setting, hosts in _HOSTS.items():
        if config.get(setting):
            policy |= {name: f"{policy[name]} {added}" for name, added in hosts.items()}
    return {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "x-content-type-options": "nosniff",
        "referrer-policy": "strict-origin-when-cross-origin",
    }


def _dashboard_origin(config: dict[str, object]) -> str | None:
    """Whose page the site may show in a frame: the Tableau server, if one is configured."""
    parts = urlsplit(str(config.get("tableauUrl") or ""))
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
