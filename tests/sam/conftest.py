"""The functions in containers as `sam local` runs them, with a moto server in place of AWS."""

import json
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from moto.server import ThreadedMotoServer
from sam_cli import ROOT, Sam, find_engine, install_sam

from scalp_deployment.template import REGION
from scalp_local.sam_environment import environment
from support.cloud import Cloud, create_cloud


@pytest.fixture(scope="session")
def sam() -> Sam:
    """The SAM CLI with everything built, or a skip that says what is missing."""
    engine = find_engine()
    if engine is None:
        pytest.skip(
            "no container engine answers: start Docker, or Podman with its Docker-compatible API, "
            "and set DOCKER_HOST if its socket is not in a usual place"
        )
    sam = Sam(install_sam(), engine)
    sam.build()
    return sam


@pytest.fixture
def aws_port(sam: Sam) -> Iterator[int]:
    """Port of a fresh moto server that the containers reach.

    They come over a bridge, so the server listens on more than loopback, for the test's duration.
    """
    server = ThreadedMotoServer(ip_address="0.0.0.0", port=0, verbose=False)
    server.start()
    port = server.get_host_and_port()[1]
    yield port
    # What it holds belongs to the process and would outlive the server.
    httpx.post(f"http://localhost:{port}/moto-api/reset")
    server.stop()


@pytest.fixture
def cloud(aws_port: int, monkeypatch: pytest.MonkeyPatch) -> Cloud:
    """The stack under the name that samconfig.toml gives it, which the stored events are about."""
    endpoint = f"http://localhost:{aws_port}"
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    settings = tomllib.loads((ROOT / "samconfig.toml").read_text(encoding="utf-8"))
    return create_cloud(endpoint, settings["default"]["global"]["parameters"]["stack_name"])


@pytest.fixture
def variables(cloud: Cloud, tmp_path: Path) -> Path:
    """File for ``--env-vars``, as `make run SAM=1` writes it."""
    path = tmp_path / "variables.json"
    path.write_text(json.dumps(environment(cloud.stack, cloud.endpoint)))
    return path
