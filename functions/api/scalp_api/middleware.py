"""ASGI middleware around the whole application: guards, normalisation and caching headers.

A request is refused for the first of these reasons that applies:

1. 403 ``not_through_the_site``: it has neither CloudFront's origin secret nor an IAM signature.
2. 404 ``route_not_found``: no route has exactly this path.
3. 405 ``method_not_allowed``: the path does not support the method.
4. 403 ``operators_only``: the route needs IAM (:data:`scalp_api.deps.OperatorsOnly`).
5. 413 ``request_too_large``: the body exceeds :data:`MAX_BODY_BYTES`.
6. 422: the request does not match its schema, then consent is missing.
"""

import hashlib
import hmac
from http import HTTPStatus
from unicodedata import normalize
from urllib.parse import parse_qsl, quote, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scalp_api import bootstrap, problems

# CloudFront sets it (infra/web.yaml) and overwrites whatever a browser sends under this name.
ORIGIN_HEADER = "x-scalp-origin"

# The largest valid request has 200 bytes. API Gateway passes on 10 MB, and listing all errors of a
# body of that size takes seconds.
MAX_BODY_BYTES = 10_000

# Printable ASCII that a path may hold (RFC 3986, 3.3), and the escapes that a client has sent.
_PATH_CHARACTERS = "/%:@!$&'()*+,;="


def is_signed_by_iam(scope: Scope) -> bool:
    """Return whether API Gateway has authorised the request by IAM.

    Only API Gateway writes this part of the event.
    """
    context = scope.get("aws.event", {}).get("requestContext", {})
    return bool(context.get("authorizer", {}).get("iam"))


class OriginSecretMiddleware:
    """Answer 403 to requests without CloudFront's origin secret, whatever their path.

    API Gateway's own address is public and would bypass the firewall in front of CloudFront.
    Operators sign their requests to that address with IAM. Without a configured secret every
    request passes. Documentation and error responses are guarded like routes.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on the request, or answer 403."""
        if scope["type"] == "http" and not _has_origin_secret(scope):
            await problems.response(problems.NOT_THROUGH_THE_SITE)(scope, receive, send)
            return
        await self._app(scope, receive, send)


class LiteralPathMiddleware:
    """Route by the path as it was received, without decoding it.

    Firewall and API Gateway limit ``POST /api/v1/assessments`` by its path. Each decodes it once;
    Mangum and ASGI servers decode once more, so that ``%2561ssessments`` would reach the route
    without being counted (docs/adr/0021). No path of the API needs an escape: one that has any is
    another path.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on the request with the received path in place of the decoded one."""
        if scope["type"] == "http":
            scope = {**scope, "path": _received_path(scope)}
        await self._app(scope, receive, send)


class ComposedQueryMiddleware:
    """Give routes the query's text in Unicode's composed form (NFC).

    macOS and some keyboards send 강 as ㄱ, ㅏ and ㅇ; stored text is composed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on the request; an ASCII query stays as it is."""
        if scope["type"] == "http" and b"%" in scope["query_string"]:
            scope = {**scope, "query_string": _composed(scope["query_string"])}
        await self._app(scope, receive, send)


class RequestSizeLimitMiddleware:
    """Stop reading a body that exceeds :data:`MAX_BODY_BYTES`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on the request; reading beyond the limit raises an error that becomes a 413."""
        read = 0

        async def limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > MAX_BODY_BYTES:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return message

        await self._app(scope, limited, send)


class CacheHeadersMiddleware:
    """Forbid caching unless the route allows it; add an ETag to what caches may keep.

    A route allows it by ``Cache-Control: public``. A request whose ``If-None-Match`` names the
    ETag gets 304 without a body.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on the request, and its response with the headers added."""
        start: Message | None = None
        body = b""

        async def send_with_headers(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Cache-Control", "no-store")
                if headers["Cache-Control"].startswith("public"):
                    start = message  # sent once the body is complete
                    return
            if start is None:
                await send(message)
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                for tagged in _tagged(Headers(scope=scope), start, body):
                    await send(tagged)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def _has_origin_secret(scope: Scope) -> bool:
    secrets = bootstrap.origin_secrets()
    if not secrets or is_signed_by_iam(scope):
        return True
    sent = Headers(scope=scope).get(ORIGIN_HEADER, "").encode()
    # In constant time: response times must not reveal how much of a guess is right.
    return any(hmac.compare_digest(sent, secret.encode()) for secret in secrets)


def _composed(query: bytes) -> bytes:
    # Parsed as Starlette does, so that nothing else changes.
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    return urlencode(
        [(normalize("NFC", name), normalize("NFC", value)) for name, value in pairs]
    ).encode()


def _received_path(scope: Scope) -> str:
    """Return the path of API Gateway's event or the HTTP server's request line, in ASCII.

    Characters that a path may not hold are escaped: a line feed at its end would otherwise match
    the routes' patterns (``$`` matches before it).
    """
    if "aws.event" in scope:
        path: str = scope["aws.event"]["requestContext"]["http"]["path"]
        return quote(path.encode(errors="surrogatepass"), safe=_PATH_CHARACTERS)
    return quote(scope["raw_path"], safe=_PATH_CHARACTERS)


def _tagged(request: Headers, start: Message, body: bytes) -> list[Message]:
    """Return the response with its ETag, or a 304 if the request holds the same body."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = MutableHeaders(scope=start)
    headers["ETag"] = tag
    if _holds(request.get("if-none-match", ""), tag):
        kept = [(name, value) for name, value in headers.raw if name in (b"cache-control", b"etag")]
        start = {**start, "status": HTTPStatus.NOT_MODIFIED.value, "headers": kept}
        body = b""
    return [start, {"type": "http.response.body", "body": body}]


def _holds(if_none_match: str, tag: str) -> bool:
    """Compare weakly (RFC 9110, 13.1.2): CloudFront weakens the tag of what it compresses."""
    tags = [sent.strip().removeprefix("W/") for sent in if_none_match.split(",")]
    return tag in tags or tags == ["*"]
