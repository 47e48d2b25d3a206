"""A function in Lambda's runtime interface emulator: real timeouts, kills and starts."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any

import httpx
import psutil

from scalp_local.system import HOST, free_port
from support.fetch_emulator import EMULATOR
from support.lambda_package import Package, without_rights

_START_SECONDS = 30


class InvocationError(Exception):
    """The function returned no response; the text is the runtime's error."""


class Emulator:
    """An execution environment of a function.

    Args:
        variables: the template's variables of the function, and the endpoint of AWS.
        timeout: seconds until the runtime kills it.
        scratch: an empty folder in place of ``/tmp``, the only writable one.
    """

    def __init__(
        self,
        package: Package,
        variables: Mapping[str, str],
        *,
        timeout: int,
        memory: int,
        scratch: Path,
    ) -> None:
        self._package = package
        self._timeout = timeout
        self._scratch = scratch
        self._log = scratch / "log.txt"
        # Concurrent invocations crash the emulator; Lambda sends an instance one at a time.
        self._lock = Lock()
        self._url = ""
        self._environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(package.task),
            "TMPDIR": str(scratch),
            "LOG_LEVEL": "error",
            "AWS_LAMBDA_FUNCTION_NAME": package.handler,
            "AWS_LAMBDA_FUNCTION_TIMEOUT": str(timeout),
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(memory),
            **{
                name: str(scratch) if value == "/tmp" else package.here(value)
                for name, value in {**package.variables, **variables}.items()
            },
        }
        self._process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        address, runtime = f"{HOST}:{free_port()}", f"{HOST}:{free_port()}"
        self._url = f"http://{address}/2015-03-31/functions/function/invocations"
        command = [
            *without_rights(),
            str(EMULATOR),
            "--runtime-interface-emulator-address",
            address,
            "--runtime-api-address",
            runtime,
            *[sys.executable, "-m", "awslambdaric", self._package.handler],
        ]
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                command, cwd=self._package.task, env=self._environment, stdout=log, stderr=log
            )
        host, port = address.split(":")
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex((host, int(port))) == 0:
                    return process
            time.sleep(0.02)
        process.kill()
        raise InvocationError(f"the emulator did not start: {self.logs}")

    def invoke(self, event: Mapping[str, Any]) -> Any:
        """Invoke the function, and return its response.

        Raises:
            InvocationError: the function raised, timed out, died, or could not start.
        """
        with self._lock, httpx.Client(timeout=self._timeout + 60) as client:
            answer = client.post(self._url, json=event)
        try:
            value = json.loads(answer.text) if answer.text else None
        except ValueError:  # "Task timed out after 3.00 seconds"
            raise InvocationError(answer.text) from None
        if answer.status_code != 200 or (isinstance(value, dict) and "errorType" in value):
            raise InvocationError(json.dumps(value))
        return value

    @property
    def logs(self) -> str:
        """Return the log of the function and its runtime."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    @property
    def function(self) -> psutil.Process:
        """Return the function's process, which exists after the first invocation."""
        (found,) = psutil.Process(self._process.pid).children()  # not their children
        return found

    def _children(self) -> list[psutil.Process]:
        return psutil.Process(self._process.pid).children(recursive=True)

    def stop(self) -> None:
        """Stop the runtime and its child processes."""
        left = self._children() if self._process.poll() is None else []
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for child in left:
            if child.is_running():
                child.kill()
