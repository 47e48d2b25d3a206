"""Faults that only a real process under Lambda's own runtime shows: none loses or double-counts."""

import json
import resource
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from PIL import Image

from scalp_core.vision.manifest import MANIFEST_NAME
from scalp_operator.redrive import redrive
from support import photos
from support.cloud import Cloud
from support.emulator import Emulator, InvocationError
from support.gate import Gate
from support.lambda_package import Package

# A killed function may still be writing.
pytestmark = pytest.mark.own_stack

Start = Callable[..., Emulator]
Packages = Callable[[str], Package]

COHORT = "STATS#female#40s"
# Long enough for a cold start on a busy machine, because that counts, too.
TIMEOUT = 12
# Shorter than the three tries of three seconds that a client gives a silent line.
IMPATIENT = 8
S3_TEST_EVENT = {
    "Records": [
        {
            "messageId": "warm",
            "receiptHandle": "r",
            "body": json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent"}),
            "attributes": {"ApproximateReceiveCount": "1"},
            "eventSource": "aws:sqs",
        }
    ]
}


def total(cloud: Cloud) -> int:
    return cloud.counters().get(COHORT, {}).get("total", 0)


def deliver_at_most(cloud: Cloud, times: int) -> dict[str, str]:
    """Limit the deliveries of a message; return the function's variable for the limit."""
    policy = {
        "deadLetterTargetArn": cloud.sqs.get_queue_attributes(
            QueueUrl=cloud.stack.physical_ids["AssessDeadLetterQueue"], AttributeNames=["QueueArn"]
        )["Attributes"]["QueueArn"],
        "maxReceiveCount": times,
    }
    cloud.sqs.set_queue_attributes(
        QueueUrl=cloud.mapping.queue_url, Attributes={"RedrivePolicy": json.dumps(policy)}
    )
    return {"MAX_RECEIVE_COUNT": str(times)}


def uploaded(cloud: Cloud, content: bytes | None = None) -> str:
    """A photo in the queue, and nothing else there."""
    while cloud.work(lambda _: None):  # S3's own test event
        pass
    made = cloud.create()
    cloud.upload(made, content or photos.sample())
    return made


def until(true: Callable[[], bool], meanwhile: Callable[[], object] = lambda: None) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + 300
    while not true():
        assert time.monotonic() < deadline, "did not happen in time"
        meanwhile()
        time.sleep(0.002)


def work_until(
    cloud: Cloud, invoke: Callable[[dict[str, Any]], object], true: Callable[[], bool]
) -> None:
    """Serve the queue until something has become true."""
    until(true, lambda: (cloud.work(invoke), time.sleep(0.1)))


def recover(cloud: Cloud, worker: Emulator, made: str) -> None:
    """Redrive the dead letter: the photo is finished and counted once, and nothing is left."""
    assert total(cloud) == 0
    assert cloud.photo_exists(made)
    ids = cloud.stack.physical_ids
    queues = {"source": ids["AssessDeadLetterQueue"], "target": ids["AssessQueue"]}
    assert redrive(cloud.sqs, at_most=1, **queues) == 1
    work_until(cloud, worker.invoke, lambda: cloud.read(made)["status"] == "done")
    assert total(cloud) == 1
    assert not cloud.photo_exists(made)
    assert cloud.waiting() == cloud.waiting("AssessDeadLetterQueue") == 0


def test_a_function_that_hangs_times_out_and_the_person_sees_failed(
    start: Start, cloud: Cloud, proxy: Gate
) -> None:
    """S3 does not answer: Lambda kills the function, and no line of ours runs afterwards."""
    variables = deliver_at_most(cloud, 2)
    worker = start("AssessFunction", timeout=IMPATIENT, AWS_ENDPOINT_URL_S3=proxy.url, **variables)
    made = uploaded(cloud)
    cloud.set_visibility_timeout(0)
    errors: list[str] = []

    def invoke(event: dict[str, Any]) -> object:
        try:
            return worker.invoke(event)
        except InvocationError as error:
            errors.append(str(error))
            raise

    proxy.shut()
    cloud.work(invoke)
    assert cloud.read(made)["status"] == "pending", "it comes back"
    work_until(cloud, invoke, lambda: cloud.waiting("AssessDeadLetterQueue") == 1)
    proxy.open()

    assert len(errors) == 2
    assert all("timed out after" in one for one in errors), errors
    # From the deadline on, which the last delivery took from what it had left when it began.
    until(lambda: cloud.read(made)["status"] == "failed")
    recover(cloud, start("AssessFunction", **variables), made)  # with time for a busy machine


