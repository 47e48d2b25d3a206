"""A local page's port is one of this machine alone, and a taken one is reported."""

import socket

import pytest
from fastapi import FastAPI

from scalp_deployment.local_page.serve import PortError, serve


def test_a_port_that_is_taken_is_reported_with_what_to_do() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(PortError, match=f"port {port}.*--port"):
            serve(FastAPI(), "/", port=port, browser=False, announce=print)
