"""The API for several people at once: as on Lambda, each request has an environment of its own."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send


def each_by_itself(api: ASGIApp) -> ASGIApp:
    """Answer every request in a thread with an event loop of its own.

    The routes block while AWS answers. On Lambda nobody else waits in the same process; here
    everybody would.
    """

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        server = asyncio.get_running_loop()

        def of_server(call: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
            async def called(*arguments: object) -> Any:
                return await asyncio.wrap_future(
                    asyncio.run_coroutine_threadsafe(call(*arguments), server)
                )

            return called

        async def answer() -> None:
            await api(scope, of_server(receive), of_server(send))

        # Not asyncio's own pool, which has six threads on two processors.
        await run_in_threadpool(asyncio.run, answer())

    return app