@pytest.mark.parametrize(
    ("moment", "service", "words"),
    [
        ("reading", "S3", b"GET /"),
        ("assessing", "DYNAMODB", b"TransactWriteItems"),
        ("finishing", "DYNAMODB", b"TransactWriteItems"),
    ],
)
def test_a_killed_function_is_retried_and_counted_once(
    start: Start, cloud: Cloud, proxy: Gate, moment: str, service: str, words: bytes
) -> None:
    """As when memory runs out or a machine is lost: SIGKILL, with nothing written afterwards."""
    worker = start("AssessFunction", timeout=TIMEOUT, **{f"AWS_ENDPOINT_URL_{service}": proxy.url})
    # While a large photo is assessed there is time to see that, and to kill the function.
    large = photos.encoded(photos.picture(4000, 3000), "JPEG", quality=90)
    made = uploaded(cloud, large if moment == "assessing" else None)
    worker.invoke(S3_TEST_EVENT)
    cloud.set_visibility_timeout(TIMEOUT + 1)
    function = worker.function
    threads = function.num_threads()
    died: list[str] = []

    def doomed(event: dict[str, Any]) -> object:
        try:
            return worker.invoke(event)
        except InvocationError as error:
            died.append(str(error))
            raise

    proxy.shut_at(words)
    delivery = Thread(target=cloud.work, args=(doomed,))
    delivery.start()
    if moment == "assessing":  # the networks get their threads when the first photo is there
        until(lambda: function.num_threads() > threads)
    else:
        assert proxy.asked.wait(TIMEOUT)
    function.kill()
    delivery.join(TIMEOUT + 60)
    proxy.open()

    assert len(died) == 1
    assert "Runtime.ExitError" in died[0]
    assert cloud.read(made)["status"] == "pending"
    assert total(cloud) == 0
    work_until(cloud, worker.invoke, lambda: cloud.read(made)["status"] == "done")
    assert total(cloud) == 1
    assert cloud.waiting() == 0


def test_a_photo_that_memory_does_not_suffice_for_is_not_lost(start: Start, cloud: Cloud) -> None:
    """The emulator limits nothing, so the kernel does: no more than the models have taken."""
    worker = start("AssessFunction", timeout=TIMEOUT, **deliver_at_most(cloud, 2))
    # A PNG has to be decoded whole, these 48 megapixels into 144 MB: more than loading has freed.
    large = photos.picture().resize((8000, 6000), Image.Resampling.NEAREST)
    made = uploaded(cloud, photos.encoded(large, "PNG", compress_level=1))
    cloud.set_visibility_timeout(0)
    worker.invoke(S3_TEST_EVENT)
    function = worker.function
    limit = function.memory_info().vms + 30 * 1024 * 1024
    function.rlimit(resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))

    work_until(cloud, worker.invoke, lambda: cloud.waiting("AssessDeadLetterQueue") == 1)

    assert "MemoryError" in worker.logs
    assert cloud.read(made)["status"] == "failed"
    function.rlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    recover(cloud, worker, made)


@pytest.mark.parametrize(
    ("function", "event", "variable"),
    [
        ("AssessFunction", S3_TEST_EVENT, "TABLE_NAME"),
        ("AssessFunction", S3_TEST_EVENT, "MODEL_ARTIFACTS"),
        ("CatalogFunction", {"refresh": "hospitals"}, "HIRA_URL"),
    ],
)
def test_a_missing_variable_is_reported_by_name(
    start: Start, function: str, event: dict[str, Any], variable: str
) -> None:
    emulator = start(function, **{variable: None})

    with pytest.raises(InvocationError) as raised:
        emulator.invoke(event)

    assert variable.lower() in str(raised.value)
    assert "Field required" in str(raised.value)


def flip_a_bit(package: Package) -> Path:
    """One bit of a model, as a bad disk or copy leaves it."""
    models = package.task / "model_artifacts"
    manifest = json.loads((models / MANIFEST_NAME).read_bytes())
    path = models / next(iter(manifest["models"].values()))["file"]
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    return path


def test_a_spoilt_model_is_refused_by_name_and_the_photo_waits(
    start: Start, cloud: Cloud, packages: Packages
) -> None:
    """How else models may be spoilt is tested without the runtime, in test_faults_start.py."""
    package = packages("AssessFunction")
    package.unlock()
    spoilt = flip_a_bit(package)
    package.lock()
    broken = start("AssessFunction", package=package)
    made = uploaded(cloud)
    cloud.set_visibility_timeout(0)

    with pytest.raises(InvocationError) as raised:
        broken.invoke(S3_TEST_EVENT)
    assert "BrokenArtifactError" in str(raised.value)
    assert spoilt.name in str(raised.value)
    assert cloud.work(broken.invoke) == 1

    assert cloud.read(made)["status"] == "pending"
    assert (total(cloud), cloud.waiting(), cloud.photo_exists(made)) == (0, 1, True)
    repaired = start("AssessFunction")
    work_until(cloud, repaired.invoke, lambda: cloud.read(made)["status"] == "done")
    assert total(cloud) == 1
