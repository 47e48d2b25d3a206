"""How long the API's requests take: under load on the local stack, and in processor time alone.

    python -m benchmarks.api_speed            as tables
    python -m benchmarks.api_speed --write    into docs/benchmarks.md

Under load, each of so many people sends one request of a random kind after the other, without a
pause, to the local stack's API: one uvicorn process in place of Lambda, and moto, which shares the
machine's cores with it. Processor time is that of the handler with an event of API Gateway, without
what AWS takes: each of its responses is requested once and then played back.
"""

import argparse
import asyncio
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from functools import partial
from random import Random
from statistics import median
from typing import Any

import boto3
import httpx

from benchmarks.api_setup import Request, events, fill, prepared, requests, seeded_cloud
from benchmarks.playback import Answers, Playback
from benchmarks.record import circumstances, quantiles, write
from scalp_core import clock
from scalp_core.statistics.publish import publish_pending_batches
from scalp_core.statistics.repository import StatsRepository
from scalp_local.fake_aws import FakeAws
from scalp_local.system import aws_variables, free_port, local_system
from support.cloud import Cloud, http_event

_PEOPLE = (1, 20, 50)
_SECONDS = 25
_REQUESTS = 200
_WARM = 10  # the first ones import and connect
_OK = (200, 201, 404)
_CACHED = ("statistics", "statistics beside a result", "products")


def load_rows() -> list[str]:
    """Return the rows of the table of latencies under load."""
    with local_system(
        port=free_port(), site=None, parameters={"StatisticsSeconds": "60"}
    ) as system:
        variables = aws_variables(system.aws)
        client = boto3.client(
            "dynamodb",
            endpoint_url=system.aws,
            region_name=variables["AWS_DEFAULT_REGION"],
            aws_access_key_id=variables["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=variables["AWS_SECRET_ACCESS_KEY"],
        )
        assessment_id = fill(client, system.stack.physical_ids["Table"])
        asked = requests(assessment_id)
        taken = {
            number: asyncio.run(latencies(system.url, asked, people=number)) for number in _PEOPLE
        }
    rows = [
        "| ms, p50 / p95 / p99 " + "".join(f"| {number} at once " for number in _PEOPLE) + "|",
        f"|---|{'--:|' * len(_PEOPLE)}",
    ]
    for name in asked:
        cells = [
            " / ".join(f"{value:,.0f}" for value in quantiles(taken[number][name]))
            for number in _PEOPLE
        ]
        rows.append(f"| {name} | {' | '.join(cells)} |")
    rates = [f"{sum(map(len, taken[number].values())) / _SECONDS:,.0f}" for number in _PEOPLE]
    return [*rows, f"| **all, requests a second** | {' | '.join(rates)} |"]


async def latencies(url: str, asked: dict[str, Request], *, people: int) -> dict[str, list[float]]:
    """Return the milliseconds of each request that ``people`` send for some seconds.

    Raises:
        SystemExit: a request failed.
    """
    taken: dict[str, list[float]] = {name: [] for name in asked}
    end = time.monotonic() + _SECONDS

    async def person(number: int, client: httpx.AsyncClient) -> None:
        order, names = Random(number), list(asked)
        while time.monotonic() < end:
            for name in order.sample(names, len(names)):
                method, path, body = asked[name]
                headers = {"content-type": "application/json"} if body else {}
                started = time.perf_counter()
                answer = await client.request(method, path, content=body, headers=headers)
                taken[name].append(1000 * (time.perf_counter() - started))
                if answer.status_code not in _OK:
                    raise SystemExit(f"{name}: {answer.status_code} {answer.text}")

    limits = httpx.Limits(max_connections=people, max_keepalive_connections=people)
    async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits) as client:
        await asyncio.gather(*(person(number, client) for number in range(people)))
    return taken


