"""An account for deployments: a moto server, a built site, and a fake SAM CLI."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from scalp_operator.__main__ import app
from support import fake_sam

SITE = {
    "index.html": b'<!doctype html><meta name="result-days" content="" />',
    "404.html": b"<!doctype html>",
    "favicon.svg": b"<svg/>",
    "assets/index-1a2b3c4d.js": b"1",
    "assets/font-1a2b3c4d.woff2": b"2",
}


class Account:
    """A moto server as an account of its own, and the recorded calls of the SAM CLI.

    Attributes:
        limit: functions that it may run at once.
    """

    limit = 1000

    def __init__(self, folder: Path, stack: str) -> None:
        self.stack = stack
        self.site = folder / "dist"
        for name, content in SITE.items():
            file = self.site / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        self._log = folder / "calls.jsonl"
        fake_sam.install(folder, self._log)

    @property
    def calls(self) -> list[dict[str, Any]]:
        lines = self._log.read_text(encoding="utf-8").splitlines() if self._log.exists() else []
        return [json.loads(line) for line in lines]

    @property
    def deployed(self) -> list[str]:
        return [one["options"]["--stack-name"] for one in self.calls if one["verb"] == "deploy"]

    def run(self, *arguments: str, typed: str = "") -> Result:
        return CliRunner().invoke(app, [*arguments, "--stack", self.stack], input=typed)

    def deploy(self, *arguments: str) -> Result:
        return self.run("deploy", "--site", str(self.site), *arguments)
