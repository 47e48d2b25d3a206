"""Says what is missing where `sam local` runs the function without a stack to work on."""

import socket
from collections.abc import Mapping
from urllib.parse import urlsplit

_HOW = (
    "Start one with `make run SAM=1`, and add `--env-vars .work/sam-environment.json "
    "--add-host host.docker.internal:host-gateway` to the command (README.md)."
)


class StackMissingError(Exception):
    """There is no bucket and no table to work on; the text says what to do."""


def require_stack(variables: Mapping[str, str]) -> None:
    """Refuse to run in `sam local` without a stack; do nothing on AWS.

    Args:
        variables: the environment.

    Raises:
        StackMissingError: names of resources are those of the template, or nothing answers.
    """
    if not variables.get("AWS_SAM_LOCAL"):
        return
    # `sam local` cannot resolve a reference to a resource, and puts its logical id.
    if variables.get("UPLOADS_BUCKET") == "UploadsBucket":
        raise StackMissingError(f"This function was given no stack. {_HOW}")
    endpoint = variables.get("AWS_ENDPOINT_URL")
    if endpoint and not _answers(endpoint):
        raise StackMissingError(f"No stack answers at {endpoint} from the container. {_HOW}")


def _answers(endpoint: str) -> bool:
    url = urlsplit(endpoint)
    try:
        with socket.create_connection((url.hostname or "", url.port or 80), timeout=2):
            return True
    except OSError:
        return False
