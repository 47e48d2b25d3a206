"""Many photos at once through the whole local system: all done, counted once, and in fair order.

The photos go the way of everybody's: the API, a presigned POST, S3's notification, the queue, and
workers with the shipped models. Then every result is read, and the counters must be their sum.

*Fair* is a measure of rank: a photo is overtaken by every photo that was uploaded after it and
finished before it. No photo may be overtaken by more than twenty, or a twentieth of all.

What this shows is our side: nothing that takes, handles or retries a message lets others pass. The
order in which SQS itself hands out messages is best effort; moto's is first in, first out.

Run: ``make drain N=1000 WRITE=1``. Memory is read from /proc, so only on Linux.
"""

import argparse
import math
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import httpx

from benchmarks.drain_outcome import Drain, Passage, faults, most_overtaken_allowed, overtaken
from benchmarks.photos import MIXED, jpeg
from benchmarks.record import circumstances, quantiles, write
from scalp_core.assessments import keys as assessments_keys
from scalp_core.assessments.model import Assessment
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.statistics import counters
from scalp_core.statistics import keys as statistics_keys
from scalp_core.statistics.publication import Counts, contribution
from scalp_core.statistics.repository import StatsRepository
from scalp_core.vocabulary import AgeGroup, Sex, Status
from scalp_local.system import System, aws_variables, free_port, local_system

COHORTS = [(sex, age) for sex in Sex for age in AgeGroup]
# Longer than a message is hidden after a failure; without progress for so long, the queue stands.
_STALLED_SECONDS = 400
_LOOK_SECONDS = 5


def drained(number: int, *, workers: int, uploaders: int) -> Drain:
    """Send ``number`` photos into a system of their own, and wait until none is left."""
    # Without catalogues: moto copies the whole table for every transaction.
    with local_system(
        port=free_port(), site=None, workers=workers, catalogues=False, stack_name="drain"
    ) as system:
        return _drain(system, number, uploaders)


def _drain(system: System, number: int, uploaders: int) -> Drain:
    clients = Clients(system)
    made = {size: jpeg(size) for size in set(MIXED)}
    pictures = [made[size] for size in MIXED]
    with (
        httpx.Client(timeout=120, limits=httpx.Limits(max_connections=uploaders)) as http,
        ThreadPoolExecutor(uploaders) as pool,
    ):
        sent = [
            pool.submit(
                _upload, http, system.url, COHORTS[one % len(COHORTS)], pictures[one % len(MIXED)]
            )
            for one in range(number)
        ]
        most_waiting = clients.wait_until_finished(sent)
    uploads = sorted((future.result() for future in sent), key=lambda upload: upload[1])
    passages = [Passage(at, clients.read(assessment_id)) for assessment_id, at in uploads]
    expected: Counter[str] = Counter()
    for one in passages:
        if result := one.result:
            expected.update(contribution(result))
    return Drain(
        passages,
        expected,
        clients.counters(),
        most_waiting,
        clients.left(),
        {name: max(map(_peak_megabytes, ids)) for name, ids in system.processes.items()},
    )


def _upload(
    http: httpx.Client, url: str, cohort: tuple[Sex, AgeGroup], content: bytes
) -> tuple[str, datetime]:
    sex, age_group = cohort
    asked = {"sex": sex, "ageGroup": age_group, "consent": True, "contentType": "image/jpeg"}
    created = http.post(f"{url}/api/v1/assessments", json=asked).raise_for_status().json()
    form = created["upload"]
    files = {"file": ("photo.jpg", content, "image/jpeg")}
    http.post(form["url"], data=form["fields"], files=files).raise_for_status()
    return str(created["id"]), datetime.now(UTC)


