"""What `sam deploy` asks of AWS, recorded from its own code; needs no container engine."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from sam_cli import ROOT, environment_without_aws, install_sam

from scalp_deployment.paths import (
    OBSERVABILITY_TEMPLATE,
    PACKAGES_TEMPLATE,
    TEMPLATE,
    WEB_TEMPLATE,
)
from scalp_deployment.template import REGION, WEB_REGION, load
from scalp_operator import release

RECORDED = ROOT / "tests" / "contract" / "sam_cli_calls.json"
STACK = "scalpspectra"
_RECORDER = Path(__file__).with_name("record_calls.py")


def built(folder: Path) -> Path:
    """Return the template as `sam build` leaves it, with code in a folder and an image's tag."""
    template = load(TEMPLATE)
    (folder / "code").mkdir()
    (folder / "code" / "handler.py").write_text("")
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        for name in ("CodeUri", "ContentUri"):
            if name in properties:
                properties[name] = "code"
        if properties.get("PackageType") == "Image":
            properties["ImageUri"] = "assessfunction:onnx"
            del resource["Metadata"]
    path = folder / "template.yaml"
    path.write_text(json.dumps(template))
    return path


def record(folder: Path, monkeypatch: pytest.MonkeyPatch, *, new: bool) -> set[tuple[str, str]]:
    """Deploy as `make deploy` does, with the recorder in place of the SAM CLI."""
    python = Path(install_sam()).resolve().with_name("python")
    calls: set[tuple[str, str]] = set()

    def sam(*arguments: str) -> None:
        done = subprocess.run(
            [python, _RECORDER, "--new" if new else "--old", *arguments],
            cwd=folder,
            env=environment_without_aws()
            | {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        calls.update((call, about) for call, about in json.loads(done.stdout.splitlines()[-1]))

    packages = {"CodeBucketName": f"{STACK}-packages-code-1a2b"}
    packages["ImageRepositoryUri"] = f"123456789012.dkr.ecr.{REGION}.amazonaws.com/{STACK}-images"
    monkeypatch.setattr(release, "run_sam", sam)
    monkeypatch.setattr(release, "_BUILT", built(folder))
    monkeypatch.setattr(release, "outputs", lambda *_: packages)
    monkeypatch.setattr(release, "effective_parameter", lambda *_: "onnx")
    planned = release.Release(STACK, REGION, asks=False, role="arn:aws:iam::123456789012:role/r")
    release._deploy(planned, PACKAGES_TEMPLATE, planned.packages_stack, REGION, {})
    release._deploy_application(planned, "s" * 32, {})
    release._deploy(planned, WEB_TEMPLATE, planned.web_stack, WEB_REGION, {})
    release._deploy(planned, OBSERVABILITY_TEMPLATE, planned.observability_stack, REGION, {})
    return calls


def test_the_stored_calls_are_those_of_the_pinned_sam_cli(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a change: write what the message shows into tests/contract/sam_cli_calls.json."""
    found: set[tuple[str, str]] = set()
    for name, new in (("new", True), ("old", False)):
        (tmp_path / name).mkdir()
        found |= record(tmp_path / name, monkeypatch, new=new)
        monkeypatch.undo()
    stored: dict[str, Any] = json.loads(RECORDED.read_text(encoding="utf-8"))

    calls = [{"call": call, "about": about} for call, about in sorted(found)]
    version = Path(__file__).with_name("requirements.in").read_text(encoding="utf-8").strip()
    current = {"recordedFrom": version, "calls": calls}
    assert stored == current, json.dumps(current, indent=1)