def processor_rows(cloud: Cloud, playback: Playback, assessment_id: str) -> list[str]:
    """Return the rows of the table of processor time."""
    from scalp_api.handler import handler

    context: Any = cloud.context()
    calls: dict[str, int] = {}
    asked = events(assessment_id)

    def work(name: str, *, empty: bool) -> float:
        answers: list[Any] = []
        playback.calls = 0
        with empty_caches() if empty else nullcontext():
            taken = milliseconds(lambda: answers.append(handler(asked[name], context)))
        if answers[0]["statusCode"] not in _OK:
            raise SystemExit(f"{name}: {answers[0]}")
        calls[f"{name}, caches empty" if empty else name] = playback.calls
        return taken

    works = {name: partial(work, name, empty=False) for name in asked}
    works |= {f"{name}, caches empty": partial(work, name, empty=True) for name in _CACHED}
    rows = ["| request | processor, ms | calls of AWS |", "|---|--:|--:|"]
    for name, values in in_turns(works).items():
        rows.append(f"| {name} | {median(values):.2f} | {calls[name]} |")
    return rows


def milliseconds(work: Callable[[], object]) -> float:
    """Return the processor time of ``work``; waiting and other threads are no part of it."""
    started = time.thread_time()
    work()
    return 1000 * (time.thread_time() - started)


def in_turns(works: dict[str, Callable[[], float]]) -> dict[str, list[float]]:
    """Return what each work takes again and again, once everything is imported and connected."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    order = Random(0)  # what comes after more work finds less in the processor's caches
    for turn in range(_WARM + _REQUESTS):
        names = list(works)
        for name in names if turn == 0 else order.sample(names, len(names)):
            taken[name].append(works[name]())
    return {name: values[_WARM:] for name, values in taken.items()}


@contextmanager
def empty_caches() -> Iterator[None]:
    """Empty the caches of statistics, products and visit rates for a moment, as after their TTL."""
    from scalp_api.bootstrap import services

    built = services()
    caches = (
        built.statistics._cache,
        built.products._by_symptom,
        built.product_traffic._summaries,
    )
    before = [dict(cache) for cache in caches]
    for cache in caches:
        cache.clear()
    yield
    for cache, entries in zip(caches, before, strict=True):
        cache.update(entries)


def growth_rows(cloud: Cloud, playback: Playback) -> list[str]:
    """Return the rows on statistics of ever more assessments: the counters, times ten and again."""
    from scalp_api.handler import handler

    context: Any = cloud.context()
    event = http_event("GET", "/api/v1/stats?sex=female&ageGroup=40s", None)

    def read(answers: Answers) -> float:
        playback.answers = answers
        with empty_caches():
            return milliseconds(lambda: handler(event, context))

    works: dict[str, Callable[[], float]] = {}
    stats = StatsRepository(cloud.dynamodb, cloud.table)
    total = sum(snapshot.total for snapshot in stats.published().values())
    for power in range(3, 8):
        playback.stop()
        _multiply_counters(cloud, math.ceil(10**power / total))
        # Each on a day of its own: a cell is published once a day.
        later = clock.now() + timedelta(days=power)
        publish_pending_batches(stats=stats, clock=lambda later=later: later)
        total = sum(snapshot.total for snapshot in stats.published().values())
        playback.start()
        playback.answers = {}
        with empty_caches():
            handler(event, context)
        works[f"{total:,}"] = partial(read, playback.answers)
    rows = ["| assessments counted | processor, ms |", "|--:|--:|"]
    return rows + [f"| {name} | {median(values):.2f} |" for name, values in in_turns(works).items()]


def _multiply_counters(cloud: Cloud, factor: int) -> None:
    for page in cloud.dynamodb.get_paginator("scan").paginate(TableName=cloud.table):
        for item in page["Items"]:
            if item["SK"]["S"].startswith("SHARD#") and item["PK"]["S"].startswith("STATS#"):
                for value in item.values():
                    if "N" in value:
                        value["N"] = str(int(value["N"]) * factor)
                cloud.dynamodb.put_item(TableName=cloud.table, Item=item)


def main() -> None:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    given = parser.parse_args()
    under_load = load_rows()
    aws = FakeAws("127.0.0.1")
    aws.start()
    cloud = seeded_cloud(aws.endpoint)
    playback, assessment_id = prepared(cloud)
    report = [
        circumstances("fastapi", "mangum", "pydantic", "boto3", "uvicorn", "moto"),
        "",
        *under_load,
        "",
        *processor_rows(cloud, playback, assessment_id),
        "",
        *growth_rows(cloud, playback),
    ]
    print("\n".join(report))
    aws.stop()
    if given.write:
        write("api speed", report)


if __name__ == "__main__":
    main()
