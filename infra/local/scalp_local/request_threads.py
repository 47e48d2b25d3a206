"""A thread for each request of the local API, as on Lambda each has an environment of its own."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send


def thread_per_request(api: ASGIApp) -> ASGIApp:
    """Return an app that answers every request in a thread with an event loop of its own.

    The routes block while AWS answers. On Lambda a process serves one request at a time; here all
    others would wait.
    """

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        server = asyncio.get_running_loop()

        def on_server_loop(call: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
            async def called(*arguments: object) -> Any:
                return await asyncio.wrap_future(
                    asyncio.run_coroutine_threadsafe(call(*arguments), server)
                )

            return called

        async def respond() -> None:
            await api(scope, on_server_loop(receive), on_server_loop(send))

        # Not asyncio's own pool, which has six threads on two processors.
        await run_in_threadpool(asyncio.run, respond())

    return app
