"""Photos that are donated to research, and other models that assess them."""

from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from typer.testing import CliRunner, Result

import scalp_assess.bootstrap
from scalp_core.analysis import ModelInfo
from scalp_core.research import keys as research_keys
from scalp_core.vocabulary import Grade, Symptom, TrainedOn
from scalp_operator.__main__ import app
from support import photos
from support.cloud import Cloud
from support.results import result


def given(cloud: Cloud, content: bytes | None = None) -> str:
    """Assess a photo whose owner donates it, and return the assessment's id."""
    made = cloud.create(research=True, site="top")
    cloud.upload(made, content or photos.sample())
    drain(cloud)
    assert cloud.read(made)["status"] == "done"
    return made


def drain(cloud: Cloud) -> None:
    """Work until the queue is empty."""
    while cloud.work():
        pass


def token(assessment_id: str) -> str:
    """Return the name under which research keeps the photo of this assessment."""
    return research_keys.research_token(assessment_id)


def research_bucket(cloud: Cloud) -> str:
    return cloud.stack.physical_ids["ResearchBucket"]


def everything(cloud: Cloud) -> dict[str, int]:
    """Return how much lies in each place that holds something of single people."""
    items = cloud.dynamodb.scan(TableName=cloud.table)["Items"]
    return {
        "items": sum(not one["PK"]["S"].startswith("STATS#") for one in items),
        "uploads": cloud.s3.list_objects_v2(Bucket=cloud.bucket)["KeyCount"],
        "research": cloud.s3.list_objects_v2(Bucket=research_bucket(cloud))["KeyCount"],
    }


def deleted_at(cloud: Cloud, made: str, moment: str) -> list[int]:
    """Delete an assessment once the worker reaches this event; return the status codes so far."""
    services = scalp_assess.bootstrap.services()
    deleted: list[int] = []

    def delete(**_: object) -> None:
        if not deleted:
            deleted.append(0)
            deleted[0] = cloud.api("DELETE", f"/api/v1/assessments/{made}")[0]

    for client in (services.photos._client, services.assessments._client):
        client.meta.events.register(moment, delete)
    return deleted


NOTHING = {"items": 0, "uploads": 0, "research": 0}


def models(monkeypatch: pytest.MonkeyPatch, version: str, grade: Grade) -> list[bytes]:
    """Deploy other models, and return what they are going to see."""
    seen: list[bytes] = []
    info = ModelInfo(version=version, trained_on=TrainedOn.AIHUB)

    def analyse(_: object, content: bytes) -> Any:
        seen.append(content)
        return result({Symptom.DANDRUFF: grade}).model_copy(update={"model": info})

    ensemble = type(scalp_assess.bootstrap.services().ensemble)
    monkeypatch.setattr(ensemble, "analyse", analyse)
    monkeypatch.setattr(ensemble, "model", info)
    return seen


def run(cloud: Cloud, *arguments: str) -> Result:
    """Run the operator's command line on the stack of the test."""
    return CliRunner().invoke(app, [*arguments, "--stack", cloud.name])


def broken_once(call: str, client: Any) -> None:
    """Lose the answer of one call, with all its tries, after AWS has carried it out."""
    left = [True]

    def lose(**_: object) -> None:
        if left:
            left.clear()
            raise ReadTimeoutError(endpoint_url="aws")

    client.meta.events.register(f"after-call.{call}", lose)
