"""Starts the labelling page as a program of its own, which checks the consent of each photo."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from threading import Lock

from scalp_operator.errors import OperatorError

_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S+")
_STOP_SECONDS = 10


def label_command(stack: str) -> list[str]:
    """Return the command that labels a stack's consented copies; the trainer is not imported."""
    return [sys.executable, "-m", "scalp_train", "label", "--stack", stack, "--no-browser"]


class LabellingError(OperatorError):
    """The labelling page did not start; the text is what it printed."""


class Labelling:
    """The labelling page of this console: one at a time, stopped with it.

    Args:
        command: prints the page's address, and serves it until it is terminated.
        region: of the stack, for the command.
    """

    def __init__(self, command: Sequence[str], region: str) -> None:
        self._command = list(command)
        self._variables = {"AWS_REGION": region, "AWS_DEFAULT_REGION": region}
        self._lock = Lock()
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> str:
        """Start the page anew, and return the address that opens it once.

        Raises:
            LabellingError: it ended before it had an address.
        """
        with self._lock:
            self._stop()
            self._process = subprocess.Popen(  # noqa: S603 (the console's own command)
                self._command,
                env=os.environ | self._variables,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            printed = []
            for line in self._process.stdout or ():
                if address := _ADDRESS.search(line):
                    return address[0]
                printed.append(line.strip())
            self._stop()
        # Of a traceback, its last line says what happened.
        raise LabellingError(printed[-1] if printed else "The labelling page did not start.")

    def stop(self) -> None:
        """Stop the page, if it runs; every label is saved already."""
        with self._lock:
            self._stop()

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()