def _peak_megabytes(process: int) -> float:
    status = Path(f"/proc/{process}/status")
    if not status.is_file():
        return 0.0
    (line,) = [one for one in status.read_text().splitlines() if one.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


class Clients:
    """Looks into the system's table and queues."""

    def __init__(self, system: System) -> None:
        variables = aws_variables(system.aws)
        session = boto3.Session(
            aws_access_key_id=variables["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=variables["AWS_SECRET_ACCESS_KEY"],
            region_name=variables["AWS_DEFAULT_REGION"],
        )
        dynamodb = session.client("dynamodb", endpoint_url=system.aws)
        table = system.stack.physical_ids["Table"]
        self._assessments = AssessmentRepository(dynamodb, table)
        self._stats = StatsRepository(dynamodb, table)
        self._dynamodb, self._table = dynamodb, table
        self._began = datetime.now(UTC).date()
        self._sqs = session.client("sqs", endpoint_url=system.aws)
        self._queues = [
            system.stack.physical_ids[name] for name in ("AssessQueue", "AssessDeadLetterQueue")
        ]

    def read(self, assessment_id: str) -> Assessment:
        return self._assessments.get(assessment_id, datetime.now(UTC))

    def wait_until_finished(self, sent: Sequence[Future[tuple[str, datetime]]]) -> int:
        """Until all have come to an end or none moves; gives the longest queue that was seen."""
        most, finished, moved, looked = 0, 0, time.monotonic(), -math.inf
        while finished < len(sent) and time.monotonic() - moved < _STALLED_SECONDS:
            # Seldom: moto walks through all messages for an answer, and gets slower by that.
            if time.monotonic() - looked > _LOOK_SECONDS:
                most, looked = max(most, self._waiting(self._queues[0])), time.monotonic()
            if sent[finished].done() and self._ended(sent[finished].result()[0]):
                finished, moved = finished + 1, time.monotonic()
            else:
                time.sleep(0.5)
        return most

    def _ended(self, assessment_id: str) -> bool:
        return self.read(assessment_id).status is not Status.PENDING

    def left(self) -> int:
        """Messages anywhere; what has just been finished is deleted from the queue in a moment."""
        deadline = time.monotonic() + 10
        while (left := sum(map(self._waiting, self._queues))) and time.monotonic() < deadline:
            time.sleep(0.1)
        return left

    def _waiting(self, queue: str) -> int:
        names: Any = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        answer = self._sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=names)
        return sum(int(answer["Attributes"][name]) for name in names)

    def done(self) -> int:
        """Finished assessments of all that there are."""
        pages = self._dynamodb.get_paginator("scan").paginate(
            TableName=self._table,
            FilterExpression="begins_with(PK, :assessment) AND #status = :done",
            ExpressionAttributeNames={"#status": "status"},
            ExpressionAttributeValues={
                ":assessment": {"S": assessments_keys.assessment_pk("")},
                ":done": {"S": str(Status.DONE)},
            },
            Select="COUNT",
        )
        return sum(page["Count"] for page in pages)

    def counters(self) -> tuple[Counts, Counts]:
        """What the cohorts' counters say together, and what the days' say."""
        cohorts = [statistics_keys.cohort_pk(*one) for one in COHORTS]
        # A run may go on over midnight.
        days = {self._began, datetime.now(UTC).date()}
        return self._sums(cohorts), self._sums([statistics_keys.day_pk(day) for day in days])

    def _sums(self, partitions: Sequence[str]) -> Counts:
        sums: Counter[str] = Counter()
        for partition in partitions:
            for shard in self._stats.shards(partition).values():
                sums.update(shard)
        return sums


def lines(drain: Drain, *, workers: int) -> list[str]:
    """The report in Markdown."""
    number, done = len(drain.passages), len(drain.done)
    worst = max(overtaken([one.assessment.finished_at for one in drain.done]), default=0)
    total = drain.counted[0].get(counters.TOTAL, 0)
    waits = quantiles([one.wait_seconds for one in drain.done])
    services = quantiles([one.service_seconds for one in drain.done])
    memory = [f"| {name}, peak memory | {drain.memory[name]:.0f} MB |" for name in drain.memory]
    return [
        "| | |",
        "|---|--:|",
        f"| photos, workers | {number:,}, {workers} |",
        f"| done, counted | {done:,}, {total:,} |",
        f"| from first upload to last result | {drain.seconds:.0f} s |",
        f"| throughput | {done / drain.seconds:.1f} a second |",
        f"| longest queue | {drain.most_waiting:,} |",
        f"| wait p50, p95, p99 | {waits[0]:.1f}, {waits[1]:.1f}, {waits[2]:.1f} s |",
        "| decoding and inference p50, p95, p99 | "
        + ", ".join(f"{1000 * one:.0f}" for one in services)
        + " ms |",
        f"| most overtaken (allowed: {most_overtaken_allowed(number)}) | {worst} |",
        *memory,
    ]


def main() -> int:
    """Measure, print, and fail if a photo was lost, counted twice or left behind."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("number", type=int, nargs="?", default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--uploaders", type=int, default=8)
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    given = parser.parse_args()
    drain = drained(given.number, workers=given.workers, uploaders=given.uploaders)
    report = [
        circumstances("onnxruntime", "pillow", "moto"),
        "",
        *(lines(drain, workers=given.workers) if drain.done else []),
    ]
    print("\n".join(report))
    found = faults(drain)
    for fault in found:
        print(f"FAULT: {fault}", file=sys.stderr)
    if given.write and not found:
        write("queue drain", report)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
