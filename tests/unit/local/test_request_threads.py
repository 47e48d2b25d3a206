"""The local API serves requests concurrently, although its routes block."""

import asyncio
from threading import Barrier

import httpx
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from scalp_local.request_threads import thread_per_request


def test_a_blocked_request_does_not_delay_another() -> None:
    both_are_there = Barrier(2, timeout=10)

    async def api(scope: Scope, receive: Receive, send: Send) -> None:
        said = await Request(scope, receive).body()
        both_are_there.wait()
        await PlainTextResponse(said)(scope, receive, send)

    async def ask() -> list[str]:
        transport = httpx.ASGITransport(thread_per_request(api))
        async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
            answers = await asyncio.gather(
                *(client.post("/", content=said) for said in ("one", "two"))
            )
        return [answer.text for answer in answers]

    assert asyncio.run(ask()) == ["one", "two"]
