"""People whose results stand in the statistics, without a photo of each."""

from collections.abc import Mapping

import boto3

from scalp_core.repositories.assessments import AssessmentRepository
from scalp_core.vocabulary import AgeGroup, Grade, ScalpType, Sex, Symptom
from scalp_local.system import System
from scalp_local.template import REGION
from support.results import finish, result


def assessments(system: System) -> AssessmentRepository:
    """The table behind the running system."""
    client = boto3.client(
        "dynamodb",
        endpoint_url=system.aws,
        region_name=REGION,
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )
    return AssessmentRepository(client, system.stack.physical_ids["Table"])


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
