"""Photos a second and processor when the queue is full: the whole worker, judging in two ways.

    python -m benchmarks.sustained            as a table
    python -m benchmarks.sustained --write    into docs/benchmarks.md

Both are the deployed handler, given batches as the queue's mapping gives them, with real photos in
S3 and results in DynamoDB. The report's way stands in for the six networks of one of them. What
counts is the processor's time of the worker's process on one processor: moto answers elsewhere.
"""

import argparse
import json
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.photos import MIXED, jpeg
from benchmarks.record import circumstances, write
from benchmarks.turns import in_turns

_TARGET = 25


class Reported:
    """The report's networks where the six of ours are expected; what they say is not kept."""

    def __init__(self, shipped: Any) -> None:
        from benchmarks.contenders import reported
        from support.results import result

        self.model = shipped.model
        self._judge, self._result = reported(), result()

    def analyse(self, content: bytes) -> Any:
        """Take the time that it takes."""
        self._judge(content)
        return self._result


def serve(way: str, endpoint: str) -> None:
    """For each line that comes, judge ``MIXED`` once and print the processor's seconds for it."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    from support.cloud import become_functions
    from support.deliveries import batch, message, s3_event

    cloud = become_functions(endpoint, f"sustained-{way}")
    from scalp_assess.bootstrap import services
    from scalp_assess.processing import process

    own, context = services(), cloud.context()
    own.logger.setLevel(logging.ERROR)
    if way == "report":
        own = replace(own, ensemble=Reported(own.ensemble))  # type: ignore[arg-type]
    made = {size: jpeg(size) for size in set(MIXED)}

    def batches() -> Iterator[dict[str, Any]]:
        for start in range(0, len(MIXED), cloud.mapping.batch_size):
            ids = []
            for size in MIXED[start : start + cloud.mapping.batch_size]:
                ids.append(cloud.create())
                cloud.upload(ids[-1], made[size])
            yield batch(*(message(s3_event(cloud, one), message_id=one) for one in ids))

    for _ in sys.stdin:
        seconds = 0.0
        for event in batches():
            seconds += _processor_seconds(lambda event=event: process(event, context, own))
        print(json.dumps(seconds), flush=True)


def _processor_seconds(work: Callable[[], Any]) -> float:
    started = time.process_time()
    answer = work()
    if answer["batchItemFailures"]:
        raise SystemExit(f"photos could not be judged: {answer}")
    return time.process_time() - started


def compare(times: int) -> list[str]:
    """Rows in Markdown."""
    from scalp_local.fake_aws import FakeAws

    aws = FakeAws("127.0.0.1")
    aws.start()
    commands = [["--serve", way, aws.endpoint] for way in ("ours", "report")]
    (ours, others), _ = in_turns(commands, Path("-"), times, module="benchmarks.sustained")
    aws.stop()
    rates = [1000 * len(MIXED) / median(taken) for taken in (ours, others)]
    return [
        "| worker | photos a second and processor | of one photo, ms |",
        "|---|--:|--:|",
        *(
            f"| {name} | {rate:.2f} | {1000 / rate:,.0f} |"
            for name, rate in zip(("ours", "the report's way"), rates, strict=True)
        ),
        f"| ratio (≥ {_TARGET}) | {rates[0] / rates[1]:.1f} × | |",
    ]


def main() -> None:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    parser.add_argument("--serve", nargs=2, metavar=("WAY", "ENDPOINT"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(*given.serve)
        return
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    report = [circumstances("onnxruntime", "torch", "boto3"), "", *compare(given.times)]
    print("\n".join(report))
    if given.write:
        write("sustained", report)


if __name__ == "__main__":
    main()
