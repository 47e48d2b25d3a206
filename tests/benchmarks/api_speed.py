"""The API function against the least that a FastAPI application in a Lambda function can be.

    python -m benchmarks.api_speed            as tables
    python -m benchmarks.api_speed --write    into docs/benchmarks.md

Every request is an event of API Gateway through Mangum, on the stack of template.yaml with all
catalogues. What the fake AWS and the way there take is no part of it: the clock stands while
botocore sends. "These and the answer alone" are the same calls of AWS by boto3 with the same
settings, and a hello world that says the same bytes: the least that a request could be.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import boto3
import numpy as np
from botocore import xform_name

from benchmarks.api_setup import Answer, a_cloud, hello_with, hello_world, prepared, requests
from benchmarks.playback import Answers, Call, Playback
from benchmarks.record import circumstances, quantiles, write
from scalp_core import clock
from scalp_core.statistics.read import publish_pending_batches
from scalp_core.statistics.repository import StatsRepository
from scalp_local.fake_aws import FakeAws
from support.cloud import Cloud, http_event

_REQUESTS = 300
_WARM = 10  # the first ones import and connect
_CACHES = 64 << 20  # bytes, more than there are on the chip
_STARTS = 12

_REMEMBERED = ("statistics", "statistics beside a result", "products")
_NONE = ", none remembered"
_LEAST = "least of "
_UNCOMPILED = "PYTHONDONTWRITEBYTECODE"
_HELLO = "from fastapi import FastAPI; from mangum import Mangum; api = FastAPI()\n" + (
    "@api.get('/')\nasync def hello(): return {'message': 'Hello World'}\n"
    "Mangum(api, lifespan='off')"
)
_API = "import scalp_api.handler; scalp_api.handler._adapter()"


def request_rows(
    cloud: Cloud, playback: Playback, assessment_id: str, *, awoken: bool
) -> list[str]:
    """p50 and p99 of each request, in turns with hello world and with the least it could be."""
    from scalp_api.bootstrap import _AWS
    from scalp_api.handler import handler

    context: Any = cloud.context()
    hello, greeting = hello_world(), http_event("GET", "/api/v1/hello", None)
    client = boto3.client("dynamodb", config=_AWS)
    events = requests(assessment_id)
    events |= {f"{name}{_NONE}": events[name] for name in _REMEMBERED}
    made: dict[str, list[Call]] = {}
    said: dict[str, Answer] = {}

    def ask(name: str) -> float:
        answers: list[Any] = []
        with forgotten() if name.endswith(_NONE) else nullcontext():
            taken = playback.milliseconds(lambda: answers.append(handler(events[name], context)))
        if answers[0]["statusCode"] not in (200, 201, 404):
            raise SystemExit(f"{name}: {answers[0]}")
        made[name] = playback.calls
        said.setdefault(name, hello_with(answers[0]["body"].encode()))
        return taken

    def least(name: str) -> float:
        return playback.milliseconds(lambda: (make(made[name], client), said[name](greeting)))

    works = {"hello": lambda: playback.milliseconds(lambda: hello(greeting))}
    for name in events:
        works |= {name: partial(ask, name), f"{_LEAST}{name}": partial(least, name)}
    taken = in_turns(works, awoken=awoken)

    base50, _, base99 = quantiles(taken["hello"])
    rows = [
        "| request | p50, ms | p99, ms | p50 to hello world's (≤ 3) | p99 to hello world's (≤ 5) "
        "| calls of AWS | these and the answer alone, p50 ms | to hello world's |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
        f"| hello | {base50:.2f} | {base99:.2f} | 1.0 | 1.0 | | | |",
    ]
    for name in events:
        p50, _, p99 = quantiles(taken[name])
        alone, _, _ = quantiles(taken[f"{_LEAST}{name}"])
        rows.append(
            f"| {name} | {p50:.2f} | {p99:.2f} | {p50 / base50:.1f} | {p99 / base99:.1f} "
            f"| {len(made[name])} | {alone:.2f} | {alone / base50:.1f} |"
        )
    return rows


def in_turns(works: dict[str, Callable[[], float]], *, awoken: bool) -> dict[str, list[float]]:
    """What each work takes again and again, once everything has been imported and connected.

    Args:
        awoken: nothing of it is in the processor's caches. An environment on Lambda sleeps between
            two requests, while the processor works for others.
    """
    taken: dict[str, list[float]] = {name: [] for name in works}
    order = Random(0)  # what comes after more work finds less in the caches
    for turn in range(_WARM + _REQUESTS):
        names = list(works)
        for name in names if turn == 0 else order.sample(names, len(names)):
            if awoken:
                np.ones(_CACHES, np.uint8)
            taken[name].append(works[name]())
    return {name: values[_WARM:] for name, values in taken.items()}


@contextmanager
def forgotten() -> Iterator[None]:
    """As if a new minute began: the API remembers nothing of the requests before."""
    from scalp_api import told_products
    from scalp_api.bootstrap import services
    from scalp_core.products import repository as products

    memories = (
        services().products._suiting,
        services().product_traffic._summaries,
        services().told_statistics,
    )
    before = [memory._kept for memory in memories]
    for memory in memories:
        memory._kept = {}
    for texts in (products._product, told_products._product, told_products._medicine):
        texts.cache_clear()
    yield
    for memory, kept in zip(memories, before, strict=True):
        memory._kept = kept


def make(calls: list[Call], client: Any) -> None:
    """The same calls by boto3 and nothing else."""
    for call in calls:
        getattr(client, xform_name(call.operation))(**call.parameters)


def statistics_rows(cloud: Cloud, playback: Playback) -> list[str]:
    """The statistics after ever more assessments: their counters, times ten and again."""
    from scalp_api.handler import handler

    context: Any = cloud.context()
    event = http_event("GET", "/api/v1/stats?sex=female&ageGroup=40s", None)

    def read(answers: Answers) -> float:
        playback.answers = answers
        with forgotten():
            return playback.milliseconds(lambda: handler(event, context))

    works: dict[str, Callable[[], float]] = {}
    stats = StatsRepository(cloud.dynamodb, cloud.table)
    total = sum(snapshot.total for snapshot in stats.published().values())
    for wanted in (10**power for power in range(3, 8)):
        playback.stop()
        _multiply_counters(cloud, math.ceil(wanted / total))
        publish_pending_batches(stats=stats, clock=clock.now)
        playback.start()
        playback.answers = {}
        with forgotten():
            total = json.loads(handler(event, context)["body"])["everyone"]["total"]
        works[f"{total:,}"] = partial(read, playback.answers)
    rows = ["| assessments counted | p50, ms | p99, ms |", "|--:|--:|--:|"]
    for name, values in in_turns(works, awoken=False).items():
        p50, _, p99 = quantiles(values)
        rows.append(f"| {name} | {p50:.2f} | {p99:.2f} |")
    return rows


def _multiply_counters(cloud: Cloud, factor: int) -> None:
    for page in cloud.dynamodb.get_paginator("scan").paginate(TableName=cloud.table):
        for item in page["Items"]:
            if item["SK"]["S"].startswith("SHARD#") and item["PK"]["S"].startswith("STATS#"):
                for value in item.values():
                    if "N" in value:
                        value["N"] = str(int(value["N"]) * factor)
                cloud.dynamodb.put_item(TableName=cloud.table, Item=item)


def import_row() -> list[str]:
    """A new process with the handler's application built, against hello world's."""
    taken: dict[str, list[float]] = {_HELLO: [], _API: []}
    with TemporaryDirectory() as compiled:
        # Packages come compiled and our own code does not, so the first turn compiles everything.
        environment = {name: value for name, value in os.environ.items() if name != _UNCOMPILED}
        environment["PYTHONPYCACHEPREFIX"] = compiled
        for turn in range(_STARTS + 1):
            for code, into in taken.items():
                started = time.perf_counter()
                subprocess.run([sys.executable, "-c", code], check=True, env=environment)
                if turn:
                    into.append(1000 * (time.perf_counter() - started))
    hello, ours = median(taken[_HELLO]), median(taken[_API])
    return [
        f"A new process that imports the handler and builds its application: {ours:.0f} ms; hello "
        f"world: {hello:.0f} ms; {ours / hello:.2f} times (target: ≤ 2)."
    ]


def main() -> None:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    given = parser.parse_args()
    aws = FakeAws("127.0.0.1")
    aws.start()
    cloud = a_cloud(aws.endpoint)
    imports = import_row()
    playback, assessment_id = prepared(cloud)
    report = [
        circumstances("fastapi", "mangum", "pydantic", "boto3"),
        "",
        "In a loop of all of them, by chance one after the other:",
        "",
        *request_rows(cloud, playback, assessment_id, awoken=False),
        "",
        "After a sleep, while the processor worked for others:",
        "",
        *request_rows(cloud, playback, assessment_id, awoken=True),
        "",
        *imports,
        "",
        *statistics_rows(cloud, playback),
    ]
    print("\n".join(report))
    aws.stop()
    if given.write:
        write("api speed", report)


if __name__ == "__main__":
    main()
