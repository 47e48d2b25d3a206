"""The functions' roles, as the template has them."""

from datetime import date
from fnmatch import fnmatchcase
from typing import Any

from scalp_core.assessments import keys as assessments_keys
from scalp_core.assessments.keys import UPLOAD_PREFIX
from scalp_core.hospitals.keys import HOSPITAL_INDEX_PK
from scalp_core.products import keys as products_keys
from scalp_core.research import keys as research_keys
from scalp_core.research.keys import RESEARCH_PREFIX
from scalp_core.statistics import keys as statistics_keys
from scalp_core.vocabulary import AgeGroup, Sex, Symptom
from support.template import as_list, function_of, of_type, statements, target


def grants(resources: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every statement of every role, with the role's logical id."""
    return [
        (key, statement)
        for key, role in of_type(resources, "AWS::IAM::Role").items()
        for policy in role["Policies"]
        for statement in statements(policy)
    ]


def test_no_role_allows_whole_services_or_everything(resources: dict[str, Any]) -> None:
    for role, statement in grants(resources):
        assert statement["Effect"] == "Allow"
        assert {"Action", "Resource"} <= statement.keys(), f"{role}: NotAction or NotResource"
        assert not [one for one in as_list(statement["Action"]) if "*" in one], role
        for resource in as_list(statement["Resource"]):
            assert isinstance(resource, dict), f"{role}: {resource} is not one of the stack's own"


def test_no_role_has_managed_policies(resources: dict[str, Any]) -> None:
    for role in of_type(resources, "AWS::IAM::Role").values():
        assert not role.get("ManagedPolicyArns")


def test_every_function_has_a_role_of_its_own(resources: dict[str, Any]) -> None:
    functions = of_type(resources, "AWS::Lambda::Function").values()
    roles = [target(function["Role"]) for function in functions]
    assert sorted(roles) == sorted(assumed_by(resources, "lambda.amazonaws.com"))


def assumed_by(resources: dict[str, Any], service: str) -> list[str]:
    """Return the roles that a service assumes."""
    return [
        key
        for key, role in of_type(resources, "AWS::IAM::Role").items()
        for statement in role["AssumeRolePolicyDocument"]["Statement"]
        if statement["Principal"] == {"Service": service}
    ]


def test_a_schedule_may_start_its_own_function_and_nothing_else(
    resources: dict[str, Any],
) -> None:
    schedules = of_type(resources, "AWS::Scheduler::Schedule").values()
    assert {target(one["Target"]["RoleArn"]) for one in schedules} == set(
        assumed_by(resources, "scheduler.amazonaws.com")
    )
    for schedule in schedules:
        (statement,) = (
            one for role, one in grants(resources) if role == target(schedule["Target"]["RoleArn"])
        )
        assert statement["Action"] == "lambda:InvokeFunction"
        assert target(statement["Resource"]) == target(schedule["Target"]["Arn"])


def test_the_catalog_function_reaches_nothing_of_people(resources: dict[str, Any]) -> None:
    """Assessments, statistics and hospitals share a table; key prefixes separate them."""
    touching = [
        statement
        for role, statement in grants(resources)
        if role == "CatalogRole"
        and any(one.startswith("dynamodb:") for one in as_list(statement["Action"]))
    ]
    for statement in touching:
        leading = statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
        for one in leading:
            assert not one.startswith(("ASSESSMENT", "STATS", "*")), one
        # Whatever is not looked up by its key would slip through the condition.
        assert not {"dynamodb:Scan", "dynamodb:ExportTableToPointInTime"} & set(
            as_list(statement["Action"])
        )
    assert touching


def test_each_parameter_with_a_foreign_key_is_named(
    resources: dict[str, Any],
) -> None:
    variables = resources["CatalogFunction"]["Properties"]["Environment"]["Variables"]
    named = {value["Fn::Sub"] for name, value in variables.items() if name.endswith("_PARAMETER")}
    (statement,) = (
        one for _, one in grants(resources) if as_list(one["Action"]) == ["ssm:GetParameter"]
    )
    allowed = {one["Fn::Sub"].partition(":parameter")[2] for one in statement["Resource"]}
    assert allowed == named


def test_functions_have_only_the_rights_on_photos_that_they_need(resources: dict[str, Any]) -> None:
    """The API deletes photos and cannot read them; only the worker reads and copies."""
    places = {"UploadsBucket": UPLOAD_PREFIX, "ResearchBucket": RESEARCH_PREFIX}
    allowed: dict[tuple[str, str], set[str]] = {}
    for role, statement in grants(resources):
        actions = as_list(statement["Action"])
        if actions == ["s3:ListBucket"]:
            bucket = target(statement["Resource"])
            prefixes = statement["Condition"]["StringLike"]["s3:prefix"]
            assert as_list(prefixes) == [f"{places[bucket]}*"]
            allowed.setdefault((role, bucket), set()).add("s3:ListBucket")
        elif any(action.startswith("s3:") for action in actions):
            (bucket,) = (
                one
                for one, prefix in places.items()
                if as_list(statement["Resource"]) == [{"Fn::Sub": f"${{{one}.Arn}}/{prefix}*"}]
            )
            allowed.setdefault((role, bucket), set()).update(actions)
    reading = {"s3:GetObject", "s3:ListBucket", "s3:DeleteObject"}
    assert allowed == {
        ("ApiRole", "UploadsBucket"): {"s3:PutObject", "s3:DeleteObject"},
        ("ApiRole", "ResearchBucket"): {"s3:DeleteObject"},
        ("AssessRole", "UploadsBucket"): reading,
        ("AssessRole", "ResearchBucket"): reading | {"s3:PutObject"},
    }


def test_a_function_writes_to_its_own_log_group_only(resources: dict[str, Any]) -> None:
    for function in of_type(resources, "AWS::Lambda::Function").values():
        written = [
            target(statement["Resource"])
            for role, statement in grants(resources)
            if role == target(function["Role"])
            and set(as_list(statement["Action"])) == {"logs:CreateLogStream", "logs:PutLogEvents"}
        ]
        assert written == [target(function["LoggingConfig"]["LogGroup"])]


def test_the_functions_role_lets_the_mapping_read_the_queue(
    resources: dict[str, Any],
) -> None:
    functions = of_type(resources, "AWS::Lambda::Function")
    for mapping in of_type(resources, "AWS::Lambda::EventSourceMapping").values():
        role = target(functions[function_of(mapping["FunctionName"])]["Role"])
        queue = target(mapping["EventSourceArn"])
        allowed = {
            action
            for key, statement in grants(resources)
            if key == role and {"Fn::GetAtt": [queue, "Arn"]} in as_list(statement["Resource"])
            for action in as_list(statement["Action"])
        }
        assert allowed == {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}


def test_the_api_cannot_finish_an_assessment_and_the_worker_cannot_start_one(
    resources: dict[str, Any],
) -> None:
    """Neither changes the other's items: counters, campaigns, catalogues."""
    bound: dict[str, dict[str, set[str]]] = {"ApiRole": {}, "AssessRole": {}}
    for role, statement in grants(resources):
        if {"Fn::GetAtt": ["Table", "Arn"]} in as_list(statement["Resource"]) and role in bound:
            leading = statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
            for action in as_list(statement["Action"]):
                bound[role].setdefault(action, set()).update(leading)
    catalogues = {products_keys.CATALOGUE_PK, products_keys.CLICK_THROUGH_PK, HOSPITAL_INDEX_PK}
    assert bound == {
        "ApiRole": {
            "dynamodb:PutItem": {"ASSESSMENT#*", products_keys.SALT_PK},
            "dynamodb:GetItem": {"ASSESSMENT#*", products_keys.SALT_PK} | catalogues,
            "dynamodb:DeleteItem": {"ASSESSMENT#*", "RESEARCH#*"},
            "dynamodb:Query": {
                "PRODUCT#*",
                "PRODUCTSTATS#*",
                "HOSPITAL#*",
                statistics_keys.PUBLISHED_PK,
            },
            "dynamodb:UpdateItem": {"PRODUCTSTATS#*", "STATS#*#*", statistics_keys.CLOSED_PK},
            "dynamodb:ConditionCheckItem": {"STATS#*#*", statistics_keys.CLOSED_PK},
        },
        "AssessRole": {
            "dynamodb:GetItem": {"ASSESSMENT#*", "RESEARCH#*"},
            "dynamodb:UpdateItem": {"ASSESSMENT#*", "STATS#*#*", "RESEARCH#*"},
        },
    }


def test_updates_of_counters_return_nothing_to_the_api(resources: dict[str, Any]) -> None:
    """Which may not read them, and could by an update's answer."""
    (statement,) = (
        one
        for role, one in grants(resources)
        if role == "ApiRole" and "dynamodb:ConditionCheckItem" in as_list(one["Action"])
    )
    assert statement["Condition"]["StringEqualsIfExists"] == {"dynamodb:ReturnValues": "NONE"}


def test_the_key_prefixes_in_the_roles_are_those_of_the_code() -> None:
    assert assessments_keys.assessment_pk("0" * 32).startswith("ASSESSMENT#")
    assert research_keys.research_pk("0" * 64).startswith("RESEARCH#")
    assert HOSPITAL_INDEX_PK.startswith("HOSPITAL#")
    assert products_keys.symptom_pk(Symptom.DANDRUFF).startswith("PRODUCT#")
    assert products_keys.CATALOGUE_PK.startswith("PRODUCT#")
    assert products_keys.CAMPAIGNS_PK.startswith("PRODUCT#")
    assert products_keys.traffic_pk("P001").startswith("PRODUCTSTATS#")
    counted = [
        statistics_keys.cohort_pk(Sex.FEMALE, AgeGroup.FORTIES),
        statistics_keys.day_pk(date(2026, 11, 30)),
    ]
    assert all(fnmatchcase(one, "STATS#*#*") for one in counted)
    for one in (statistics_keys.PUBLISHED_PK, statistics_keys.CLOSED_PK):
        assert one.startswith("STATS#")
        assert not fnmatchcase(one, "STATS#*#*"), "the API changes counters only"
