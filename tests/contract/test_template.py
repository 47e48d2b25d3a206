"""Queue, logs, API and schedules of template.yaml after SAM's transform, and all of it."""

import json
import re
import tomllib
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from scalp_core.clock import day_in_korea
from scalp_core.vision.decoding.worker import Limits
from scalp_deployment.paths import ROOT, TEMPLATE
from scalp_deployment.template import REGION, load
from support.template import function_of, of_type, target

# ── Queue ────────────────────────────────────────────────────────────────────────────────────────


def test_the_visibility_timeout_is_six_times_the_timeout_of_the_function(
    resources: dict[str, Any],
) -> None:
    queues = of_type(resources, "AWS::SQS::Queue")
    functions = of_type(resources, "AWS::Lambda::Function")
    for mapping in of_type(resources, "AWS::Lambda::EventSourceMapping").values():
        queue = queues[target(mapping["EventSourceArn"])]
        function = functions[function_of(mapping["FunctionName"])]
        assert queue["VisibilityTimeout"] >= 6 * function["Timeout"]


def test_the_dead_letter_queue_retains_messages_for_fourteen_days(
    resources: dict[str, Any],
) -> None:
    queues = of_type(resources, "AWS::SQS::Queue")
    for mapping in of_type(resources, "AWS::Lambda::EventSourceMapping").values():
        redrive = queues[target(mapping["EventSourceArn"])]["RedrivePolicy"]
        dead_letters = queues[target(redrive["deadLetterTargetArn"])]
        assert dead_letters["MessageRetentionPeriod"] == 14 * 24 * 3600


def test_the_worker_knows_the_queues_max_receive_count(
    resources: dict[str, Any],
) -> None:
    queue = resources["AssessQueue"]["Properties"]
    variables = resources["AssessFunction"]["Properties"]["Environment"]["Variables"]
    assert queue["RedrivePolicy"]["maxReceiveCount"] == variables["MAX_RECEIVE_COUNT"]


def test_failures_are_reported_by_message_and_batches_do_not_wait(
    resources: dict[str, Any],
) -> None:
    for mapping in of_type(resources, "AWS::Lambda::EventSourceMapping").values():
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        assert mapping.get("MaximumBatchingWindowInSeconds", 0) == 0


def test_one_photo_per_invocation_and_its_limit_is_below_the_functions_timeout(
    resources: dict[str, Any],
) -> None:
    (mapping,) = of_type(resources, "AWS::Lambda::EventSourceMapping").values()
    assert mapping["BatchSize"] == 1
    # Lambda allows 10 s for loading before the function's own time begins to count.
    assert Limits().wall + 10 < resources["AssessFunction"]["Properties"]["Timeout"]


def test_concurrency_is_capped_where_a_throttled_message_does_not_count_as_delivered(
    resources: dict[str, Any],
) -> None:
    for mapping in of_type(resources, "AWS::Lambda::EventSourceMapping").values():
        assert mapping["ScalingConfig"] == {"MaximumConcurrency": {"Ref": "AssessConcurrency"}}
    for function in of_type(resources, "AWS::Lambda::Function").values():
        assert "ReservedConcurrentExecutions" not in function


def test_a_new_account_can_take_the_default_concurrency(template: dict[str, Any]) -> None:
    """It may have a limit of 10 for all functions, and the API needs half of it."""
    assert template["Parameters"]["AssessConcurrency"]["Default"] <= 5


# ── Logs ─────────────────────────────────────────────────────────────────────────────────────────


def test_logs_are_retained_for_the_chosen_days(resources: dict[str, Any]) -> None:
    for group in of_type(resources, "AWS::Logs::LogGroup").values():
        assert group["RetentionInDays"] == {"Ref": "LogRetentionDays"}


def test_every_function_writes_json_to_a_log_group_of_its_own(resources: dict[str, Any]) -> None:
    functions = of_type(resources, "AWS::Lambda::Function").values()
    groups = [target(function["LoggingConfig"]["LogGroup"]) for function in functions]
    assert len(set(groups)) == len(groups)
    assert set(groups) <= of_type(resources, "AWS::Logs::LogGroup").keys()
    assert all(one["LoggingConfig"]["LogFormat"] == "JSON" for one in functions)


def test_the_access_log_names_neither_people_nor_assessments(resources: dict[str, Any]) -> None:
    for stage in of_type(resources, "AWS::ApiGatewayV2::Stage").values():
        settings = stage["AccessLogSettings"]
        fields = set(json.loads(settings["Format"]).values())
        assert fields.isdisjoint(
            {
                "$context.identity.sourceIp",
                "$context.identity.userAgent",
                "$context.path",
                "$context.requestOverride.path",
            }
        )
        assert target(settings["DestinationArn"]) in of_type(resources, "AWS::Logs::LogGroup")


# ── API ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_api_serves_everything_under_api_without_a_stage_in_the_path(
    resources: dict[str, Any],
) -> None:
    (api,) = of_type(resources, "AWS::ApiGatewayV2::Api").values()
    (stage,) = of_type(resources, "AWS::ApiGatewayV2::Stage").values()
    paths = api["Body"]["paths"]
    assert all(path.startswith("/api/") for path in paths)
    ((path, methods),) = [one for one in paths.items() if "{proxy+}" in one[0]]
    (method,) = methods.values()
    assert path == "/api/{proxy+}"
    assert list(methods) == ["x-amazon-apigateway-any-method"]
    assert method["x-amazon-apigateway-integration"]["payloadFormatVersion"] == "2.0"
    assert stage["StageName"] == "$default"


