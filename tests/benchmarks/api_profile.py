"""Where a request's time goes, by the package whose code runs.

    python -m benchmarks.api_profile                     every request of benchmarks.api_speed
    python -m benchmarks.api_profile result products     those whose names hold one of these words

A profiler makes calls dearer than loops, so shares are estimates; what AWS takes is left out.
"""

import argparse
import cProfile
import pstats
import time
from collections import Counter
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from benchmarks.api_setup import events, prepared, seeded_cloud
from scalp_local.fake_aws import FakeAws

_REQUESTS = 100
_WARM = 5
_PACKAGES = {
    "scalp_api": "ours",
    "scalp_core": "ours",
    "botocore": "botocore",
    "boto3": "botocore",
    "pydantic": "pydantic",
    "fastapi": "FastAPI",
    "starlette": "FastAPI",
    "mangum": "Mangum, event loop",
    "asyncio": "Mangum, event loop",
    "benchmarks": "",  # what plays AWS back
}
_COLUMNS = ("ours", "pydantic", "FastAPI", "Mangum, event loop", "botocore", "standard library")


def profiled(work: Callable[[], object]) -> dict[str, float]:
    """Milliseconds of one call, by column; of what is written in C, its caller's."""
    for _ in range(_WARM):
        work()
    profile = cProfile.Profile(time.thread_time)  # what other programs take is no part of it
    profile.enable()
    for _ in range(_REQUESTS):
        work()
    profile.disable()
    spent: Counter[str] = Counter()
    for (file, _, _), (_, _, own, _, callers) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        if file == "~":
            for (caller, _, _), (_, _, there, _) in callers.items():
                spent[_column(caller)] += there
        else:
            spent[_column(file)] += own
    return {name: 1000 * seconds / _REQUESTS for name, seconds in spent.items()}


def _column(file: str) -> str:
    parts = PurePath(file).parts
    return next((_PACKAGES[one] for one in parts if one in _PACKAGES), "standard library")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("words", nargs="*", help="of the requests' names; all by default")
    words = parser.parse_args().words
    aws = FakeAws("127.0.0.1")
    aws.start()
    cloud = seeded_cloud(aws.endpoint)
    _, assessment_id = prepared(cloud)
    from scalp_api.handler import handler

    context: Any = cloud.context()
    works: dict[str, Callable[[], object]] = {
        name: lambda event=event: handler(event, context)
        for name, event in events(assessment_id).items()
        if not words or any(word in name for word in words)
    }
    print(f"| ms of a request, profiled | {' | '.join(_COLUMNS)} |")
    print(f"|---|{'--:|' * len(_COLUMNS)}")
    for name, work in works.items():
        spent = profiled(work)
        print(f"| {name} | {' | '.join(f'{spent.get(one, 0):.2f}' for one in _COLUMNS)} |")
    aws.stop()


if __name__ == "__main__":
    main()
