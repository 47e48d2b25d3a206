"""Products that suit a scalp, and the way to their shops."""

from datetime import date
from random import SystemRandom
from typing import Annotated

from fastapi import Depends, Path, Query, Request, Response, status
from fastapi.responses import RedirectResponse

from scalp_api import bootstrap, examples, problems
from scalp_api.callers import is_prefetch, network_of_caller
from scalp_api.deps import operators_only
from scalp_api.examples import CSV
from scalp_api.product_schemas import ProductList
from scalp_api.routing import router_of
from scalp_api.told_products import tell_products
from scalp_core import clock
from scalp_core.errors import BackendError
from scalp_core.ids import ID_PATTERN
from scalp_core.products.model import CAMPAIGN_ID_PATTERN, PRODUCT_ID_PATTERN
from scalp_core.products.suggest import Person, count_views, suggest_products
from scalp_core.products.traffic_summary import read_report
from scalp_core.products.visit import visit_product
from scalp_core.spreadsheets import for_spreadsheets
from scalp_core.vocabulary import AgeGroup, Grade, Sex, Symptom

router = router_of("products", "/products")

_SexQuery = Annotated[Sex | None, Query(description="for what people like this one visit")]
_AgeQuery = Annotated[AgeGroup | None, Query(alias="ageGroup", description="as above")]


@router.get(
    "",
    response_model=ProductList,
    responses=problems.documented(
        problems.ASSESSMENT_NOT_FOUND,
        problems.ASSESSMENT_NOT_FINISHED,
        problems.INVALID_REQUEST,
        problems.BACKEND_UNAVAILABLE,
    ),
)
async def suggest(
    request: Request,
    assessment: Annotated[
        str | None,
        Query(pattern=ID_PATTERN, description="its symptoms and cohort count; all else is left"),
    ] = None,
    symptom: Annotated[Symptom | None, Query(description="without an assessment")] = None,
    grade: Annotated[Grade, Query(description="of that symptom")] = Grade.MILD,
    sex: _SexQuery = None,
    age_group: _AgeQuery = None,
    limit: Annotated[int, Query(ge=1, le=20, description="most products")] = 10,
) -> Response:
    """Read the products that suit, with the reason for each.

    They are ranked by fit to all symptoms (their grades added up), then by the functional claim
    where hair loss is among them, then by how often people of the same sex and age group visit
    them. From moderate pustules on, and at any severe grade, the clinic comes before all products.
    Without an assessment or symptom there is nothing to suggest.
    """
    services = bootstrap.services()
    now, rng, network = clock.now(), SystemRandom(), network_of_caller(request)
    if assessment:
        known = services.assessments.get(assessment, now)
        person = Person(
            grades=known.finished_grades(),
            sex=known.cohort.sex,
            age_group=known.cohort.age_group,
        )
    else:
        person = Person({symptom: grade} if symptom else {}, sex, age_group)
    found = suggest_products(
        person,
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
    except BackendError as error:  # nobody waits for a counter
        bootstrap.logger().warning("views not counted", reason=str(error))
    return Response(
        tell_products(found, person),
        headers={"Cache-Control": "no-store"},
        media_type="application/json",
    )


@router.get(
    "/report.csv",
    response_class=Response,
    dependencies=[Depends(operators_only)],
    responses=examples.answer(examples.PRODUCT_REPORT_CSV, media_type=CSV)
    | problems.documented(
        problems.OPERATORS_ONLY, problems.INVALID_REQUEST, problems.BACKEND_UNAVAILABLE
    ),
)
async def report(
    first: Annotated[date | None, Query(alias="from", description="day in Korea")] = None,
    last: Annotated[date | None, Query(alias="to", description="day in Korea")] = None,
) -> Response:
    """Read views and visits by product, day and cohort as a table; for operators only (IAM).

    The last 30 days if none are named. Views are estimated from a sample of one in twenty, visits
    and what campaigns brought are counted one by one. UTF-8 with a byte order mark, for Excel.
    """
    services = bootstrap.services()
    text = read_report(
        first=first,
        last=last,
        today=clock.day_in_korea(clock.now()),
        products=services.products,
        traffic=services.product_traffic,
    )
    content = for_spreadsheets(text)
    return Response(content, headers={"Cache-Control": "no-store"}, media_type=CSV)


@router.get(
    "/{product_id}/visit",
    status_code=status.HTTP_302_FOUND,
    response_class=RedirectResponse,
    responses=problems.documented(
        problems.PRODUCT_NOT_FOUND, problems.INVALID_REQUEST, problems.BACKEND_UNAVAILABLE
    ),
)
async def visit(
    request: Request,
    product_id: Annotated[str, Path(pattern=PRODUCT_ID_PATTERN, examples=["P001"])],
    sex: _SexQuery = None,
    age_group: _AgeQuery = None,
    campaign: Annotated[
        str | None, Query(pattern=CAMPAIGN_ID_PATTERN, description="whose place it was")
    ] = None,
) -> RedirectResponse:
    """Go to the product's own page in a shop; the visit is counted for its cohort and day."""
    services = bootstrap.services()
    visited = visit_product(
        product_id,
        sex=sex,
        age_group=age_group,
        campaign=campaign,
        network=None if is_prefetch(request) else network_of_caller(request),
        products=services.products,
        traffic=services.product_traffic,
        now=clock.now(),
    )
    if visited.uncounted:
        bootstrap.logger().warning("visit not counted", reason=str(visited.uncounted))
    # Which result led there is nobody's business, so the shop learns no address.
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return RedirectResponse(visited.link, status.HTTP_302_FOUND, headers)
