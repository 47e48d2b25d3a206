"""What benchmarks of the API request, of which stack, and what its table holds."""

import gc
import json
from itertools import product
from typing import TYPE_CHECKING, Any

import boto3

from benchmarks.playback import Playback
from scalp_core import clock
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.statistics.publication import MINIMUM
from scalp_core.statistics.publish import publish_pending_batches
from scalp_core.statistics.repository import StatsRepository
from scalp_core.vision.loading import load_ensemble
from scalp_core.vocabulary import AgeGroup, Sex
from scalp_deployment.paths import ARTIFACTS
from scalp_local.seeding import load_catalogues
from support.cloud import Cloud, become_functions, http_event
from support.photos import SAMPLE
from support.results import finish

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_GROUP = MINIMUM  # results of each sex and age group, the fewest that are published

Request = tuple[str, str, str | None]
"""Method, path and body."""


def seeded_cloud(endpoint: str) -> Cloud:
    """Return the stack with its catalogues; this process becomes its API function."""
    cloud = become_functions(endpoint, "speed")
    load_catalogues(cloud.stack, endpoint)
    return cloud


def requests(assessment_id: str) -> dict[str, Request]:
    """Return the requests that people make, by their name in the table."""
    api = "/api/v1"
    wish = {"sex": "female", "ageGroup": "40s", "consent": True, "contentType": "image/jpeg"}
    paths = {
        "result": f"assessments/{assessment_id}",
        "statistics": "stats?sex=female&ageGroup=40s",
        "statistics beside a result": f"stats?assessment={assessment_id}",
        "products": f"products?assessment={assessment_id}&limit=6",
        "hospitals of a region": "hospitals?region=50",
        "hospitals of a cell": "hospitals?cell=wydm6",
        "care": "care/dry?symptoms=dandruff:2",
        "unknown path": "nothing",
    }
    reads: dict[str, Request] = {
        name: ("GET", f"{api}/{path}", None) for name, path in paths.items()
    }
    return reads | {"new assessment": ("POST", f"{api}/assessments", json.dumps(wish))}


def events(assessment_id: str) -> dict[str, dict[str, Any]]:
    """Return the same requests as events of API Gateway."""
    return {name: http_event(*request) for name, request in requests(assessment_id).items()}


def fill(client: "DynamoDBClient", table: str) -> str:
    """Store and publish results of every sex and age group; return the id of one of them."""
    found = load_ensemble(ARTIFACTS).analyse(SAMPLE.read_bytes())
    repository = AssessmentRepository(client, table)
    own = finish(repository, found=found)
    for sex, age_group in product((Sex.MALE, Sex.FEMALE), AgeGroup):
        for _ in range(_GROUP):
            finish(repository, sex, age_group, found=found)
    publish_pending_batches(stats=StatsRepository(client, table), clock=clock.now)
    return own


def prepared(cloud: Cloud) -> tuple[Playback, str]:
    """Fill the table; from now on AWS is played back.

    Returns:
        The playback, and the id of an assessment.
    """
    own = fill(boto3.client("dynamodb"), cloud.table)
    playback = Playback()
    playback.start()
    # moto's memory lies in this process only here; a collector that walks through it would count as
    # the API's time.
    gc.collect()
    gc.freeze()
    return playback, own
