"""The cost model agrees with docs/cost.md and the template, and calculates correctly."""

import math
import re
from typing import Any

import pytest

from scalp_core.statistics import keys
from scalp_deployment.paths import OBSERVABILITY_TEMPLATE, ROOT, TEMPLATE, WEB_TEMPLATE
from scalp_deployment.template import load
from support.template import of_type

PAGE = (ROOT / "docs" / "cost.md").read_text(encoding="utf-8")
MILLION = 1_000_000


@pytest.fixture
def cost(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(ROOT / "infra")
    import cost

    return cost


@pytest.fixture
def cost_limits(cost: Any) -> Any:
    import cost_limits

    return cost_limits


def test_the_page_is_what_the_scripts_calculate(cost: Any, cost_limits: Any) -> None:
    assert "\n".join(cost.table([0, 10, 1000, 1_000_000])) in PAGE
    assert "\n".join(cost_limits.limits_table()) in PAGE
    for name, price in cost.PRICES.items():
        free = f"{cost.FREE[name]:,}" if name in cost.FREE else ""
        row = f"| {name} | {price.dollars:.10g} | {price.unit} | {free} | {price.checked} |"
        assert row in PAGE


def test_costs_grow_with_use_and_are_never_negative(cost: Any) -> None:
    totals = [sum(cost.monthly(number).values()) for number in (0, 10, 1000, 1_000_000)]

    assert totals == sorted(totals)
    assert min(cost.monthly(0).values()) >= 0
    assert cost.servers(10) == 1


def test_a_small_service_costs_next_to_nothing_and_an_idle_one_less_than_two_dollars(
    cost: Any,
) -> None:
    assert load(WEB_TEMPLATE)["Parameters"]["UseFirewall"]["Default"] == "off"
    assert sum(cost.monthly(0).values()) <= 2
    assert sum(cost.monthly(1000).values()) <= 12


@pytest.mark.parametrize("a_day", [0, 1000, 1_000_000])
def test_free_tiers_are_subtracted_once(cost: Any, a_day: int) -> None:
    saved = sum(cost.monthly(a_day, free=False).values()) - sum(cost.monthly(a_day).values())
    used: dict[str, float] = {}
    for _, name, amount in cost.usage(a_day):
        used[name] = used.get(name, 0) + amount

    free = sum(cost._cost(name, min(used[name], amount)) for name, amount in cost.FREE.items())
    assert saved == pytest.approx(free)


def test_a_plan_is_the_smallest_that_holds_the_requests(cost: Any) -> None:
    found = [cost.plan(a_day) for a_day in (0, 100_000, 500_000, MILLION)]

    assert found == [("Business", 200), ("Business", 200), ("Premium", 1000), ("Premium", 1450)]
    assert [dollars for _, dollars, _ in cost.PLANS] == sorted(one[1] for one in cost.PLANS)


def test_the_page_says_from_where_on_a_plan_is_cheaper(cost: Any) -> None:
    def as_used(a_day: int) -> float:
        return float(cost.monthly(a_day)["CloudFront"] + cost.firewall(a_day))

    assert as_used(90_000) < cost.plan(90_000)[1]
    assert as_used(100_000) > cost.plan(100_000)[1]
    assert "From 100,000 a day on a flat-rate plan" in PAGE


def test_what_is_there_without_load_is_what_the_templates_have(cost: Any) -> None:
    resources = {
        name: one
        for file in (TEMPLATE, WEB_TEMPLATE, OBSERVABILITY_TEMPLATE)
        for name, one in load(file)["Resources"].items()
    }
    alarms = of_type(resources, "AWS::CloudWatch::Alarm").values()
    (firewall,) = of_type(resources, "AWS::WAFv2::WebACL").values()

    watched = [sum("MetricStat" in one for one in alarm.get("Metrics", [])) for alarm in alarms]
    assert sum(max(1, number) for number in watched) == cost.ALARMS
    assert len(firewall["Rules"]) == cost.FIREWALL_RULES
    assert len(of_type(resources, "AWS::CloudWatch::Dashboard")) <= cost.FREE["dashboard"]


def test_the_memory_is_the_cheapest_that_was_measured(cost: Any) -> None:
    page = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\d,]+) \| [\d.]+ \| \d \| (\d+) \| \d+ \| ([\d.]+) \|$", page, re.M)
    (_, memory, milliseconds) = min((float(price), name, time) for name, time, price in rows)

    assert len(rows) == 3
    assert int(memory.replace(",", "")) == load(TEMPLATE)["Parameters"]["AssessMemory"]["Default"]
    assert int(milliseconds) / 1000 == cost.PHOTO_SECONDS


