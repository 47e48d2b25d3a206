"""Products that suit a scalp, and links to their shops."""

from datetime import date
from random import SystemRandom
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response, status
from fastapi.responses import RedirectResponse

from scalp_api import bootstrap, problems
from scalp_api.deps import CallerNetwork, IsPrefetch, OperatorsOnly, ServicesDep
from scalp_api.openapi import CSV, PREFIX, example_response
from scalp_api.products.schemas import CSV_EXAMPLE, ProductList, ProductRequest
from scalp_core import clock
from scalp_core.care.answers import Answers
from scalp_core.care.conditions import Findings, findings_of
from scalp_core.errors import BackendError
from scalp_core.ids import ID_PATTERN
from scalp_core.products.model import CAMPAIGN_ID_PATTERN, PRODUCT_ID_PATTERN
from scalp_core.products.shop_search import SearchTerm, Shop
from scalp_core.products.suggest import Person, count_views, suggest_products
from scalp_core.products.traffic_summary import read_report
from scalp_core.products.visit import Visit, visit_product, visit_shop_search
from scalp_core.spreadsheets import for_spreadsheets
from scalp_core.vocabulary import AgeGroup, Grade, Sex, Symptom

router = APIRouter(prefix=f"{PREFIX}/products", tags=["products"])

_SexQuery = Annotated[Sex | None, Query(description="sex of the person")]
_AgeGroupQuery = Annotated[
    AgeGroup | None, Query(alias="ageGroup", description="age group of the person")
]


@router.get(
    "",
    responses=problems.problem_responses(
        problems.ASSESSMENT_NOT_FOUND,
        problems.ASSESSMENT_NOT_FINISHED,
        problems.INVALID_REQUEST,
        problems.BACKEND_UNAVAILABLE,
    ),
)
async def suggest(
    services: ServicesDep,
    network: CallerNetwork,
    assessment: Annotated[
        str | None,
        Query(
            pattern=ID_PATTERN,
            description="id of an assessment whose grades and cohort to use; symptom, grade, sex "
            "and ageGroup are then ignored",
        ),
    ] = None,
    symptom: Annotated[Symptom | None, Query(description="symptom, without an assessment")] = None,
    grade: Annotated[Grade, Query(description="grade of that symptom")] = Grade.MILD,
    sex: _SexQuery = None,
    age_group: _AgeGroupQuery = None,
    limit: Annotated[int, Query(ge=1, le=20, description="maximum number of products")] = 10,
) -> ProductList:
    """Read the products that suit, with the reasons for each.

    They are ranked by fit (the sum of the grades of all symptoms that they suit), then by the
    functional claim if hair loss is among the symptoms, then by how often people of the same sex
    and age group visit them, and at last by lot, which stays the same for one assessment. The
    triage decides what may be suggested: where a doctor comes first there are no products, no
    medicines and no advertisements. What does not suit a finding is left out. Without an assessment
    or symptom the list is empty.
    """
    if assessment:
        person = _assessed(services, assessment, Answers())
    else:
        person = Person(Findings({symptom: grade} if symptom else {}), sex, age_group)
    return _suggest(services, person, network=network, limit=limit)


@router.post(
    "",
    responses=problems.problem_responses(
        problems.ASSESSMENT_NOT_FOUND,
        problems.ASSESSMENT_NOT_FINISHED,
        problems.INVALID_REQUEST,
        problems.REQUEST_TOO_LARGE,
        problems.BACKEND_UNAVAILABLE,
    ),
)
async def suggest_with_answers(
    body: ProductRequest, services: ServicesDep, network: CallerNetwork
) -> ProductList:
    """Read the products that suit an assessment and a person's answers.

    Like GET, with answers, which leave out more and never add anything. They are neither stored nor
    logged.
    """
    person = _assessed(services, body.assessment, body.answers)
    return _suggest(services, person, network=network, limit=body.limit)


def _assessed(services: bootstrap.Services, assessment_id: str, answers: Answers) -> Person:
    """Return the person of an assessment.

    Raises:
        AssessmentNotFoundError, AssessmentNotFinishedError: there is none, or it has no result.
    """
    assessed = services.assessments.get(assessment_id, clock.now())
    result = assessed.finished_result()
    return Person(
        findings_of(result),
        assessed.cohort.sex,
        assessed.cohort.age_group,
        answers,
        scalp_type=result.type.scalp_type,
        visit=assessment_id,
    )


