"""A function that cannot start, or has nowhere to write: what is named, what becomes of photos."""

import json
import multiprocessing
import os
import resource
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic_settings import BaseSettings

import scalp_api.bootstrap
import scalp_assess.bootstrap
import scalp_catalog.bootstrap
import scalp_statistics.bootstrap
from scalp_core.errors import BrokenArtifactError
from scalp_core.settings import ApiSettings, AssessSettings, CatalogSettings, TableSettings
from scalp_deployment.paths import ARTIFACTS
from scalp_local.event_source import LocalContext
from scalp_operator.redrive import redrive
from support import photos
from support.cloud import Cloud
from support.deliveries import batch, lost_or_counted_twice, message, s3_event, statuses

FORMATS = {
    "image/jpeg": photos.sample,
    "image/png": lambda: photos.encoded(photos.picture(), "PNG"),
    "image/webp": lambda: photos.encoded(photos.picture(), "WEBP"),
    "image/heic": lambda: photos.heic(photos.picture()),
}


@pytest.mark.parametrize(
    ("bootstrap", "settings"),
    [
        (scalp_api.bootstrap, ApiSettings),
        (scalp_assess.bootstrap, AssessSettings),
        (scalp_catalog.bootstrap, CatalogSettings),
        (scalp_statistics.bootstrap, TableSettings),
    ],
    ids=["api", "assess", "catalog", "statistics"],
)
def test_a_missing_or_empty_variable_is_refused_by_name(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, bootstrap: Any, settings: type[BaseSettings]
) -> None:
    required = [name for name, field in settings.model_fields.items() if field.is_required()]
    assert required

    for name in required:
        for spoil in (
            lambda patched, name: patched.delenv(name),
            lambda patched, name: patched.setenv(name, ""),
        ):
            with monkeypatch.context() as patched:
                spoil(patched, name.upper())
                with pytest.raises(ValueError, match=rf"(?m)^{name}$"):
                    bootstrap.services()


def damaged_model(folder: Path) -> str:
    path = folder / "dandruff.onnx"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    return path.name


def missing_model(folder: Path) -> str:
    (folder / "hair_loss.onnx").unlink()
    return "hair_loss.onnx"


def model_cut_short(folder: Path) -> str:
    path = folder / "dandruff.onnx"
    path.write_bytes(path.read_bytes()[:1000])
    return path.name


def manifest_without_a_model(folder: Path) -> str:
    return _changed(folder, lambda manifest: manifest["models"].popitem())


def manifest_with_another_file(folder: Path) -> str:
    _changed(folder, lambda manifest: manifest["models"]["dandruff"].update(file="absent.onnx"))
    return "absent.onnx"


def manifest_of_another_version(folder: Path) -> str:
    return _changed(folder, lambda manifest: manifest.update(schemaVersion=3))


def _changed(folder: Path, change: Callable[[dict[str, Any]], object]) -> str:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    change(manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")
    return path.name


def half_a_manifest(folder: Path) -> str:
    path = folder / "manifest.json"
    path.write_bytes(path.read_bytes()[:100])
    return path.name


@pytest.mark.parametrize(
    "spoil",
    [
        damaged_model,
        model_cut_short,
        missing_model,
        manifest_without_a_model,
        manifest_with_another_file,
        manifest_of_another_version,
        half_a_manifest,
    ],
)
def test_a_release_with_broken_models_assesses_nothing_and_loses_nothing(
    cloud: Cloud,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    spoil: Callable[[Path], str],
) -> None:
    """Nobody is graded by half of the networks; the photo waits for a release that works."""
    folder = tmp_path / "models"
    shutil.copytree(ARTIFACTS, folder)
    name = spoil(folder)
    made = cloud.create()
    cloud.upload(made, photos.sample())
    cloud.set_visibility_timeout(0)
    with monkeypatch.context() as patched:
        patched.setenv("MODEL_ARTIFACTS", str(folder))
        with pytest.raises(BrokenArtifactError, match=name):
            scalp_assess.bootstrap.services()
        while not cloud.waiting("AssessDeadLetterQueue"):
            cloud.work()
        assert name in capsys.readouterr().out

    assert statuses(cloud, [made]) == ["pending"]
    assert cloud.photo_exists(made)
    assert cloud.counters() == {}
    cloud.set_visibility_timeout(60)
    dead = cloud.stack.physical_ids["AssessDeadLetterQueue"]
    redrive(cloud.sqs, source=dead, target=cloud.mapping.queue_url, at_most=10)
    while cloud.work():
        pass
    assert statuses(cloud, [made]) == ["done"]
    assert lost_or_counted_twice(cloud, [made]) == 0


def test_nothing_is_written_to_any_disk_so_a_full_one_is_none_of_our_business(
    cloud: Cloud, tmp_path: Path
) -> None:
    """In a process that may not write a single byte to a file, and has no folder for any."""
    accepted = []
    for content_type, encode in FORMATS.items():
        accepted.append(cloud.create(contentType=content_type))
        cloud.upload(accepted[-1], encode())
    event = batch(*(message(s3_event(cloud, made), made) for made in accepted))

    worker = multiprocessing.get_context("spawn").Process(
        target=_assess_without_disk, args=(dict(os.environ), event, str(tmp_path / "nowhere"))
    )
    worker.start()
    worker.join(180)

    assert worker.exitcode == 0
    assert statuses(cloud, accepted) == ["done"] * len(FORMATS)
    assert lost_or_counted_twice(cloud, accepted) == 0


def _assess_without_disk(environment: dict[str, str], event: dict[str, Any], nowhere: str) -> None:
    os.environ.clear()
    os.environ.update(environment | {"TMPDIR": nowhere, "HOME": nowhere})
    os.chdir("/")
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        Path(nowhere).with_name("full").write_text("x", encoding="utf-8")
    except OSError:
        pass
    else:
        raise SystemExit("the limit does not hold here")
    from scalp_assess.handler import handler

    context: Any = LocalContext("assess", 3008, 60)
    if handler(event, context) != {"batchItemFailures": []}:
        raise SystemExit("some photo could not be assessed")
