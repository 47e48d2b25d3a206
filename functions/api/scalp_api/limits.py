"""How much of a request is read at all."""

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The largest request that there is has 200 bytes. API Gateway lets 10 MB through, and to describe
# all that is wrong with so much takes seconds.
MAX_BODY_BYTES = 10_000


class SmallBodies:
    """Middleware that stops reading a body that is larger than any request needs."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; reading too much of it raises what is answered as 413."""
        read = 0

        async def limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > MAX_BODY_BYTES:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return message

        await self._app(scope, limited, send)
