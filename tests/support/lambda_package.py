"""The functions' files as Lambda lays them out, by the template and the Dockerfile."""

import hashlib
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scalp_deployment.paths import ROOT, TEMPLATE
from scalp_deployment.template import load

DOCKERFILE = ROOT / "functions" / "assess" / "Dockerfile"


def instructions(name: str) -> list[list[str]]:
    """Return the arguments of every instruction of a kind in the Dockerfile."""
    text = DOCKERFILE.read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.split()[1:] for line in text.splitlines() if line.startswith(f"{name} ")]


def image_variables() -> dict[str, str]:
    """Return the environment variables of the image."""
    return dict(part.split("=", 1) for (*parts,) in instructions("ENV") for part in parts)


@dataclass(frozen=True)
class Package:
    """A function's files on Lambda, below a folder that represents ``/``.

    Without dependencies: those of the tests' interpreter have the same versions.
    """

    root: Path
    handler: str
    variables: Mapping[str, str]

    @property
    def task(self) -> Path:
        """Return the working directory."""
        return self.root / "var" / "task"

    def here(self, value: str) -> str:
        """Return a variable's value with Lambda's folders replaced by those below the root."""
        parts = [
            f"{self.root}{part}" if part.startswith(("/var/task", "/opt")) else part
            for part in value.split(":")
        ]
        # URLs have colons, too, but none of their parts begins like that.
        return ":".join(parts)

    def lock(self) -> None:
        """Make all files read-only, as on Lambda."""
        for path in [self.root, *self.root.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)

    def unlock(self) -> None:
        for path in [self.root, *self.root.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)

    def digest(self) -> str:
        """Return a digest of all names and contents."""
        total = hashlib.sha256()
        for path in sorted(self.root.rglob("*")):
            total.update(str(path.relative_to(self.root)).encode())
            if path.is_file():
                total.update(hashlib.sha256(path.read_bytes()).digest())
        return total.hexdigest()


def lay_out(function: str, root: Path) -> Package:
    """Copy the files of ``function`` to where Lambda would have them."""
    resources = load(TEMPLATE)["Resources"]
    properties = resources[function]["Properties"]
    if properties.get("PackageType") == "Image":
        return _image(root)
    _copy(ROOT / properties["CodeUri"], root / "var" / "task")
    for layer in (resources[one["Ref"]] for one in properties["Layers"]):
        # SAM puts a Python layer that it builds below /opt/python, any other below /opt.
        inside = "opt/python" if "BuildMethod" in layer.get("Metadata", {}) else "opt"
        _copy(ROOT / layer["Properties"]["ContentUri"], root / inside)
    paths = {"PYTHONPATH": "/var/task:/opt/python", "LAMBDA_TASK_ROOT": "/var/task"}
    return Package(root, properties["Handler"], paths)


def _image(root: Path) -> Package:
    """Yield what the Dockerfile copies from the repository, apart from requirements."""
    for *sources, destination in instructions("COPY"):
        if sources[0].startswith("--from") or destination.startswith("/build"):
            continue
        for source in sources:
            into = root / destination.lstrip("/")
            _copy(ROOT / source, into / Path(source).name if destination.endswith("/") else into)
    (command,) = instructions("CMD")
    return Package(root, command[0].strip('[]"'), image_variables())


def _copy(source: Path, destination: Path) -> None:
    if source.is_dir():
        ignored: Any = shutil.ignore_patterns("__pycache__", "*.egg-info", "requirements*")
        shutil.copytree(source, destination, ignore=ignored, dirs_exist_ok=True)
    else:
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, destination)


def without_rights() -> list[str]:
    """Return a command prefix that drops root's capabilities, so that file modes apply."""
    import os

    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    assert setpriv, f"{sys.executable} runs as root and there is no setpriv to give that up"
    return [setpriv, "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"]
