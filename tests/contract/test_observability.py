"""Every alarm notifies somebody and has a section in the runbook; the dashboard is complete."""

import json
import re
from typing import Any

import pytest

from scalp_core.assessments.assess import Outcome
from scalp_core.research.reassess import ReassessmentOutcome
from scalp_deployment.paths import ROOT, TEMPLATE, WEB_TEMPLATE
from scalp_deployment.template import load
from support.template import of_type, statements, target

RUNBOOK = ROOT / "docs" / "runbook.md"
JOURNEYS = {
    "Photo → result",
    "Reading and deleting a result",
    "Statistics",
    "Care and products",
    "Clinics",
}
ASKED_FOR = {
    "dead-letters",
    "queue-age",
    "assess-errors",
    "api-errors",
    "release-errors",
    "assess-faults",
    "assess-throttles",
    "api-throttles",
    "assess-slow",
    "api-slow",
    "api-faults",
    "transaction-conflicts",
    "statistics-errors",
}


def watching() -> dict[str, Any]:
    found: dict[str, Any] = load(ROOT / "infra" / "observability.yaml")
    return found


def alarms() -> dict[str, dict[str, Any]]:
    """Return the alarms of both templates, by their names without the stack's."""
    found = {}
    for template in (load(TEMPLATE), watching()):
        for one in of_type(template["Resources"], "AWS::CloudWatch::Alarm").values():
            found[one["AlarmName"]["Fn::Sub"].partition("}-")[2]] = one
    return found


ALARMS = alarms()


