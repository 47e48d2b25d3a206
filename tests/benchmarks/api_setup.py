"""What benchmarks of the API ask, of whom, and after what has happened."""

import gc
import json
from collections.abc import Callable
from itertools import product
from typing import Any

import boto3
from fastapi import FastAPI, Response
from mangum import Mangum

from benchmarks.playback import Playback
from scalp_core import clock
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.statistics.publication import MINIMUM
from scalp_core.statistics.read import publish_pending_batches
from scalp_core.statistics.repository import StatsRepository
from scalp_core.vision.loading import load_ensemble
from scalp_core.vocabulary import AgeGroup, Sex
from scalp_deployment.paths import ARTIFACTS
from scalp_local.seeding import load_catalogues
from support.cloud import Cloud, become_functions, http_event
from support.photos import SAMPLE
from support.results import finish

_GROUP = MINIMUM  # so many results of each sex and age, as few as are shown

Answer = Callable[[dict[str, Any]], Any]


def hello_world() -> Answer:
    """FastAPI's first example behind Mangum."""
    application = FastAPI()

    @application.get("/api/v1/hello")
    async def hello() -> dict[str, str]:
        return {"message": "Hello World"}

    return _behind_mangum(application)


def hello_with(body: bytes) -> Answer:
    """The same, but for an answer that is there already."""
    application = FastAPI()

    @application.get("/api/v1/hello")
    async def hello() -> Response:
        return Response(body, media_type="application/json")

    return _behind_mangum(application)


def _behind_mangum(application: FastAPI) -> Answer:
    adapter = Mangum(application, lifespan="off")
    context: Any = None
    return lambda event: adapter(event, context)


def a_cloud(endpoint: str) -> Cloud:
    """The stack with its catalogues, and this process as its API function."""
    cloud = become_functions(endpoint, "speed")
    load_catalogues(cloud.stack, endpoint)
    return cloud


def requests(assessment_id: str) -> dict[str, dict[str, Any]]:
    """What people ask for, by the name it has in the table."""
    api = "/api/v1"
    wish = {"sex": "female", "ageGroup": "40s", "consent": True, "contentType": "image/jpeg"}
    return {
        "result": http_event("GET", f"{api}/assessments/{assessment_id}", None),
        "statistics": http_event("GET", f"{api}/stats?sex=female&ageGroup=40s", None),
        "statistics beside a result": http_event(
            "GET", f"{api}/stats?assessment={assessment_id}", None
        ),
        "products": http_event("GET", f"{api}/products?assessment={assessment_id}&limit=6", None),
        "hospitals of a region": http_event("GET", f"{api}/hospitals?region=50", None),
        "hospitals of a cell": http_event("GET", f"{api}/hospitals?cell=wydm6", None),
        "care": http_event("GET", f"{api}/care/dry?symptoms=dandruff:2", None),
        "new assessment": http_event("POST", f"{api}/assessments", json.dumps(wish)),
        "nothing there": http_event("GET", f"{api}/nothing", None),
    }


def prepared(cloud: Cloud) -> tuple[Playback, str]:
    """People of every sex and age have been here; from now on AWS is played back.

    Returns:
        The playback, and the id of one of their assessments.
    """
    found = load_ensemble(ARTIFACTS).analyse(SAMPLE.read_bytes())
    client = boto3.client("dynamodb")
    repository = AssessmentRepository(client, cloud.table)
    own = finish(repository, found=found)
    for sex, age_group in product((Sex.MALE, Sex.FEMALE), AgeGroup):
        for _ in range(_GROUP):
            finish(repository, sex, age_group, found=found)
    publish_pending_batches(stats=StatsRepository(client, cloud.table), clock=clock.now)
    playback = Playback()
    playback.start()
    # What moto keeps lies in this process only here; a collector that walks through it would be
    # moto's time once more.
    gc.collect()
    gc.freeze()
    return playback, own