def test_defaults_are_those_of_the_template(cost: Any) -> None:
    parameters = load(TEMPLATE)["Parameters"]

    assert {name: parameters[name]["Default"] for name in cost.DEFAULTS} == cost.DEFAULTS
    assert round(1024 * cost.ASSESS_GB) == parameters["AssessMemory"]["Default"]
    assert cost.COUNTER_SHARDS == keys.STATS_SHARDS


def test_the_default_rate_does_not_fill_the_queue(cost: Any) -> None:
    assert cost.waiting(cost.DEFAULTS["NewAssessmentsPerSecond"]) == 0
    workers = cost.DEFAULTS["AssessConcurrency"]
    assert f"done after {1000 * cost.ASSESS_SECONDS / workers:.0f} seconds" in PAGE


def test_polls_are_those_of_the_site(cost: Any) -> None:
    polling = (ROOT / "web" / "src" / "assessment" / "polling.ts").read_text(encoding="utf-8")

    assert f"SHARE_OF_WAIT = {cost.POLL_SHARE};" in polling
    assert f"return ms * (1 + {cost.POLL_SPREAD} * random());" in polling
    assert cost.polls(0) == 1
    for seconds in (0.6, 8, 30):
        assert f"{cost.polls(seconds):.0f} for {seconds}" in PAGE


def test_the_default_rate_admits_half_a_minute_of_polls(cost: Any) -> None:
    requests = cost.DEFAULTS["NewAssessmentsPerSecond"] * cost.polls(30)

    assert round(requests) <= cost.DEFAULTS["ApiRequestsPerSecond"]


def test_concurrent_functions_follow_littles_law(cost: Any) -> None:
    a_second = 1_000_000 * cost.PEAK / 86_400
    needs = cost.needs(1_000_000)

    assert needs["concurrent assess functions"] == math.ceil(a_second * cost.ASSESS_SECONDS)
    assert cost.needs(10)["concurrent assess functions"] == 1


def test_load_above_the_workers_capacity_waits_in_the_queue(cost: Any) -> None:
    assert cost.waiting(0) == 0
    completed = cost.DEFAULTS["AssessConcurrency"] / cost.ASSESS_SECONDS
    assert cost.waiting(completed) == 0
    assert cost.waiting(completed + 1, seconds=60) == pytest.approx(60)


def test_conflicts_grow_with_use_up_to_certainty(cost: Any) -> None:
    chances = [cost.conflicts(rate) for rate in (0, 1, 100, 1_000_000)]

    assert chances == sorted(chances)
    assert (chances[0], chances[-1]) == (0, 1)


def test_each_limit_is_where_the_needs_reach_it(cost: Any, cost_limits: Any) -> None:
    """Put the number of assessments back into the model, and it gives the limit."""
    found = {name: a_day for name, a_day, _ in cost_limits.limits()}

    def needs(part: str) -> dict[str, float]:
        (a_day,) = [value for name, value in found.items() if part in name]
        needed: dict[str, float] = cost.needs(a_day)
        return needed

    def value(needed: dict[str, float], part: str) -> float:
        (number,) = [value for name, value in needed.items() if part in name]
        return number

    assert value(needs("write units of one partition"), "one partition") == pytest.approx(1000)
    assert needs("on-demand table")["DynamoDB write units per second"] == pytest.approx(4000)
    assert value(needs("one transaction in four"), "transactions that conflict") == pytest.approx(
        25
    )
    workers = cost.DEFAULTS["AssessConcurrency"]
    assert value(needs("`AssessConcurrency`"), "concurrent assess functions") == workers
    everything = needs("an account (1,000)")
    functions = value(everything, "assess functions") + value(everything, "API functions")
    assert functions == pytest.approx(1000, abs=2)
    assert list(found.values()) == sorted(found.values())
