"""Finds a container engine and the SAM CLI, and runs the latter."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Thread, Timer
from typing import Any

from scalp_local.sam_environment import HOST_IN_CONTAINER

ROOT = Path(__file__).resolve().parents[2]

# What SAM runs functions in that are zip files; by default it fetches the image.
_ZIP_BASE = "public.ecr.aws/lambda/python:3.13-x86_64"

_SAM_VENV = ROOT / ".cache" / "sam-venv"
_SAM_REQUIREMENTS = Path(__file__).with_name("requirements.txt")

_MINUTE = 60


@dataclass(frozen=True)
class Engine:
    """A container engine that speaks Docker's API.

    Attributes:
        address: as in ``DOCKER_HOST``.
        is_podman: Podman writes the host's name into containers itself, and older versions do not
            know Docker's word ``host-gateway`` for its address.
        has_zip_base: the base image of zip functions is there already.
    """

    address: str
    is_podman: bool
    has_zip_base: bool


def find_engine() -> Engine | None:
    """The engine that ``DOCKER_HOST`` names, or else one at a usual place."""
    named = os.environ.get("DOCKER_HOST")
    for address in [named] if named else _usual_addresses():
        engine = _ask(address)
        if engine:
            return engine
    return None


def _usual_addresses() -> list[str]:
    home, runtime = Path.home(), os.environ.get("XDG_RUNTIME_DIR", "/run")
    paths = [
        "/var/run/docker.sock",
        f"{home}/.docker/run/docker.sock",
        f"{runtime}/docker.sock",
        f"{runtime}/podman/podman.sock",
    ]
    return [f"unix://{path}" for path in paths if Path(path).exists()]


def _ask(address: str) -> Engine | None:
    scheme, _, rest = address.partition("://")
    connection = _UnixConnection(rest) if scheme == "unix" else HTTPConnection(rest, timeout=10)
    try:
        connection.request("GET", "/version")
        version = json.load(connection.getresponse())
        connection.request("GET", f"/images/{_ZIP_BASE}/json")
        image = connection.getresponse()
        parts = {component["Name"] for component in version.get("Components", [])}
        return Engine(address, "Podman Engine" in parts, image.status == HTTPStatus.OK)
    except (OSError, HTTPException, ValueError):
        return None
    finally:
        connection.close()


class _UnixConnection(HTTPConnection):
    """HTTP over a socket in the file system."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=10)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


@dataclass(frozen=True)
class Answer:
    """What a function answered, and what it and SAM wrote meanwhile."""

    value: Any
    logs: str


@dataclass(frozen=True)
class Sam:
    """The SAM CLI, working on the project with one engine.

    Attributes:
        executable: of the CLI.
    """

    executable: str
    engine: Engine

    @property
    def built(self) -> Path:
        """Where ``sam build`` leaves what it built."""
        return ROOT / ".aws-sam" / "build"

    def build(self) -> None:
        """``sam build``; in a container where the functions' Python is not installed."""
        here = shutil.which("python3.13")
        self._run("build", *([] if here else ["--use-container"]), minutes=30)

    def validate(self) -> str:
        """What ``sam validate --lint`` says."""
        return "".join(self._run("validate", "--lint", minutes=2))

    def invoke(self, function: str, event: Path, variables: Path | None) -> Answer:
        """``sam local invoke FUNCTION -e EVENT --env-vars VARIABLES``."""
        options = ["-e", str(event.relative_to(ROOT) if event.is_relative_to(ROOT) else event)]
        options += self._options(variables)
        answer, logs = self._run("local", "invoke", function, *options, minutes=10)
        return Answer(json.loads(answer.strip().splitlines()[-1]), logs)

    @contextmanager
    def api(self, port: int, variables: Path) -> Iterator[str]:
        """``sam local start-api``, and its URL once it listens."""
        command = [self.executable, "local", "start-api", "--port", str(port)]
        command += self._options(variables)
        print("+", *command, flush=True)
        process = subprocess.Popen(command, cwd=ROOT, env=self._variables())
        try:
            for _ in range(2 * _MINUTE):
                assert process.poll() is None, "sam local start-api ended, its words stand above"
                with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
                time.sleep(1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(_MINUTE)

    def _options(self, variables: Path | None) -> list[str]:
        options = ["--env-vars", str(variables)] if variables else []
        if self.engine.has_zip_base:
            options += ["--skip-pull-image"]
        if not self.engine.is_podman:
            options += ["--add-host", f"{HOST_IN_CONTAINER}:host-gateway"]
        return options

    def _variables(self) -> dict[str, str]:
        return environment_without_aws() | {"DOCKER_HOST": self.engine.address}

    def _run(self, *arguments: str, minutes: int) -> tuple[str, str]:
        """Output and errors; the latter are shown as they come."""
        print("+ sam", *arguments, flush=True)
        with subprocess.Popen(
            [self.executable, *arguments],
            cwd=ROOT,
            env=self._variables(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            errors: list[str] = []
            reader = Thread(target=_copy, args=(process.stderr, errors))
            reader.start()
            limit = Timer(minutes * _MINUTE, process.kill)
            limit.start()
            output = process.stdout.read() if process.stdout else ""
            reader.join()
            limit.cancel()
        assert process.returncode == 0, f"sam {arguments[0]} failed, its own words stand above"
        return output, "".join(errors)


def _copy(source: Iterable[str], into: list[str]) -> None:
    for line in source:
        print(line, end="", flush=True)
        into.append(line)


def environment_without_aws() -> dict[str, str]:
    """This process's environment without anything that leads to a real AWS account.

    With credentials, SAM would also ask AWS whose they are before every command.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return kept | {"SAM_CLI_TELEMETRY": "0", "AWS_EC2_METADATA_DISABLED": "true"}


def install_sam() -> str:
    """The SAM CLI on the path, or else one in a virtual environment of its own.

    Of its own, because it wants other versions of the project's dependencies.
    """
    found = shutil.which("sam")
    if found:
        return found
    executable = _SAM_VENV / "bin" / "sam"
    if not executable.exists():
        print(f"Installing the SAM CLI into {_SAM_VENV.relative_to(ROOT)} …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(_SAM_VENV)], check=True)
        pip = [str(_SAM_VENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-deps"]
        subprocess.run([*pip, "--require-hashes", "-r", str(_SAM_REQUIREMENTS)], check=True)
    return str(executable)
