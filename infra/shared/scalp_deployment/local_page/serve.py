"""Serve a page on loopback until it is stopped."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from scalp_core.errors import ScalpSpectraError
from scalp_deployment.local_page.guard import HOST


class PortError(ScalpSpectraError):
    """The page's port cannot be listened on; the text says why."""


def serve(
    app: FastAPI, path: str, *, port: int, browser: bool, announce: Callable[[str], None]
) -> None:
    """Serve an application until Ctrl-C.

    Args:
        app: to serve; reachable from this machine only.
        path: of the page to open first.
        port: to listen on; 0 for any free one.
        browser: open the page in the default browser.
        announce: called with the page's address, once connections are accepted.

    Raises:
        PortError: the port is taken.
    """
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen()
        except OSError as error:
            problem = f"port {port}: {error.strerror}. Choose another with --port."
            raise PortError(problem) from error
        address = f"http://{HOST}:{listener.getsockname()[1]}{path}"
        announce(address)
        if browser:
            webbrowser.open(address)
        # No access log: its lines would hold the token.
        config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off")
        uvicorn.Server(config).run(sockets=[listener])