def test_a_warning_of_the_import_does_not_stop_a_deployment(resources: dict[str, Any]) -> None:
    """API Gateway warns about what SAM itself writes, and may begin to at any time."""
    (api,) = of_type(resources, "AWS::ApiGatewayV2::Api").values()
    assert not api.get("FailOnWarnings")


# ── Catalogues ──────────────────────────────────────────────────────────────────────────────────


def test_catalogues_are_refreshed_by_korean_time(resources: dict[str, Any]) -> None:
    hours, weekdays = {}, {}
    for schedule in schedules_of(resources, "CatalogFunction"):
        assert schedule["ScheduleExpressionTimezone"] == "Asia/Seoul"
        _, hour, *_, weekday, _ = schedule["ScheduleExpression"].strip("cron()").split()
        refreshed = json.loads(schedule["Target"]["Input"])["refresh"]
        hours[refreshed], weekdays[refreshed] = int(hour), weekday
    assert weekdays == {
        "hospitals": "SUN",
        "opening-hours": "SUN",
        "product-reports": "SAT",
        "product-offers": "?",
        "product-traffic": "?",
    }
    # Hours are joined to the hospitals that are listed by then.
    assert hours["opening-hours"] >= hours["hospitals"] + 2


def test_statistics_are_published_once_a_day_and_always_at_the_same_minute(
    resources: dict[str, Any],
) -> None:
    (schedule,) = schedules_of(resources, "StatisticsFunction")

    assert schedule["ScheduleExpression"] == "cron(0 10 * * ? *)"
    assert schedule["FlexibleTimeWindow"] == {"Mode": "OFF"}
    at = datetime(2026, 11, 30, 10, tzinfo=ZoneInfo(schedule["ScheduleExpressionTimezone"]))
    assert at.astimezone(UTC).date() == day_in_korea(at)


def schedules_of(resources: dict[str, Any], function: str) -> list[dict[str, Any]]:
    schedules = of_type(resources, "AWS::Scheduler::Schedule").values()
    return [one for one in schedules if target(one["Target"]["Arn"]) == function]


# ── As a whole ───────────────────────────────────────────────────────────────────────────────────


def test_every_parameter_is_used() -> None:
    """Before the transform, which replaces some parameters by their values."""
    source = load(TEMPLATE)
    text = json.dumps({part: source[part] for part in ("Conditions", "Resources", "Outputs")})
    unused = {name for name in source["Parameters"] if f'{{"Ref": "{name}"}}' not in text}
    assert not unused


def test_the_stack_has_the_outputs_that_operators_need(template: dict[str, Any]) -> None:
    assert template["Outputs"].keys() >= {
        "ApiUrl",
        "UploadsBucketName",
        "AssessQueueUrl",
        "AssessDeadLetterQueueUrl",
        "TableName",
    }


def test_the_operators_report_is_behind_iam_and_nothing_else_is(resources: dict[str, Any]) -> None:
    (api,) = of_type(resources, "AWS::ApiGatewayV2::Api").values()
    secured = {
        path: operation["security"]
        for path, operations in api["Body"]["paths"].items()
        for operation in operations.values()
        if isinstance(operation, dict) and operation.get("security")
    }
    assert secured == {"/api/v1/products/report.csv": [{"AWS_IAM": []}]}


def test_two_stacks_can_live_in_one_account(resources: dict[str, Any]) -> None:
    """Explicit names contain the stack's; SAM names schedules alike in all stacks."""
    given = {
        "AWS::S3::Bucket": "BucketName",
        "AWS::Scheduler::Schedule": "Name",
        "AWS::Lambda::LayerVersion": "LayerName",
        "AWS::Logs::LogGroup": "LogGroupName",
        "AWS::CloudWatch::Alarm": "AlarmName",
    }
    for kind, attribute in given.items():
        for key, one in of_type(resources, kind).items():
            assert "${AWS::StackName}" in one[attribute]["Fn::Sub"], key
    unnamed = {"FunctionName", "QueueName", "TableName", "RoleName", "Name"}
    for key, one in resources.items():
        if one["Type"] not in given and one["Type"] not in {
            "AWS::Lambda::Alias",
            "AWS::Lambda::Version",
            "AWS::Lambda::Permission",
            "AWS::Lambda::EventSourceMapping",
            "AWS::Lambda::EventInvokeConfig",
        }:
            assert not unnamed & one.get("Properties", {}).keys(), key


# ── Stored events ────────────────────────────────────────────────────────────────────────────────


def test_stored_events_name_the_bucket_of_the_stack_that_they_are_invoked_on(
    resources: dict[str, Any],
) -> None:
    settings = tomllib.loads((ROOT / "samconfig.toml").read_text(encoding="utf-8"))
    ours: str = resources["UploadsBucket"]["Properties"]["BucketName"]["Fn::Sub"]
    for variable, value in {
        "AWS::StackName": settings["default"]["global"]["parameters"]["stack_name"],
        "AWS::AccountId": "123456789012",
        "AWS::Region": REGION,
    }.items():
        ours = ours.replace(f"${{{variable}}}", value)
    events = [
        path.read_text(encoding="utf-8") for path in (ROOT / "tests/events").glob("*s3*.json")
    ]
    named = [re.findall(r"[\w-]+-uploads-[\w-]+", event) for event in events]
    assert all(named)
    assert {name for names in named for name in names} == {ours}
