"""People whose results stand in the statistics, without a photo of each."""

from collections.abc import Mapping
from typing import Any

import boto3

from scalp_core import clock
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.statistics.publication import Cell, Snapshot
from scalp_core.statistics.publish import publish_pending_batches
from scalp_core.statistics.repository import StatsRepository
from scalp_core.vocabulary import AgeGroup, Grade, ScalpType, Sex, Symptom
from scalp_deployment.template import REGION
from scalp_local.system import System
from support.results import count_many, finish, result


def _client(system: System) -> Any:
    return boto3.client(
        "dynamodb",
        endpoint_url=system.aws,
        region_name=REGION,
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )


def assessments(system: System) -> AssessmentRepository:
    """The table behind the running system."""
    return AssessmentRepository(_client(system), system.stack.physical_ids["Table"])


def publish_exactly(system: System, sex: Sex, age_group: AgeGroup) -> None:
    """Publish a small cohort's counters without noise, so that a page can be read word by word."""
    stats = StatsRepository(_client(system), system.stack.physical_ids["Table"])
    cell = Cell(sex, age_group)
    counted = Snapshot(stats.counted(cell))
    snapshot = Snapshot(counted.counts, {clock.now().date(): counted.total})
    assert stats.publish(cell, snapshot, after=Snapshot())


def publish(system: System) -> None:
    """Publish as the schedule does every day."""
    stats = StatsRepository(_client(system), system.stack.physical_ids["Table"])
    publish_pending_batches(stats=stats, clock=clock.now)


def count(system: System, number: int, sex: Sex, age_group: AgeGroup, **given: Any) -> None:
    """Count people who were here long ago."""
    table = system.stack.physical_ids["Table"]
    count_many(_client(system), table, number, sex, age_group, **given)


def assessed(
    system: System,
    sex: Sex,
    age_group: AgeGroup,
    grades: Mapping[Symptom, Grade],
    scalp_type: ScalpType = ScalpType.COMBINED,
    *,
    times: int = 1,
) -> list[str]:
    """Finish as many assessments with these grades, and give their ids."""
    found = result(grades, scalp_type)
    repository = assessments(system)
    return [finish(repository, sex, age_group, found=found) for _ in range(times)]
