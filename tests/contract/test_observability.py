"""Every alarm notifies somebody and has a section in the runbook; the dashboard is complete."""

import json
import re
from typing import Any

import pytest

from scalp_core.assessments.assess import Outcome
from scalp_core.research.reassess import ReassessmentOutcome
from scalp_deployment.paths import ROOT, TEMPLATE
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


def test_custom_metrics_are_those_that_the_code_records() -> None:
    """A misspelt metric would never alarm."""
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "functions").rglob("*.py"))
    ours = [one for one in ALARMS.values() if one["Namespace"] == "ScalpSpectra"]
    assert ours
    for alarm in ours:
        assert f'"{alarm["MetricName"]}"' in code
        ((service,),) = ([one["Value"] for one in alarm["Dimensions"]],)
        assert f'make_metrics("{service}")' in code


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
    application = {name for name, one in template["Parameters"].items() if "Default" not in one}
    assert application <= load(TEMPLATE)["Outputs"].keys()
