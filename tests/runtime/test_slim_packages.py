"""What functions/assess/slim.sh leaves of the image's packages is all that the function needs."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from scalp_deployment.paths import ARTIFACTS, ROOT
from support import photos

_SLIM = ROOT / "functions" / "assess" / "slim.sh"
_CHANGED = ("botocore", "numpy", "onnxruntime", "PIL")
_GONE = (
    "botocore/data/ec2",
    "numpy/f2py",
    "onnxruntime/transformers",
    "PIL/_avif.*",
    "pillow.libs/libavif-*",
)
# Prints the paths of what it used: a part that is missing there might have come from elsewhere.
_ASSESS = f"""
import boto3, sys
from pathlib import Path
from scalp_core.vision.loading import load_ensemble
import scalp_assess.handler
for service in ("codedeploy", "dynamodb", "s3"):
    boto3.client(service, region_name="us-east-1")
ensemble = load_ensemble(Path({str(ARTIFACTS)!r}))
for path in sys.argv[1:]:
    assert len(ensemble.analyse(Path(path).read_bytes()).symptoms) == 6
print(*(sys.modules[name].__file__ for name in {_CHANGED}), sep="\\n")
"""


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The packages that it changes, linked from the tests' own, and slimmed."""
    installed, folder = Path(sysconfig.get_path("platlib")), tmp_path_factory.mktemp("packages")
    for name in (*_CHANGED, "numpy.libs", "pillow.libs"):
        if (installed / name).is_dir():  # libraries lie elsewhere on other systems than Linux
            shutil.copytree(installed / name, folder / name, copy_function=_linked)
    subprocess.run(["sh", str(_SLIM), str(folder)], check=True)
    yield folder
    shutil.rmtree(folder)


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)


def test_every_kind_of_photo_is_assessed_by_what_is_left(packages: Path, tmp_path: Path) -> None:
    picture = photos.picture()
    contents = {
        "JPEG": photos.encoded(picture, "JPEG"),
        "PNG": photos.encoded(picture, "PNG"),
        "WEBP": photos.encoded(picture, "WEBP"),
        "HEIC": photos.heic(picture),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)

    done = subprocess.run(
        [sys.executable, "-c", _ASSESS, *(str(tmp_path / name) for name in contents)],
        env=os.environ | {"PYTHONPATH": str(packages)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert all(Path(path).is_relative_to(packages) for path in done.stdout.split())


@pytest.mark.skipif(sys.platform != "linux", reason="libraries are named otherwise elsewhere")
def test_what_the_function_never_reads_is_gone(packages: Path) -> None:
    assert {name for name in _GONE if list(packages.glob(name))} == set()
    installed = Path(sysconfig.get_path("platlib"))
    assert all(list(installed.glob(name)) for name in _GONE), "a name here is out of date"
