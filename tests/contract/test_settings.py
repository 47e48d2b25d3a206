"""The template's variables and the code's settings are the same, by name and by value."""

import os
from typing import Any, get_args

import pytest
from aws_lambda_powertools.shared import constants

from scalp_core.settings import ApiSettings, AssessSettings, CatalogSettings, TableSettings
from support.template import of_type

SETTINGS: dict[str, type[TableSettings]] = {
    "ApiFunction": ApiSettings,
    "AssessFunction": AssessSettings,
    "CatalogFunction": CatalogSettings,
    "StatisticsFunction": TableSettings,
}
POWERTOOLS = {value for value in vars(constants).values() if isinstance(value, str)}
SDK = {"AWS_ENDPOINT_URL"}


def variables(resources: dict[str, Any], function: str) -> dict[str, Any]:
    found: dict[str, Any] = resources[function]["Properties"]["Environment"]["Variables"]
    return found


def fields(settings: type[TableSettings]) -> set[str]:
    """Variables that the settings read, without those that Lambda itself sets."""
    names = {name.upper() for name in settings.model_fields}
    return {name for name in names if not name.startswith("AWS_LAMBDA_")}


def test_every_function_has_settings(resources: dict[str, Any]) -> None:
    assert of_type(resources, "AWS::Lambda::Function").keys() == SETTINGS.keys()


@pytest.mark.parametrize("function", SETTINGS)
def test_the_template_gives_a_function_what_its_settings_read_and_nothing_else(
    resources: dict[str, Any], function: str
) -> None:
    given = variables(resources, function).keys() - POWERTOOLS - SDK
    assert given == fields(SETTINGS[function])


@pytest.mark.parametrize("function", SETTINGS)
def test_logs_and_metrics_name_their_function(resources: dict[str, Any], function: str) -> None:
    assert variables(resources, function)["POWERTOOLS_SERVICE_NAME"] == (
        function.removesuffix("Function").lower()
    )


@pytest.mark.parametrize("function", SETTINGS)
def test_no_function_is_sent_to_another_aws_in_production(
    resources: dict[str, Any], function: str
) -> None:
    assert variables(resources, function)["AWS_ENDPOINT_URL"] == {"Ref": "AWS::NoValue"}


@pytest.mark.parametrize("function", SETTINGS)
def test_the_settings_accept_what_the_template_gives_by_default(
    template: dict[str, Any], function: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in os.environ.keys() & fields(SETTINGS[function]):
        monkeypatch.delenv(name)
    for name, value in variables(template["Resources"], function).items():
        # Parameters have a default; of resources any name will do.
        reference = value.get("Ref") or value.get("Fn::Sub") if isinstance(value, dict) else None
        parameter = template["Parameters"].get(reference, {})
        monkeypatch.setenv(name, str(parameter.get("Default", reference or value)))

    settings = SETTINGS[function]()

    assert settings.table_name == "Table"
    if "result_days" in SETTINGS[function].model_fields:
        assert (
            settings.model_dump()["result_days"]
            == (template["Parameters"]["ResultDays"]["Default"])
        )


@pytest.mark.parametrize("field", ["result_days", "research_days", "max_receive_count"])
def test_parameters_allow_the_numbers_that_the_settings_allow(
    template: dict[str, Any], field: str
) -> None:
    reference = variables(template["Resources"], "AssessFunction")[field.upper()]
    parameter = template["Parameters"][reference["Ref"]]
    allowed = AssessSettings.model_json_schema()["properties"][field]
    assert parameter["MinValue"] == allowed["minimum"]
    assert parameter["MaxValue"] == allowed["maximum"]


def test_the_engine_parameter_allows_the_engines_that_there_are(template: dict[str, Any]) -> None:
    engines = get_args(AssessSettings.model_fields["engine"].annotation)
    assert template["Parameters"]["Engine"]["AllowedValues"] == list(engines)
