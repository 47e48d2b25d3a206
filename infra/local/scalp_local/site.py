"""Site and API on one port, as CloudFront joins them in production."""

import json
from pathlib import Path

from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
    headers = _site_headers(upload_origin, _config(site))
    static = _with_headers(StaticFiles(directory=site, html=True), headers)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        target = api if scope.get("path", "/").startswith("/api/") else static
        await target(scope, receive, send)

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
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": f"'self' blob: data: {_TILES}",
        "font-src": "'self'",
        "connect-src": f"'self' {upload_origin}",
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
        "cache-control": "no-cache",
    }


def _with_headers(app: ASGIApp, headers: dict[str, str]) -> ASGIApp:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *raw]
            await send(message)

        await app(scope, receive, send_with_headers)

    return wrapped
