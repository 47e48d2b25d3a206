"""A browser without a screen for pages that are served to this machine only."""

import asyncio
from collections.abc import Coroutine
from typing import Any
from urllib.parse import urlencode

import httpx
from fastapi import FastAPI

ORIGIN = "http://127.0.0.1:8123"


class PageBrowser:
    """Asks an application in this process, and keeps cookies."""

    def __init__(self, app: FastAPI) -> None:
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ORIGIN)
        self.cookies = self._client.cookies

    def get(self, path: str, host: str = "127.0.0.1:8123") -> httpx.Response:
        return _run(self._client.get(path, headers={"Host": host}))

    def post(self, path: str, body: object, origin: str) -> httpx.Response:
        return _run(self._client.post(path, json=body, headers={"Origin": origin}))

    def submit(self, path: str, form: dict[str, str | list[str]], origin: str) -> httpx.Response:
        headers = {"Origin": origin, "Content-Type": "application/x-www-form-urlencoded"}
        content = urlencode(form, doseq=True)
        return _run(self._client.post(path, content=content, headers=headers))


def _run(request: Coroutine[Any, Any, httpx.Response]) -> httpx.Response:
    """Wait for a response; ``asyncio.run`` would take the loop away that Mangum uses afterwards."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(request)
    finally:
        loop.close()
