"""Statistics of all assessments, as JSON and CSV, and published ones to compare with."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from scalp_api import problems
from scalp_api.deps import ServicesDep
from scalp_api.openapi import CSV, NOT_MODIFIED, PREFIX, example_response
from scalp_api.statistics.schemas import (
    CSV_EXAMPLE,
    REFERENCE_EXAMPLE,
    STATISTICS_EXAMPLE,
    StatisticsView,
)
from scalp_core import clock
from scalp_core.ids import ID_PATTERN
from scalp_core.statistics.distributions import rank
from scalp_core.statistics.export import published_csv
from scalp_core.statistics.publication import MINIMUM
from scalp_core.statistics.reference import ReferenceStatistics
from scalp_core.vocabulary import AgeGroup, Sex

# Statistics change once a day, the reference with a deployment.
_STATISTICS_CACHE_CONTROL = "public, max-age=300"
_REFERENCE_CACHE_CONTROL = "public, max-age=86400"

router = APIRouter(prefix=PREFIX, tags=["stats"])


@router.get(
    "/stats",
    responses=example_response(STATISTICS_EXAMPLE)
    | NOT_MODIFIED
    | problems.problem_responses(
        problems.ASSESSMENT_NOT_FOUND, problems.INVALID_REQUEST, problems.BACKEND_UNAVAILABLE
    ),
)
async def read(
    response: Response,
    services: ServicesDep,
    sex: Annotated[
        Literal[Sex.MALE, Sex.FEMALE] | None,
        Query(description="both, and undisclosed, if absent", examples=["female"]),
    ] = None,
    age_group: Annotated[
        AgeGroup | None,
        Query(alias="ageGroup", description="all if absent", examples=["40s"]),
    ] = None,
    assessment: Annotated[
        str | None,
        Query(
            pattern=ID_PATTERN,
            description="id of an assessment whose percentile ranks to return. Without it, "
            "`percentiles` has the rank of every grade, and the response may be cached.",
        ),
    ] = None,
) -> StatisticsView:
    """Read the statistics of a group by sex and age group, and of everyone for comparison.

    Groups with fewer assessments than `minimum` are suppressed. Assessments of a cohort (one sex
    and age group) are published at 10:00 in Korea (01:00 UTC), in batches of at least `minimum`,
    and at least a quarter of what is published already; the newest are not in it yet, and neither
    is the given assessment if it is new. Each batch gets random noise once, so that nobody can be
    singled out by whoever knows everyone else in the batch: counts of grades and types are off by
    `noise` on average (standard deviation), totals are exact, and everything else is derived from
    those counts. Photos with the warning `unfamiliar` are not counted.
    """
    own = services.assessments.get(assessment, clock.now()) if assessment else None
    group, everyone = services.statistics.read(sex, age_group)
    if own is None:
        response.headers["Cache-Control"] = _STATISTICS_CACHE_CONTROL
    return StatisticsView(
        sex=sex,
        age_group=age_group,
        minimum=MINIMUM,
        group=group,
        everyone=everyone,
        own=rank(own.grades, group, everyone) if own and own.grades else None,
    )


@router.get(
    "/stats.csv",
    response_class=Response,
    responses=example_response(CSV_EXAMPLE, media_type=CSV)
    | NOT_MODIFIED
    | problems.problem_responses(problems.BACKEND_UNAVAILABLE),
)
async def table(services: ServicesDep) -> Response:
    """Read all statistics as CSV: one row for each cohort, symptom and grade.

    Rows of different cohorts count different assessments and may be added up. They are the counts
    of `/api/v1/stats`, with the same noise. Cohorts that are suppressed there are left out.
    Undisclosed sex is one cohort of all ages.
    """
    headers = {"Cache-Control": _STATISTICS_CACHE_CONTROL}
    return Response(published_csv(services.stats.published()), media_type=CSV, headers=headers)


@router.get("/stats/reference", responses=example_response(REFERENCE_EXAMPLE) | NOT_MODIFIED)
async def reference(response: Response, services: ServicesDep) -> ReferenceStatistics:
    """Read statistics published by others, with their sources and what they do not show."""
    response.headers["Cache-Control"] = _REFERENCE_CACHE_CONTROL
    return services.reference_statistics
