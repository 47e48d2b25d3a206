"""How much the API takes at once, and how a new version of it takes over."""

from pathlib import Path
from typing import Any

import pytest

from scalp_assess.release_check import RENDERS
from scalp_deployment.paths import TEMPLATE
from scalp_deployment.template import load
from scalp_local.sam_transform import transform
from scalp_operator.release import stamp
from support.template import as_list, of_type, statements, target

CREATE = "POST /api/v1/assessments"
SAMPLE = "POST /api/v1/assessments-of-sample"


# By function: the alarms that bring its old version back.
WATCHED = {
    "ApiFunction": {"ReleaseErrorsAlarm", "ApiFaultsAlarm"},
    "AssessFunction": {"AssessReleaseErrorsAlarm"},
}


def group(resources: dict[str, Any], function: str) -> dict[str, Any]:
    found: dict[str, Any] = resources[f"{function}DeploymentGroup"]["Properties"]
    return found


def versions(path: Path, parameters: dict[str, str]) -> set[str]:
    resources = transform(path, parameters)["Resources"]
    return set(of_type(resources, "AWS::Lambda::Version"))


def test_every_route_is_throttled_and_new_assessments_more_than_others(
    template: dict[str, Any], resources: dict[str, Any]
) -> None:
    (stage,) = of_type(resources, "AWS::ApiGatewayV2::Stage").values()
    routes = stage["RouteSettings"]
    rates = {}
    for name, settings in (
        ("others", stage["DefaultRouteSettings"]),
        ("new", routes[CREATE]),
        ("new", routes[SAMPLE]),
    ):
        for limit in ("ThrottlingRateLimit", "ThrottlingBurstLimit"):
            default = template["Parameters"][target(settings[limit])]["Default"]
            rates[name] = max(default, rates.get(name, 0))
    assert 0 < rates["new"] < rates["others"]


def test_only_routes_that_there_are_have_settings_of_their_own(resources: dict[str, Any]) -> None:
    """A stage that names another route cannot be created."""
    (stage,) = of_type(resources, "AWS::ApiGatewayV2::Stage").values()
    (api,) = of_type(resources, "AWS::ApiGatewayV2::Api").values()
    routes = {
        f"{method.upper()} {path}"
        for path, methods in api["Body"]["paths"].items()
        for method in methods
    }
    assert {CREATE, SAMPLE} <= routes
    assert stage["RouteSettings"].keys() == {CREATE, SAMPLE}


def test_requests_go_to_the_version_that_has_been_rolled_out(resources: dict[str, Any]) -> None:
    (api,) = of_type(resources, "AWS::ApiGatewayV2::Api").values()
    alias = "ApiFunctionAliaslive"
    assert alias in of_type(resources, "AWS::Lambda::Alias")
    called = {
        operation["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"]
        for operations in api["Body"]["paths"].values()
        for operation in operations.values()
    }
    assert len(called) == 1
    assert f"${{{alias}}}/invocations" in called.pop()


def test_photos_go_to_the_version_that_has_been_rolled_out(resources: dict[str, Any]) -> None:
    (mapping,) = of_type(resources, "AWS::Lambda::EventSourceMapping").values()
    assert target(mapping["FunctionName"]) == "AssessFunctionAliaslive"


@pytest.mark.parametrize(
    ("function", "condition"),
    [("ApiFunction", "RollsOutInSteps"), ("AssessFunction", "AssessRollsOutInSteps")],
)
def test_an_alarm_brings_the_old_version_back(
    resources: dict[str, Any], function: str, condition: str
) -> None:
    deployed = group(resources, function)
    decides, in_steps, at_once = deployed["AlarmConfiguration"]["Fn::If"]
    assert in_steps["Enabled"]
    # What repairs a fault must not be stopped by the fault's own alarm.
    assert (decides, at_once) == (condition, {})
    assert "DEPLOYMENT_STOP_ON_ALARM" in deployed["AutoRollbackConfiguration"]["Events"]
    watched = {target(one["Name"]) for one in in_steps["Alarms"]}
    assert watched == WATCHED[function]
    assert "CodeDeployLambdaAliasUpdate" in resources[f"{function}Aliaslive"]["UpdatePolicy"]
    (errors,) = (resources[one]["Properties"] for one in watched if "ReleaseErrors" in one)
    assert {one["Name"] for one in errors["Dimensions"]} == {
        "FunctionName",
        "Resource",
        "ExecutedVersion",
    }
    assert errors["TreatMissingData"] == "notBreaching"


def test_new_models_grade_stored_renders_before_anybodys_photo(resources: dict[str, Any]) -> None:
    """The hook is called without a version, when the code to be released is the latest."""
    policy = resources["AssessFunctionAliaslive"]["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"]
    assert target(policy["BeforeAllowTrafficHook"]) == "AssessFunction"
    assert len(list(RENDERS.glob("*.jpg"))) >= 6


def test_code_deploy_may_move_these_aliases_and_no_other(resources: dict[str, Any]) -> None:
    (role,) = {target(group(resources, function)["ServiceRoleArn"]) for function in WATCHED}
    granted = {
        action: as_list(one["Resource"])
        for policy in resources[role]["Properties"]["Policies"]
        for one in statements(policy)
        for action in as_list(one["Action"])
    }
    assert granted["lambda:UpdateAlias"] == [
        {"Fn::Sub": f"${{{function}.Arn}}:*"} for function in WATCHED
    ]
    assert granted["lambda:InvokeFunction"] == [{"Fn::GetAtt": ["AssessFunction", "Arn"]}]


def test_a_change_of_code_layers_or_variables_is_a_new_version(resources: dict[str, Any]) -> None:
    for function in WATCHED:
        source = load(TEMPLATE)["Resources"][function]["Properties"]
        assert source["AutoPublishAliasAllProperties"] is True


def test_a_change_of_parameters_alone_is_none_until_make_deploy_stamps_it(tmp_path: Path) -> None:
    """SAM cannot see what a parameter is worth: the old values would stay."""
    stamped = tmp_path / "template.yaml"
    stamped.write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    stamp(stamped, "2026-11-22 22:00")

    assert versions(TEMPLATE, {}) == versions(TEMPLATE, {"ResultDays": "31"})
    assert not versions(TEMPLATE, {}) & versions(stamped, {})


def test_old_versions_do_not_pile_up(resources: dict[str, Any]) -> None:
    found = [one for one in resources.values() if one["Type"] == "AWS::Lambda::Version"]
    assert [one["DeletionPolicy"] for one in found] == ["Delete"] * len(WATCHED)
