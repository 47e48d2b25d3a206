"""Who may use the page: the browser that has opened the one-time address, and no other site.

The page listens on loopback, which every program and every site in a browser of this machine can
reach. So it asks for a session cookie, which a token buys once; a foreign Host header (DNS
rebinding) and writes from another origin are refused.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable

from fastapi import FastAPI, HTTPException, Request, Response, status
from fastapi.responses import RedirectResponse
from starlette.middleware.trustedhost import TrustedHostMiddleware

HOST = "127.0.0.1"
ENTRANCE = "/enter"
_TOKEN_BYTES = 32
_CONTENT_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    # Photos and figures about people must not stay in the browser's cache.
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class Guard:
    """Lets in one browser: the first that shows the token.

    Args:
        command: what the operator calls to start the page; named where a browser is refused.
        cookie: name of the session cookie. Cookies ignore ports, so each page has its own name.
        content_policy: directives that the page needs besides images and styles of its own.
    """

    def __init__(self, *, command: str, cookie: str, content_policy: str) -> None:
        self._command = command
        self._cookie = cookie
        self._headers = _HEADERS | {
            "Content-Security-Policy": f"{_CONTENT_POLICY}; {content_policy}"
        }
        self._token: str | None = secrets.token_urlsafe(_TOKEN_BYTES)
        self._session = secrets.token_urlsafe(_TOKEN_BYTES)

    @property
    def path(self) -> str:
        """Return the path that lets a browser in, once."""
        return f"{ENTRANCE}?token={self._token}"

    def install(self, app: FastAPI) -> None:
        """Add the entrance, the check of the Host header, and the response headers."""
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=[HOST], www_redirect=False)

        @app.middleware("http")
        async def add_headers(
            request: Request, call_next: Callable[[Request], Awaitable[Response]]
        ) -> Response:
            response = await call_next(request)
            response.headers.update(self._headers)
            return response

        @app.get(ENTRANCE)
        def enter(token: str) -> Response:
            if self._token is None or not _equal(token, self._token):
                raise HTTPException(
                    status.HTTP_403_FORBIDDEN,
                    f"This address has been used. Start `{self._command}` again for a new one.",
                )
            self._token = None
            response = RedirectResponse("/", status.HTTP_303_SEE_OTHER)
            response.set_cookie(self._cookie, self._session, httponly=True, samesite="strict")
            return response

    def require_session(self, request: Request) -> None:
        """Refuse requests of other browsers, and writes that another site has sent.

        Raises:
            HTTPException: 403.
        """
        shown = request.cookies.get(self._cookie, "")
        # Cookies and SameSite ignore ports: another local server's pages would send this cookie.
        is_own = request.method == "GET" or request.headers.get("origin") == _origin(request)
        if not (is_own and _equal(shown, self._session)):
            raise HTTPException(
                status.HTTP_403_FORBIDDEN, f"Open the address that `{self._command}` has printed."
            )


def _equal(shown: str, secret: str) -> bool:
    return secrets.compare_digest(shown.encode(), secret.encode())


def _origin(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}"
