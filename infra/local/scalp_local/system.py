"""Runs the whole system on this machine: moto server, API with site, and workers on the queue."""

import errno
import multiprocessing
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event as ProcessEvent
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import boto3
import httpx

from scalp_core.errors import ScalpSpectraError
from scalp_deployment.paths import (
    ARTIFACTS,
    CAMPAIGNS,
    CARE_GUIDE,
    PLACE_NAMES,
    REFERENCE_STATISTICS,
    SAMPLE_CAMPAIGNS,
    TEMPLATE,
)
from scalp_deployment.template import REGION
from scalp_local import stack
from scalp_local.event_source import LocalContext, drain
from scalp_local.fake_aws import FakeAws
from scalp_local.request_threads import thread_per_request
from scalp_local.seeding import load_catalogues
from scalp_local.site import site_and_api

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

HOST = "127.0.0.1"
_START_SECONDS = 60

# Interpreters of their own: each function's process sees the template's variables and no others.
_PROCESSES = multiprocessing.get_context("spawn")


class StartError(ScalpSpectraError):
    """The system could not be started; the text says what to do."""


@dataclass(frozen=True)
class System:
    """A running system.

    Attributes:
        url: URL of site and API.
        aws: URL of the moto server.
        processes: process ids by name, ``API`` or ``worker``.
    """

    url: str
    aws: str
    stack: stack.Stack
    processes: dict[str, list[int]]


def free_port() -> int:
    """Return a port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def local_system(
    *,
    port: int,
    site: Path | None,
    parameters: dict[str, str] | None = None,
    workers: int = 1,
    catalogues: bool = True,
    demo_ads: bool = False,
    stack_name: str = "scalpspectra",
    listen: str = HOST,
    report: Callable[[str], object] = lambda _: None,
) -> Iterator[System]:
    """Start the system, wait until it answers, and stop it on leaving.

    Args:
        port: port of site and API on localhost.
        site: folder of the built site, or ``None`` to serve the API alone.
        parameters: parameters of template.yaml, besides those that a local stack needs.
        workers: number of assess functions that run at once.
        catalogues: whether to load hospitals and products.
        demo_ads: whether sample campaigns take slots among products.
        stack_name: must differ between systems of one process, because they share moto's state.
        listen: address that moto listens on; containers reach 0.0.0.0 only.
        report: called with a line for each step.

    Raises:
        StartError: the port is taken, or a process did not start.
    """
    _refuse_taken(port)
    url = f"http://localhost:{port}"
    ready = [_PROCESSES.Event() for _ in range(workers)]
    # Started first: they import their packages while the stack is being created.
    api = _Child("API", _serve_api, port, site)
    assessing = [_Child("worker", _serve_queue, event) for event in ready]
    children = [api, *assessing]
    fake = FakeAws(listen)
    try:
        report("Starting S3, SQS and DynamoDB (moto) …")
        fake.start()
        aws = fake.endpoint
        report("Creating what template.yaml describes …")
        created = stack.create(
            TEMPLATE,
            aws,
            name=stack_name,
            # What `make publish-stats` has published is shown at once.
            parameters={"SiteOrigin": url, "PublicS3Endpoint": aws, "StatisticsSeconds": "0"}
            | ({"SponsoredProducts": "on"} if demo_ads else {})
            | (parameters or {}),
        )
        report("Starting the API, loading six models …")
        variables = aws_variables(aws)
        environment = created.environment
        seeds = {
            "CARE_GUIDE": str(CARE_GUIDE),
            "PLACE_NAMES": str(PLACE_NAMES),
            "REFERENCE_STATISTICS": str(REFERENCE_STATISTICS),
        }
        api.begin(environment["ApiFunction"] | variables | seeds, aws)
        for worker in assessing:
            worker.begin(
                environment["AssessFunction"] | variables | {"MODEL_ARTIFACTS": str(ARTIFACTS)},
                created.mappings["AssessFunction"],
            )
        if catalogues:
            campaigns = SAMPLE_CAMPAIGNS if demo_ads else CAMPAIGNS
            hospitals, products = load_catalogues(created, aws, campaigns)
            report(f"{hospitals:,} clinics and hospitals and {products} products are loaded …")
        _wait_until_up(url, ready, [child.process for child in children])
        yield System(url, aws, created, _ids(children))
    finally:
        for child in children:
            child.process.terminate()
        for child in children:
            child.stop()
        fake.stop()


class _Child:
    """A process that imports its packages at once, and serves once it receives its variables."""

    def __init__(self, name: str, serve: Callable[..., None], *arguments: object) -> None:
        inbox, self._outbox = _PROCESSES.Pipe(duplex=False)
        self.process: BaseProcess = _PROCESSES.Process(
            target=serve, args=(inbox, *arguments), name=name
        )
        self.process.start()

    def begin(self, variables: dict[str, str], detail: object) -> None:
        self._outbox.send((variables, detail))

    def stop(self) -> None:
        self.process.join(5)
        if self.process.is_alive():
            self.process.kill()


def _ids(children: list[_Child]) -> dict[str, list[int]]:
    ids: dict[str, list[int]] = {}
    for child in children:
        if child.process.pid is not None:
            ids.setdefault(child.process.name, []).append(child.process.pid)
    return ids


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            why = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used ({error})"
            raise StartError(
                f"Port {port} {why}. Choose another one, for example: make run PORT=8123"
            ) from error


def aws_variables(endpoint: str) -> dict[str, str]:
    """Return the variables that a process needs besides the template's own."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        # boto3 reads the second, and other tools the first, which would hide it.
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
        "POWERTOOLS_METRICS_DISABLED": "true",
        "POWERTOOLS_LOG_LEVEL": "WARNING",
    }


def _wait_until_up(url: str, ready: list[ProcessEvent], processes: list[BaseProcess]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        for process in processes:
            if not process.is_alive():
                raise StartError(f"The {process.name} did not start; see its output above.")
        if all(event.wait(0.05) for event in ready) and _is_healthy(url):
            return
    raise StartError(f"The system did not come up within {_START_SECONDS} seconds.")


def _is_healthy(url: str) -> bool:
    try:
        return httpx.get(f"{url}/api/v1/health", timeout=2).is_success
    except httpx.TransportError:
        return False


def _become(inbox: "Connection") -> Any:
    """Receive and set a function's variables, and return the detail sent with them."""
    variables, detail = inbox.recv()
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update({name: value for name, value in variables.items() if value})
    return detail


def _serve_api(inbox: "Connection", port: int, site: Path | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent handles Ctrl-C
    import uvicorn

    from scalp_api.app import create_app

    aws = _become(inbox)
    api = thread_per_request(create_app())
    days = int(os.environ["RESULT_DAYS"])
    app = site_and_api(api, site, upload_origin=aws, result_days=days)
    uvicorn.run(app, host=HOST, port=port, log_level="warning")


def _serve_queue(inbox: "Connection", ready: ProcessEvent) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from scalp_assess.bootstrap import services
    from scalp_assess.handler import handler

    mapping: stack.QueueMapping = _become(inbox)
    services()
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    ready.set()

    def invoke(event: dict[str, Any]) -> object:
        context: Any = LocalContext(
            mapping.function, mapping.memory_megabytes, mapping.timeout_seconds
        )
        return handler(event, context)

    drain(boto3.client("sqs"), mapping, invoke, stop)