def sections() -> dict[str, str]:
    parts = re.split(r"^## (.+)$", RUNBOOK.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_everything_that_can_go_wrong_has_an_alarm() -> None:
    assert ALARMS.keys() >= ASKED_FOR


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_names_its_section_of_the_runbook(name: str) -> None:
    assert ALARMS[name]["AlarmDescription"].endswith(f" docs/runbook.md#{name}")
    assert name in sections()


@pytest.mark.parametrize("name", [*ALARMS, "budget"])
def test_a_section_has_instructions(name: str) -> None:
    text = sections()[name]
    assert len(text) > 100
    assert "```" in text or "make " in text or "](#" in text or "`" in text


def test_the_runbook_has_no_section_for_an_alarm_that_is_gone() -> None:
    alarm_like = {one for one in sections() if one == one.lower() and " " not in one}
    assert alarm_like == ALARMS.keys() | {"budget"}


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_notifies_the_topic_and_is_quiet_without_load(name: str) -> None:
    alarm = ALARMS[name]
    actions = alarm["AlarmActions"]
    assert actions in (
        [{"Ref": "AlarmTopic"}],
        {"Fn::If": ["HasAlarmTopic", [{"Ref": "AlarmTopicArn"}], {"Ref": "AWS::NoValue"}]},
    )
    assert alarm["OKActions"] == actions
    assert alarm["TreatMissingData"] == "notBreaching"


def metrics(alarm: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what an alarm watches: one metric, or those of its expression."""
    if "Metrics" not in alarm:
        return [alarm]
    return [one["MetricStat"]["Metric"] for one in alarm["Metrics"] if "MetricStat" in one]


def test_custom_metrics_are_those_that_the_code_records() -> None:
    """A misspelt metric would never alarm."""
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "functions").rglob("*.py"))
    watched = [one for alarm in ALARMS.values() for one in metrics(alarm)]
    ours = [one for one in watched if one["Namespace"] == "ScalpSpectra"]
    assert ours
    for metric in ours:
        assert f'"{metric["MetricName"]}"' in code
        ((service,),) = ([one["Value"] for one in metric["Dimensions"]],)
        assert f'make_metrics("{service}")' in code


# ── Objectives ───────────────────────────────────────────────────────────────────────────────────


def burn_rate(name: str, **values: float) -> float:
    """Return what an alarm's expression makes of values, as CloudWatch would."""
    alarm = ALARMS[name]
    (expression,) = (one["Expression"] for one in alarm["Metrics"] if "Expression" in one)
    assert {one["Id"] for one in alarm["Metrics"] if one.get("ReturnData") is False} == {*values}
    functions = {
        "IF": lambda condition, then, other: then if condition else other,
        "FILL": lambda value, _: value,
    }
    found: float = eval(expression, functions, values)
    return found


def test_an_objective_rings_when_a_month_s_faults_are_used_up_too_fast() -> None:
    """95 % within 10 s of the upload, and 99.5 % done or rejected."""
    assert burn_rate("results-late-fast", intime=95, answers=100) == pytest.approx(1)
    assert burn_rate("results-late-fast", intime=25, answers=100) >= 14.4
    assert burn_rate("photos-failed-fast", failed=5, answers=995) == pytest.approx(1)
    assert burn_rate("photos-failed-fast", failed=8, answers=92) >= 14.4
    for slow, fast in (("results-late-slow", "results-late-fast"),):
        assert ALARMS[slow]["Threshold"] < ALARMS[fast]["Threshold"] == 14.4


def test_a_single_photo_is_no_broken_objective() -> None:
    assert burn_rate("results-late-fast", intime=0, answers=1) == 0
    assert burn_rate("photos-failed-slow", failed=1, answers=0) == 0


def test_objectives_and_the_page_about_them_name_the_same_numbers() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    stats = {
        one["MetricStat"]["Stat"]
        for name in ("results-late-fast", "results-late-slow")
        for one in ALARMS[name]["Metrics"]
        if "MetricStat" in one
    }
    assert stats == {"PR(:10)", "SampleCount"}
    assert "95 % of results within 10 seconds of the upload" in page
    assert "99.5 % of uploads" in page


def test_the_topic_takes_messages_from_this_accounts_alarms_and_budget_only() -> None:
    (policy,) = of_type(watching()["Resources"], "AWS::SNS::TopicPolicy").values()
    (allowed,) = (one for one in statements(policy) if one["Effect"] == "Allow")
    assert set(allowed["Principal"]["Service"]) == {
        "cloudwatch.amazonaws.com",
        "budgets.amazonaws.com",
    }
    assert allowed["Condition"] == {
        "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    }


def test_there_is_a_budget_only_where_somebody_sets_one() -> None:
    """An account's users may not, until its root user has given them access to billing."""
    template = watching()
    condition = template["Resources"]["Budget"]["Condition"]
    assert template["Conditions"][condition] == {
        "Fn::Not": [{"Fn::Equals": [{"Ref": "MonthlyBudgetUsd"}, "0"]}]
    }
    assert template["Parameters"]["MonthlyBudgetUsd"]["Default"] == 0


def test_the_budget_notifies_before_it_is_used_up() -> None:
    (budget,) = of_type(watching()["Resources"], "AWS::Budgets::Budget").values()
    notices = budget["NotificationsWithSubscribers"]
    kinds = {one["Notification"]["NotificationType"] for one in notices}
    assert kinds == {"ACTUAL", "FORECASTED"}
    for one in notices:
        assert [target(who["Address"]) for who in one["Subscribers"]] == ["AlarmTopic"]


# ── Dashboard ────────────────────────────────────────────────────────────────────────────────────


def widgets() -> list[dict[str, Any]]:
    (dashboard,) = of_type(watching()["Resources"], "AWS::CloudWatch::Dashboard").values()
    found: list[dict[str, Any]] = json.loads(dashboard["DashboardBody"]["Fn::Sub"])["widgets"]
    return found


def test_the_dashboard_has_a_row_for_each_journey() -> None:
    titles = {
        one["properties"]["markdown"].removeprefix("## ")
        for one in widgets()
        if one["type"] == "text"
    }
    assert titles >= JOURNEYS


def test_rows_are_full_and_do_not_overlap() -> None:
    rows: dict[int, list[dict[str, Any]]] = {}
    for one in widgets():
        rows.setdefault(one["y"], []).append(one)
    below = 0
    for y in sorted(rows):
        assert y == below
        assert sum(one["width"] for one in rows[y]) == 24
        below = y + rows[y][0]["height"]


def test_the_dashboard_shows_every_outcome_of_a_photo() -> None:
    shown = {
        metric[1]
        for one in widgets()
        for metric in one["properties"].get("metrics", [])
        if metric[0] == "ScalpSpectra"
    }
    assert shown >= {f"Assessment{outcome.title()}" for outcome in Outcome}
    assert shown >= {f"Reassessment{outcome.title()}" for outcome in ReassessmentOutcome}


def test_the_dashboard_queries_the_access_log_for_existing_routes(
    resources: dict[str, Any],
) -> None:
    (api,) = of_type(resources, "AWS::ApiGatewayV2::Api").values()
    routes = {
        f"{method.upper().replace('X-AMAZON-APIGATEWAY-ANY-METHOD', 'ANY')} {path}"
        for path, methods in api["Body"]["paths"].items()
        for method in methods
    }
    asked = {
        route
        for one in widgets()
        if one["type"] == "log"
        for route in re.findall(r"'((?:ANY|POST|GET) [^']+)'", one["properties"]["query"])
    }
    assert asked
    assert asked <= routes


def test_the_dashboards_parameters_are_outputs_of_the_application() -> None:
    template = watching()
    named = set(re.findall(r"\$\{(\w+)\}", json.dumps(widgets())))
    assert named <= template["Parameters"].keys()
    given = {name for name, one in template["Parameters"].items() if "Default" not in one}
    assert given <= load(TEMPLATE)["Outputs"].keys() | load(WEB_TEMPLATE)["Outputs"].keys()


def test_the_dashboard_shows_the_funnel_and_what_the_edge_refuses() -> None:
    """People whose browser may not upload are created and never arrive."""
    titles = {one["properties"].get("title") for one in widgets()}
    assert {"Funnel: created, uploaded", "CloudFront", "Firewall: blocked"} <= titles
    (firewall,) = (
        one for one in widgets() if one["properties"].get("title", "").startswith("Fire")
    )
    assert firewall["properties"]["region"] == "us-east-1"
    (acl,) = of_type(load(WEB_TEMPLATE)["Resources"], "AWS::WAFv2::WebACL").values()
    blocking = {
        one["VisibilityConfig"]["MetricName"]
        for one in acl["Rules"]
        if "Block" in one.get("Action", {})
    }
    assert {metric[5] for metric in firewall["properties"]["metrics"]} == blocking
