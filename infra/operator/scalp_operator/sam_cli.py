"""The SAM CLI, as a program."""

import os
import shutil
import subprocess

from scalp_core.errors import ScalpSpectraError
from scalp_deployment.paths import ROOT

FOLDER = ROOT


class DeployError(ScalpSpectraError):
    """A step of a deployment failed; the text says which."""


def find_sam() -> str:
    """Return the path of the SAM CLI.

    Raises:
        DeployError: it is missing.
    """
    command = shutil.which("sam")
    if command is None:
        raise DeployError("The SAM CLI is missing: pip install aws-sam-cli, see README.md.")
    return command


def run_sam(*arguments: str) -> None:
    """Run a command of the SAM CLI in the repository's root.

    Raises:
        DeployError: the SAM CLI is missing, or failed.
    """
    environment = os.environ | {"SAM_CLI_TELEMETRY": "0"}
    done = subprocess.run(  # noqa: S603 (no shell; arguments are ours and the operator's)
        [find_sam(), *arguments], cwd=FOLDER, env=environment, check=False
    )
    if done.returncode:
        raise DeployError(f"sam {arguments[0]} ended with {done.returncode}, see above.")
