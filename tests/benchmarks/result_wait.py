"""What a person waits for from the click to the result, part by part, and what of it is no work.

    python -m benchmarks.result_wait            as tables
    python -m benchmarks.result_wait --write    into docs/benchmarks.md

The whole local system with the built site in Chromium, which sends the sample photo again and
again. The browser records when each request began and ended, the fake DynamoDB when the result
was written. What asking in intervals adds is the time from there until the browser has the answer,
less what one GET takes: the quickest of the same photo's.

The queue then holds each photo back for some seconds, as a cold start of the worker does.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

import boto3
from moto.dynamodb.models import DynamoDBBackend
from playwright.sync_api import Browser, Page, expect, sync_playwright

from benchmarks.record import circumstances, write
from e2e.steps import (
    CHROMIUM_ARGUMENTS,
    find_chromium,
    go_to_photo,
    see_result,
    start_analysis,
    take_sample,
    wait_until,
    words,
)
from scalp_deployment.paths import ROOT
from scalp_local.system import System, aws_variables, free_port, local_system

_HELD_SECONDS = (0, 2, 7)
_TARGET = 0.15
_PATIENCE_MS = 60_000

# When the button is pressed, and when the frame with the result has been drawn.
_WATCH = """
addEventListener("click", (event) => {
  if (event.target.closest("button")) window.clicked = event.timeStamp;
}, true);
new MutationObserver((_, watching) => {
  if (!document.querySelector(".result h1")) return;
  watching.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window.seen = performance.now(); }));
}).observe(document, { childList: true, subtree: true });
"""
_TIMES = """() => ({
  origin: performance.timeOrigin, clicked: window.clicked, seen: window.seen,
  requests: performance.getEntriesByType("resource").map(
    ({ name, startTime, responseEnd }) => [name, startTime, responseEnd]),
})"""


@dataclass(frozen=True)
class Wait:
    """One photo's way; everything in milliseconds.

    Attributes:
        work: from the end of the upload until DynamoDB has the result: S3, the queue, decoding,
            networks, transaction.
        models: of these, decoding and networks.
        unasked: from there until the browser has the answer, less what one GET takes.
        questions: asked until then, with that one.
    """

    creation: float
    upload: float
    work: float
    models: float
    unasked: float
    answer: float
    drawing: float
    total: float
    questions: int

    @property
    def between(self) -> float:
        """Before and between the others: what the page itself does, and whatever else."""
        parts = (self.creation, self.upload, self.work, self.unasked, self.answer, self.drawing)
        return self.total - sum(parts)

    @property
    def added(self) -> float:
        """What asking in intervals adds, as a share of all else."""
        return self.unasked / (self.total - self.unasked)


@contextmanager
def written_at() -> Iterator[list[float]]:
    """When the fake DynamoDB, which runs in this process, was done with each transaction."""
    times: list[float] = []
    transact = DynamoDBBackend.transact_write_items

    def noted(backend: DynamoDBBackend, items: Any) -> None:
        transact(backend, items)
        times.append(1000 * time.time())

    DynamoDBBackend.transact_write_items = noted
    try:
        yield times
    finally:
        DynamoDBBackend.transact_write_items = transact


def hold(system: System, seconds: int) -> None:
    """Let the queue keep each message back for so long."""
    variables = aws_variables(system.aws)
    boto3.client(
        "sqs",
        endpoint_url=system.aws,
        region_name=variables["AWS_DEFAULT_REGION"],
        aws_access_key_id=variables["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=variables["AWS_SECRET_ACCESS_KEY"],
    ).set_queue_attributes(
        QueueUrl=system.stack.physical_ids["AssessQueue"],
        Attributes={"DelaySeconds": str(seconds)},
    )


def passage(browser: Browser, system: System, written: Sequence[float]) -> Wait:
    """From the form to the result, as a person goes it."""
    context = browser.new_context(locale="en-GB", viewport={"width": 390, "height": 844})
    context.add_init_script(_WATCH)
    page = context.new_page()
    page.goto(system.url)
    say = words("en")
    go_to_photo(page, say)
    take_sample(page, say)
    start_analysis(page, say)
    see_result(page, say)
    wait_until(page, "window.seen")
    try:
        return _wait(page, system, written)
    finally:
        context.close()


def _wait(page: Page, system: System, written: Sequence[float]) -> Wait:
    times = page.evaluate(_TIMES)
    created = f"{system.url}/api/v1/assessments"
    found = f"{created}/{page.url.rsplit('/', 1)[1]}"

    def requests(wanted: Callable[[str], bool]) -> list[tuple[float, float]]:
        return [(start, end) for name, start, end in times["requests"] if wanted(name)]

    ((asked, answered),) = requests(lambda name: name == created)
    ((sent, stored),) = requests(lambda name: name.startswith(system.aws))
    questions = requests(lambda name: name == found)
    _, came = questions[-1]
    done = next(at - times["origin"] for at in written if at - times["origin"] > sent)
    unasked = max(0.0, came - done - min(end - start for start, end in questions))
    timings = page.request.get(found).json()["result"]["timings"]
    return Wait(
        creation=answered - asked,
        upload=stored - sent,
        work=done - stored,
        models=timings["decode"] + timings["inference"],
        unasked=unasked,
        answer=came - done - unasked,
        drawing=times["seen"] - came,
        total=times["seen"] - times["clicked"],
        questions=len(questions),
    )


def lines(waits: dict[int, list[Wait]]) -> list[str]:
    """The report in Markdown: a column for each time that the queue held photos back."""
    heads = ["at once", *(f"{held} s" for held in list(waits)[1:])]
    rows: dict[str, Callable[[Wait], float]] = {
        "assessment created": lambda one: one.creation,
        "photo uploaded": lambda one: one.upload,
        "S3, queue, decoding, networks, transaction": lambda one: one.work,
        "– of these decoding and networks": lambda one: one.models,
        "**until somebody asks**": lambda one: one.unasked,
        "one GET": lambda one: one.answer,
        "result drawn": lambda one: one.drawing,
        "before and between": lambda one: one.between,
        "**click to result seen**": lambda one: one.total,
    }
    table = [f"| ms: median (range) | {' | '.join(heads)} |", f"|---|{'--:|' * len(heads)}"]
    for name, part in rows.items():
        table.append(f"| {name} | {' | '.join(_spread(each, part) for each in waits.values())} |")
    asked = (f"{median(one.questions for one in each):.0f}" for each in waits.values())
    table.append(f"| questions | {' | '.join(asked)} |")
    added = (
        _spread(each, lambda one: 100 * one.added) + f" {_judged(each)}" for each in waits.values()
    )
    table.append(f"| **asking adds, %** (≤ {100 * _TARGET:.0f}) | {' | '.join(added)} |")
    return table


def _spread(waits: Sequence[Wait], part: Callable[[Wait], float]) -> str:
    values = [part(one) for one in waits]
    return f"{median(values):,.0f} ({min(values):,.0f}–{max(values):,.0f})"


def _judged(waits: Sequence[Wait]) -> str:
    return "met" if median(one.added for one in waits) <= _TARGET else "**missed**"


def main() -> None:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=15, help="photos that nothing holds back")
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    given = parser.parse_args()
    waits: dict[int, list[Wait]] = {}
    expect.set_options(timeout=_PATIENCE_MS)
    with (
        written_at() as written,
        local_system(port=free_port(), site=ROOT / "web" / "dist") as system,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS
        )
        passage(browser, system, written)  # the first one warms both up
        for held in _HELD_SECONDS:
            hold(system, held)
            times = -(-given.times // 2) if held else given.times
            waits[held] = [passage(browser, system, written) for _ in range(times)]
        browser.close()
    report = [circumstances("playwright", "fastapi", "moto", "onnxruntime"), "", *lines(waits)]
    print("\n".join(report))
    if given.write:
        write("result wait", report)


if __name__ == "__main__":
    main()
