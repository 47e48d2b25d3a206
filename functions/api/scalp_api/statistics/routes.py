"""Statistics of all assessments, as JSON and as a table, and published ones to compare with."""

from typing import Annotated, Literal

from fastapi import Query, Request, Response

from scalp_api import bootstrap, examples, problems
from scalp_api.caching import cacheable, not_modified
from scalp_api.examples import CSV
from scalp_api.routing import router_of
from scalp_api.schemas import StatisticsView
from scalp_api.told_statistics import tell_statistics
from scalp_core import clock
from scalp_core.ids import ID_PATTERN
from scalp_core.statistics.export import published_csv
from scalp_core.statistics.read import publish_what_is_due
from scalp_core.statistics.reference import ReferenceStatistics
from scalp_core.vocabulary import AgeGroup, Sex

# Statistics change with every batch of a cohort, the reference with a deployment.
_STATISTICS_SECONDS = 300
_REFERENCE_SECONDS = 86_400

router = router_of("stats")


@router.get(
    "/stats",
    response_model=StatisticsView,
    responses=examples.answer(examples.STATISTICS)
    | not_modified()
    | problems.documented(
        problems.ASSESSMENT_NOT_FOUND, problems.INVALID_REQUEST, problems.BACKEND_UNAVAILABLE
    ),
)
async def read(
    request: Request,
    sex: Annotated[
        Literal[Sex.MALE, Sex.FEMALE] | None,
        Query(description="both, and those who did not tell, if absent", examples=["female"]),
    ] = None,
    age_group: Annotated[
        AgeGroup | None,
        Query(alias="ageGroup", description="all if absent", examples=["40s"]),
    ] = None,
    assessment: Annotated[
        str | None,
        Query(
            pattern=ID_PATTERN,
            description="id of an assessment whose percentile ranks are wanted; without it, "
            "`percentiles` tells the rank of every grade, and the answer may be cached.",
        ),
    ] = None,
) -> Response:
    """Read the statistics of a group by sex and age group, and of everyone for comparison.

    Groups with fewer assessments than `minimum` are suppressed. Assessments of one sex and age
    group enter the statistics in batches: `minimum` or more at a time, and at least a quarter of
    what has entered before; the newest are not in it yet. Each batch gets random noise once, so
    that nobody can be told apart by whoever knows all others of a batch: counts of grades and types
    are off by `noise` on average (standard deviation), totals are exact, and everything else is
    calculated from those counts. A new batch appears within a minute. Photos that are called
    `unfamiliar` are not counted.
    """
    services = bootstrap.services()
    named = services.assessments.get(assessment, clock.now()) if assessment else None
    own = named.cohort if named else None
    told = services.told_statistics.get(
        (sex, age_group, own),
        lambda: tell_statistics(sex, age_group, own=own, stats=services.stats, clock=clock.now),
    )
    if named is None:
        return cacheable(request, told.json.encode(), max_age=_STATISTICS_SECONDS)
    return Response(
        told.beside(named.grades),
        headers={"Cache-Control": "no-store"},
        media_type="application/json",
    )


@router.get(
    "/stats.csv",
    response_class=Response,
    responses=examples.answer(examples.STATISTICS_CSV, media_type=CSV)
    | not_modified()
    | problems.documented(problems.BACKEND_UNAVAILABLE),
)
async def table(request: Request) -> Response:
    """Read all statistics as a table: one row for each cohort, symptom and grade.

    Rows of different cohorts are about different assessments, so they may be added up. They are the
    counts of `/api/v1/stats`, with the same noise. Cohorts that are too small to be shown there are
    left out. Those who did not tell their sex are one cohort of all ages.
    """
    services = bootstrap.services()
    published = publish_what_is_due(stats=services.stats, clock=clock.now)
    return cacheable(
        request, published_csv(published).encode(), max_age=_STATISTICS_SECONDS, media_type=CSV
    )


@router.get(
    "/stats/reference",
    response_model=ReferenceStatistics,
    responses=examples.answer(examples.REFERENCE) | not_modified(),
)
async def reference(request: Request) -> Response:
    """Read published statistics of others, with sources and what they must not be taken for."""
    services = bootstrap.services()
    return cacheable(request, services.reference_statistics, max_age=_REFERENCE_SECONDS)
