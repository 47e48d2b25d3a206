"""Site and API on one port, as CloudFront joins them in production."""

from pathlib import Path

from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scalp_local.template import load

WEB = Path(__file__).resolve().parents[2] / "web.yaml"


def joined(api: ASGIApp, site: Path | None, *, upload_origin: str) -> ASGIApp:
    """Send ``/api/…`` to the API and everything else to the built site, if there is one.

    Args:
        upload_origin: the only foreign origin that the page may talk to.
    """
    if site is None:
        return api
    headers = site_headers(upload_origin) | {"cache-control": "no-cache"}
    static = _with_headers(StaticFiles(directory=site, html=True), headers)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        target = api if scope.get("path", "/").startswith("/api/") else static
        await target(scope, receive, send)

    return app


def site_headers(upload_origin: str) -> dict[str, str]:
    """What CloudFront adds to every answer, by infra/web.yaml: what works here works there.

    Without Strict-Transport-Security, which browsers ignore where there is no TLS.
    """
    policy = load(WEB)["Resources"]["SiteHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    security = policy["SecurityHeadersConfig"]
    content = security["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Fn::Sub"]
    return {
        "content-security-policy": content.replace("${UploadsOrigin}", upload_origin),
        "x-content-type-options": "nosniff",
        "x-frame-options": security["FrameOptions"]["FrameOption"],
        "referrer-policy": security["ReferrerPolicy"]["ReferrerPolicy"],
        **{one["Header"]: one["Value"] for one in policy["CustomHeadersConfig"]["Items"]},
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
