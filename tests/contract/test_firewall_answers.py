"""What the firewall answers a request that it blocks, and what it logs of it."""

import json
from typing import Any

import pytest

from scalp_deployment.paths import ROOT, WEB_TEMPLATE
from scalp_deployment.template import load
from support.template import of_type


@pytest.fixture(scope="module")
def resources() -> dict[str, Any]:
    found: dict[str, Any] = load(WEB_TEMPLATE)["Resources"]
    return found


def test_a_request_that_the_firewall_blocks_gets_a_problem_that_the_site_knows(
    resources: dict[str, Any],
) -> None:
    """A bare 403 would reach people, and callers of the API, as the page for missing files."""
    (acl,) = of_type(resources, "AWS::WAFv2::WebACL").values()
    groups = [one for one in acl["Rules"] if "ManagedRuleGroupStatement" in one["Statement"]]
    assert [one["OverrideAction"] for one in groups] == [{"Count": {}}] * 3
    blocking = [one["Action"]["Block"] for one in acl["Rules"] if "Action" in one]
    assert all("CustomResponse" in one for one in blocking)
    (rule,) = (one for one in acl["Rules"] if one["Name"] == "labelled")
    assert rule["Priority"] > max(one["Priority"] for one in groups)
    labels = [
        one["LabelMatchStatement"]["Key"] for one in rule["Statement"]["OrStatement"]["Statements"]
    ]
    assert {label.split(":")[3] for label in labels} == {
        "amazon-ip-list",
        "core-rule-set",
        "known-bad-inputs",
    }
    answer = rule["Action"]["Block"]["CustomResponse"]
    body = json.loads(acl["CustomResponseBodies"][answer["CustomResponseBodyKey"]]["Content"])
    assert answer["ResponseCode"] == body["status"] == 403
    texts = json.loads((ROOT / "web/src/i18n/en/app.json").read_text(encoding="utf-8"))
    assert f"problem.{body['code']}.text" in texts


def test_the_firewall_logs_blocked_requests_without_what_may_hold_an_id(
    resources: dict[str, Any],
) -> None:
    (logging,) = of_type(resources, "AWS::WAFv2::LoggingConfiguration").values()
    redacted = {
        field["SingleHeader"]["Name"] if name == "SingleHeader" else name
        for field in logging["RedactedFields"]
        for name in field
    }
    assert redacted == {"UriPath", "QueryString", "referer", "cookie"}
    kept = logging["LoggingFilter"]
    assert kept["DefaultBehavior"] == "DROP"
    assert [one["Conditions"] for one in kept["Filters"]] == [
        [{"ActionCondition": {"Action": "BLOCK"}}]
    ]
    (group,) = of_type(resources, "AWS::Logs::LogGroup").values()
    # WAF takes no other name, and wants it without the ":*" of the group's ARN.
    assert group["LogGroupName"]["Fn::Sub"].startswith("aws-waf-logs-")
    assert logging["LogDestinationConfigs"][0]["Fn::Sub"].endswith(":log-group:${FirewallLog}")
