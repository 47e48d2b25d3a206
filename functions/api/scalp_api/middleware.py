"""ASGI middleware around the whole application: who may call, and which path and text are meant.

A request is refused for the first of these that applies:

1. 403 ``not_through_the_site``: neither CloudFront's secret nor IAM; nothing else is looked at.
2. 404 ``route_not_found``: no route has this path, spelled exactly so.
3. 405 ``method_not_allowed``: the path has no such method.
4. 403 ``operators_only``: the route needs IAM.
5. 413 ``request_too_large``: the body is longer than any request needs (:mod:`scalp_api.limits`).
6. 422: the form is wrong, then consent is missing.
"""

from unicodedata import normalize
from urllib.parse import parse_qsl, quote, urlencode

from starlette.types import ASGIApp, Receive, Scope, Send

from scalp_api import problems
from scalp_api.deps import is_admitted

# Printable ASCII of a path (RFC 3986, 3.3) and the escapes that a client has sent: all that stays
# as it came.
_UNTOUCHED = "/%:@!$&'()*+,;="


class OriginGuardMiddleware:
    """Answer 403 to requests that do not come through CloudFront, whatever they ask for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on requests that are admitted; documentation and errors are guarded like routes."""
        if scope["type"] == "http" and not is_admitted(scope):
            await problems.response(problems.NOT_THROUGH_THE_SITE)(scope, receive, send)
            return
        await self._app(scope, receive, send)


class LiteralPathMiddleware:
    """Route by the path as it was received, without decoding it.

    Firewall and API Gateway limit ``POST /api/v1/assessments`` by its path. Each decodes once;
    Mangum and ASGI servers decode once more, so that ``%2561ssessments`` would reach the route
    without being counted (docs/adr/0021). No path of the API needs an escape: one that has any is
    another path.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with the path that was received in place of the decoded one."""
        if scope["type"] == "http":
            scope = {**scope, "path": _received_path(scope)}
        await self._app(scope, receive, send)


class ComposedQueryMiddleware:
    """Give routes all text of a query in Unicode's composed form (NFC).

    macOS and some keyboards write 강 as ㄱ, ㅏ and ㅇ; what is stored is composed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; a query in ASCII is passed on as it is."""
        if scope["type"] == "http" and b"%" in scope["query_string"]:
            scope = {**scope, "query_string": _composed(scope["query_string"])}
        await self._app(scope, receive, send)


def _composed(query: bytes) -> bytes:
    # As Starlette parses it, so that nothing else changes.
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    return urlencode(
        [(normalize("NFC", name), normalize("NFC", value)) for name, value in pairs]
    ).encode()


def _received_path(scope: Scope) -> str:
    """Return the path as API Gateway's event or the HTTP server's request line has it, in ASCII.

    Characters that may not stand in a path are escaped: a line feed at the end of a path would
    otherwise pass the routes' patterns (``$`` matches before it).
    """
    if "aws.event" in scope:
        path: str = scope["aws.event"]["requestContext"]["http"]["path"]
        return quote(path.encode(errors="surrogatepass"), safe=_UNTOUCHED)
    return quote(scope["raw_path"], safe=_UNTOUCHED)
