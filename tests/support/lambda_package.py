"""The functions laid out as Lambda shows them, by what the template and the Dockerfile say."""

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
    """Arguments of every instruction of a kind in the Dockerfile."""
    text = DOCKERFILE.read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.split()[1:] for line in text.splitlines() if line.startswith(f"{name} ")]


def image_variables() -> dict[str, str]:
    """What the image itself sets."""
    return dict(part.split("=", 1) for (*parts,) in instructions("ENV") for part in parts)


@dataclass(frozen=True)
class Package:
    """One function as it lies on Lambda's disk, beneath a folder that stands for ``/``.

    Dependencies are not in it: they are those of the interpreter that runs the tests, at the
    versions that are packed.
    """

    root: Path
    handler: str
    variables: Mapping[str, str]

    @property
    def task(self) -> Path:
        """The working directory."""
        return self.root / "var" / "task"

    def here(self, value: str) -> str:
        """A variable's value, with Lambda's folders where they lie now."""
        parts = [
            f"{self.root}{part}" if part.startswith(("/var/task", "/opt")) else part
            for part in value.split(":")
        ]
        # An address has colons, too, but none of its parts begins like that.
        return ":".join(parts)

    def lock(self) -> None:
        """Take away the right to write, as Lambda does."""
        for path in [self.root, *self.root.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)

    def unlock(self) -> None:
        for path in [self.root, *self.root.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)

    def digest(self) -> str:
        """Of every name and every byte."""
        total = hashlib.sha256()
        for path in sorted(self.root.rglob("*")):
            total.update(str(path.relative_to(self.root)).encode())
            if path.is_file():
                total.update(hashlib.sha256(path.read_bytes()).digest())
        return total.hexdigest()


def lay_out(function: str, root: Path) -> Package:
    """Copy what is packed for ``function`` to where Lambda would show it."""
    resources = load(TEMPLATE)["Resources"]
    properties = resources[function]["Properties"]
    if properties.get("PackageType") == "Image":
        return _image(root)
    _copy(ROOT / properties["CodeUri"], root / "var" / "task")
    for layer in (resources[one["Ref"]] for one in properties["Layers"]):
        # SAM puts a layer of Python that it builds beneath /opt/python, any other beneath /opt.
        inside = "opt/python" if "BuildMethod" in layer.get("Metadata", {}) else "opt"
        _copy(ROOT / layer["Properties"]["ContentUri"], root / inside)
    paths = {"PYTHONPATH": "/var/task:/opt/python", "LAMBDA_TASK_ROOT": "/var/task"}
    return Package(root, properties["Handler"], paths)


def _image(root: Path) -> Package:
    """What the Dockerfile copies out of the repository, apart from lists of requirements."""
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
        ignored: Any = shutil.ignore_patterns("__pycache__", "*.egg-info", "requirements*.txt")
        shutil.copytree(source, destination, ignore=ignored, dirs_exist_ok=True)
    else:
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, destination)


def without_rights() -> list[str]:
    """Words before a command that take root's powers from it, so that modes of files hold."""
    import os

    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    assert setpriv, f"{sys.executable} runs as root and there is no setpriv to give that up"
    return [setpriv, "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"]