def _suggest(
    services: bootstrap.Services, person: Person, *, network: str, limit: int
) -> ProductList:
    now, rng = clock.now(), SystemRandom()
    found = suggest_products(
        person,
        guide=services.care_guide,
        limit=limit,
        sponsored=services.sponsored_products,
        network=network,
        products=services.products,
        traffic=services.product_traffic,
        now=now,
        rng=rng,
    )
    try:
        count_views(
            found.products,
            person=person,
            network=network,
            traffic=services.product_traffic,
            now=now,
            rng=rng,
        )
    except BackendError as error:  # a lost view is no reason to fail
        bootstrap.logger().warning("views not counted", reason=str(error))
    return ProductList.of(found, person, services.care_guide)


@router.get(
    "/report.csv",
    response_class=Response,
    dependencies=[OperatorsOnly],
    responses=example_response(CSV_EXAMPLE, media_type=CSV)
    | problems.problem_responses(
        problems.OPERATORS_ONLY, problems.INVALID_REQUEST, problems.BACKEND_UNAVAILABLE
    ),
)
async def report(
    services: ServicesDep,
    first: Annotated[date | None, Query(alias="from", description="first day, in Korea")] = None,
    last: Annotated[date | None, Query(alias="to", description="last day, in Korea")] = None,
) -> Response:
    """Read views and visits by product, day and cohort as CSV; for operators only (IAM).

    Covers the last 30 days by default. Views are estimated from a sample of one in twenty; visits
    and the traffic of campaigns are counted one by one. UTF-8 with a byte order mark, for Excel.
    """
    text = read_report(
        first=first,
        last=last,
        today=clock.day_in_korea(clock.now()),
        products=services.products,
        traffic=services.product_traffic,
    )
    return Response(for_spreadsheets(text), media_type=CSV)


@router.get(
    "/{product_id}/visit",
    status_code=status.HTTP_302_FOUND,
    response_class=RedirectResponse,
    responses=problems.problem_responses(
        problems.PRODUCT_NOT_FOUND, problems.INVALID_REQUEST, problems.BACKEND_UNAVAILABLE
    ),
)
async def visit(
    product_id: Annotated[str, Path(pattern=PRODUCT_ID_PATTERN, examples=["P001"])],
    services: ServicesDep,
    network: CallerNetwork,
    prefetch: IsPrefetch,
    sex: _SexQuery = None,
    age_group: _AgeGroupQuery = None,
    campaign: Annotated[
        str | None,
        Query(pattern=CAMPAIGN_ID_PATTERN, description="campaign that paid for the slot"),
    ] = None,
) -> RedirectResponse:
    """Redirect to the product's page in a shop; the visit is counted for its cohort and day."""
    visited = visit_product(
        product_id,
        sex=sex,
        age_group=age_group,
        campaign=campaign,
        network=None if prefetch else network,
        products=services.products,
        traffic=services.product_traffic,
        now=clock.now(),
    )
    return _redirect(visited)


@router.get(
    "/searches/{shop}/{term}/visit",
    status_code=status.HTTP_302_FOUND,
    response_class=RedirectResponse,
    responses=problems.problem_responses(problems.INVALID_REQUEST),
)
async def visit_search(
    shop: Annotated[Shop, Path(description="whose search to visit")],
    term: Annotated[SearchTerm, Path(description="what to search for; no other words can be")],
    services: ServicesDep,
    network: CallerNetwork,
    prefetch: IsPrefetch,
    sex: _SexQuery = None,
    age_group: _AgeGroupQuery = None,
) -> RedirectResponse:
    """Redirect to a shop's search that fits a scalp; the visit is counted by cohort and day."""
    visited = visit_shop_search(
        shop,
        term,
        sex=sex,
        age_group=age_group,
        network=None if prefetch else network,
        traffic=services.product_traffic,
        now=clock.now(),
    )
    return _redirect(visited)


def _redirect(visited: Visit) -> RedirectResponse:
    if visited.uncounted:
        bootstrap.logger().warning("visit not counted", reason=str(visited.uncounted))
    # The shop must not learn which result led there.
    headers = {"Referrer-Policy": "no-referrer"}
    return RedirectResponse(visited.link, status.HTTP_302_FOUND, headers)
