"""The nightly summary and the report of products' traffic, exactly."""

from datetime import date, timedelta

import pytest

from scalp_core.products.keys import EVERYONE
from scalp_core.products.repository import ProductRepository
from scalp_core.products.traffic import Traffic
from scalp_core.products.traffic_summary import read_report, report_traffic, summarise_traffic
from support.offline_aws import Answer, OfflineDynamo, Request, plain
from support.offline_products import LAST_OF_DAY, traffic
from support.products import product


def counters(day: date, kind: str = "SHARD#00", **counts: int) -> dict[str, object]:
    names = {name.replace("__", "#"): {"N": str(count)} for name, count in counts.items()}
    return {
        "PK": {"S": "PRODUCTSTATS#P001"},
        "SK": {"S": f"DAY#{day}#{kind}"},
        **names,
    }


def summaries(dynamo: OfflineDynamo) -> dict[str, str]:
    """Return what was written of each cohort, and of everyone."""
    written = [plain(request["Item"]) for name, request in dynamo.requests if name == "PutItem"]
    return {item["SK"]: item["content"] for item in written}


def queried(dynamo: OfflineDynamo) -> list[tuple[str, str]]:
    return [
        (values[":first"], values[":last"])
        for number, (name, request) in enumerate(dynamo.requests)
        if name == "Query" and ":first" in request["ExpressionAttributeValues"]
        for values in [dynamo.values(number)]
    ]


def test_the_summary_is_of_ninety_days_with_today_and_without_campaigns() -> None:
    today = date(2026, 11, 22)
    items = [
        counters(today, female__40s__impressions=20, female__40s__clicks=2),
        counters(today, "CAMPAIGN#C001", impressions=50, clicks=9),
        counters(today - timedelta(days=1), female__40s__clicks=1, unknown__clicks=4),
    ]
    dynamo = OfflineDynamo(lambda asked: {"Items": items} if asked[0] == "Query" else {})

    cohorts = summarise_traffic(["P001"], traffic=traffic(dynamo), now=LAST_OF_DAY)

    assert queried(dynamo) == [("DAY#2026-08-25#", "DAY#2026-11-22#~")]
    assert cohorts == 2
    assert summaries(dynamo) == {
        "female#40s": '{"P001": [20, 3]}',
        "unknown": '{"P001": [0, 4]}',
        EVERYONE: '{"P001": [20, 7]}',
    }


def test_a_network_counts_once_a_day_for_a_cohort_and_for_everyone_and_always_for_the_report() -> (
    None
):
    today, before = date(2026, 11, 22), date(2026, 11, 21)

    def many(day: date, kind: str, cohort: str, buckets: list[int]) -> dict[str, object]:
        networks = {"NS": [str(bucket) for bucket in buckets]}
        counts = {f"{cohort}__impressions": 400, f"{cohort}__clicks": 300}
        name = cohort.replace("__", "#")
        sets = {f"{name}#viewers": networks, f"{name}#visitors": networks}
        return counters(day, kind, **counts) | sets

    items = [
        many(today, "SHARD#00", "female__40s", [10, 20]) | {"female#40s#viewers": {"NS": ["10"]}},
        many(today, "SHARD#01", "male__30s", [20, 31]),  # 20 names another cohort, too
        many(before, "SHARD#00", "female__40s", [10]),  # another day
        counters(
            before, "SHARD#01", female__40s__impressions=20, female__40s__clicks=7
        ),  # whose, is not known
    ]
    dynamo = OfflineDynamo(lambda asked: {"Items": items} if asked[0] == "Query" else {})

    summarise_traffic(["P001"], traffic=traffic(dynamo), now=LAST_OF_DAY)

    assert summaries(dynamo) == {
        "female#40s": f'{{"P001": [{20 + 20 + 20}, {2 + 1 + 7}]}}',
        "male#30s": f'{{"P001": [{20 * 2}, {2}]}}',
        # Today networks 10, 20 and 31; before 10, and those that are not known.
        EVERYONE: f'{{"P001": [{20 * 3 + 20 + 20}, {3 + 1 + 7}]}}',
    }
    rows = report_traffic(["P001"], first=before, last=today, traffic=traffic(dynamo))
    assert [(one.day, one.cohort, one.traffic) for one in rows] == [
        (before, "female#40s", Traffic(420, 307)),
        (today, "female#40s", Traffic(400, 300)),
        (today, "male#30s", Traffic(400, 300)),
    ]


def test_without_any_traffic_there_is_nothing_to_sum_up() -> None:
    dynamo = OfflineDynamo(lambda _: {"Items": []})

    assert summarise_traffic(["P001"], traffic=traffic(dynamo), now=LAST_OF_DAY) == 0
    assert dynamo.operations == ["Query"]


def with_catalogue(asked: Request) -> Answer:
    """One product, which has been seen on one day; no shop's search has been visited."""
    if "CATALOGUE" in str(asked):
        stored = product(1).model_dump_json(by_alias=True, exclude_none=True)
        return {"Items": [{"content": {"S": stored}}]}
    if "SEARCH-" in str(asked):
        return {"Items": []}
    return {"Items": [counters(date(2026, 11, 20), male__30s__impressions=40, male__30s__clicks=1)]}


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (None, None, ("2026-10-24", "2026-11-22")),
        (None, date(2026, 10, 31), ("2026-10-02", "2026-10-31")),
        (date(2026, 11, 1), date(2026, 11, 3), ("2026-11-01", "2026-11-03")),
    ],
)
def test_a_report_that_names_no_days_is_of_the_last_thirty(
    first: date | None, last: date | None, days: tuple[str, str]
) -> None:
    dynamo = OfflineDynamo(with_catalogue)

    report = read_report(
        first=first,
        last=last,
        today=date(2026, 11, 22),
        products=ProductRepository(dynamo.client, "table"),
        traffic=traffic(dynamo),
    )

    assert {*queried(dynamo)} == {(f"DAY#{days[0]}#", f"DAY#{days[1]}#~")}
    assert report.splitlines()[1] == "2026-11-20,P001,상표,두피 샴푸 1,male,30s,,40,1,0.0250"


def test_a_report_has_each_product_day_and_cohort_once_in_this_order() -> None:
    early, late = date(2026, 11, 1), date(2026, 11, 2)
    items = [
        counters(late, male__30s__clicks=1),
        counters(early, "SHARD#00", unknown__impressions=20, female__40s__impressions=60),
        counters(early, "SHARD#03", unknown__impressions=40, unknown__clicks=2),
        counters(early, "CAMPAIGN#C001", impressions=5),
    ]
    dynamo = OfflineDynamo(lambda _: {"Items": items})

    rows = report_traffic(["P002", "P001"], first=early, last=late, traffic=traffic(dynamo))

    each = [
        (early, "", "C001", Traffic(5, 0)),
        (early, "female#40s", "", Traffic(60, 0)),
        (early, "unknown", "", Traffic(60, 2)),
        (late, "male#30s", "", Traffic(0, 1)),
    ]
    assert [(one.product_id, one.day, one.cohort, one.campaign, one.traffic) for one in rows] == [
        (product_id, *row) for product_id in ("P001", "P002") for row in each
    ]
