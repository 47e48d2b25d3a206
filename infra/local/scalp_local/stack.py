"""Creates the stack of template.yaml in a moto server, and returns what its functions need.

moto's CloudFormation creates buckets, queues and tables and resolves references, but ignores bucket
notifications, CORS and time to live; those are read from the same template and set by API.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import boto3

from scalp_deployment.template import REGION
from scalp_local.sam_transform import transform

_CREATED = {
    "AWS::S3::Bucket",
    "AWS::SQS::Queue",
    "AWS::DynamoDB::Table",
}
_NO_VALUE = {"Ref": "AWS::NoValue"}


@dataclass(frozen=True)
class QueueMapping:
    """The event source mapping of a function.

    Attributes:
        batch_size: most messages per invocation.
        timeout_seconds: the function's timeout.
        memory_megabytes: the function's memory.
    """

    function: str
    queue_url: str
    queue_arn: str
    batch_size: int
    timeout_seconds: int
    memory_megabytes: int


@dataclass(frozen=True)
class Stack:
    """A stack in a moto server.

    Attributes:
        environment: variables of each function, by its logical id.
        mappings: event source mappings, by the function's logical id.
        physical_ids: of each resource, by its logical id.
    """

    environment: dict[str, dict[str, str]]
    mappings: dict[str, QueueMapping]
    physical_ids: dict[str, str]


@cache
def local_session() -> boto3.Session:
    """Return the session with credentials that moto accepts."""
    return boto3.Session(
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106 (moto takes any)
        region_name=REGION,
    )


def create(path: Path, endpoint: str, *, name: str, parameters: Mapping[str, str]) -> Stack:
    """Create the stack of ``path`` in the moto server at ``endpoint``."""
    transformed = transform(path, dict(parameters))
    wanted = _wanted(transformed["Resources"])
    session = local_session()
    values, physical_ids = _create_stack(session, endpoint, name, transformed, wanted, parameters)
    filled = _fill(wanted, values)
    s3 = session.client("s3", endpoint_url=endpoint)
    for key, properties in filled["buckets"].items():
        _configure_bucket(s3, physical_ids[key], properties)
    dynamodb = session.client("dynamodb", endpoint_url=endpoint)
    for key, properties in filled["tables"].items():
        if ttl := properties.get("TimeToLiveSpecification"):
            dynamodb.update_time_to_live(
                TableName=physical_ids[key], TimeToLiveSpecification=_typed(ttl)
            )
    sqs = session.client("sqs", endpoint_url=endpoint)
    environment = {
        key: {name: str(value) for name, value in variables.items()}
        for key, function in filled["functions"].items()
        for variables in [function.get("Environment", {}).get("Variables", {})]
    }
    mappings = {
        function: _mapping(sqs, function, properties, filled["functions"][function])
        for function, properties in (
            (_function(mapping["FunctionName"]), filled["mappings"][key])
            for key, mapping in _of_type(
                transformed["Resources"], "AWS::Lambda::EventSourceMapping"
            ).items()
        )
    }
    return Stack(environment, mappings, physical_ids)


def _wanted(resources: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the parts of the template whose values are needed outside CloudFormation."""
    functions = _of_type(resources, "AWS::Lambda::Function")
    return {
        "functions": {
            key: {name: function.get(name) for name in ("Environment", "Timeout", "MemorySize")}
            for key, function in functions.items()
        },
        "mappings": _of_type(resources, "AWS::Lambda::EventSourceMapping"),
        "buckets": _of_type(resources, "AWS::S3::Bucket"),
        "tables": _of_type(resources, "AWS::DynamoDB::Table"),
    }


def _of_type(resources: Mapping[str, Any], kind: str) -> dict[str, Any]:
    return {
        key: resource["Properties"]
        for key, resource in resources.items()
        if resource["Type"] == kind
    }


def _mapping(
    sqs: Any, function: str, properties: Mapping[str, Any], settings: Mapping[str, Any]
) -> QueueMapping:
    arn = properties["EventSourceArn"]
    return QueueMapping(
        function=function,
        queue_url=sqs.get_queue_url(QueueName=arn.rpartition(":")[2])["QueueUrl"],
        queue_arn=arn,
        batch_size=int(properties["BatchSize"]),
        timeout_seconds=int(settings["Timeout"]),
        memory_megabytes=int(settings["MemorySize"]),
    )


def _create_stack(
    session: boto3.Session,
    endpoint: str,
    name: str,
    transformed: Mapping[str, Any],
    wanted: object,
    parameters: Mapping[str, str],
) -> tuple[dict[str, str], dict[str, str]]:
    """Let CloudFormation create the resources and resolve every intrinsic function of ``wanted``.

    Each is passed as an output, so nothing here has to know how they work.
    """
    expressions = {_key(node): node for node in _intrinsics(wanted) if _resolvable(node)}
    names = {key: f"Value{number}" for number, key in enumerate(expressions)}
    kept = {
        key: {part: value for part, value in resource.items() if part != "DependsOn"}
        for key, resource in transformed["Resources"].items()
        if resource["Type"] in _CREATED
    }
    body = {
        "Parameters": transformed.get("Parameters", {}),
        "Conditions": transformed.get("Conditions", {}),
        "Mappings": transformed.get("Mappings", {}),
        "Resources": kept,
        "Outputs": {names[key]: {"Value": node} for key, node in expressions.items()},
    }
    cloudformation = session.client("cloudformation", endpoint_url=endpoint)
    cloudformation.create_stack(
        StackName=name,
        TemplateBody=json.dumps({part: value for part, value in body.items() if value}),
        Parameters=[
            {"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()
        ],
    )
    stack = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
    listed = cloudformation.describe_stack_resources(StackName=name)["StackResources"]
    physical_ids = {
        resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in listed
    }
    values = {key: outputs[names[key]] for key in expressions if names[key] in outputs}
    return values, physical_ids


def _configure_bucket(s3: Any, bucket: str, properties: Mapping[str, Any]) -> None:
    notifications = properties.get("NotificationConfiguration", {})
    if queues := notifications.get("QueueConfigurations"):
        configurations = [
            {
                "QueueArn": queue["Queue"],
                "Events": [queue["Event"]],
                "Filter": {"Key": {"FilterRules": queue["Filter"]["S3Key"]["Rules"]}},
            }
            for queue in queues
        ]
        s3.put_bucket_notification_configuration(
            Bucket=bucket, NotificationConfiguration={"QueueConfigurations": configurations}
        )
    if cors := properties.get("CorsConfiguration"):
        rules = [
            {
                "AllowedOrigins": rule["AllowedOrigins"],
                "AllowedMethods": rule["AllowedMethods"],
                "AllowedHeaders": rule.get("AllowedHeaders", []),
                "ExposeHeaders": rule.get("ExposedHeaders", []),
            }
            for rule in cors["CorsRules"]
        ]
        s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": rules})


def _intrinsics(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if _is_intrinsic(node):
            yield node
        else:
            for value in node.values():
                yield from _intrinsics(value)
    elif isinstance(node, list):
        for value in node:
            yield from _intrinsics(value)


def _fill(node: Any, values: Mapping[str, str]) -> Any:
    """Return ``node`` with intrinsics replaced by their values, or removed if they have none."""
    if isinstance(node, dict):
        if _is_intrinsic(node):
            return values.get(_key(node))
        filled = {key: _fill(value, values) for key, value in node.items()}
        return {key: value for key, value in filled.items() if value is not None}
    if isinstance(node, list):
        return [_fill(value, values) for value in node]
    return node


def _is_intrinsic(node: Mapping[str, Any]) -> bool:
    return len(node) == 1 and next(iter(node)).startswith(("Ref", "Fn::"))


def _resolvable(node: Mapping[str, Any]) -> bool:
    """Return whether it can be resolved here: roles and functions are not created locally."""
    return node != _NO_VALUE and not str(node.get("Ref", "")).endswith(("Function", "Aliaslive"))


def _function(node: Mapping[str, Any]) -> str:
    """Return the logical id of the function that a ``Ref`` or ``Fn::GetAtt`` points to.

    SAM names an alias after its function.
    """
    target = node.get("Ref") or node["Fn::GetAtt"]
    name = target if isinstance(target, str) else str(target[0])
    return name.removesuffix("Aliaslive")


def _key(node: Mapping[str, Any]) -> str:
    return json.dumps(node, sort_keys=True)


def _typed(ttl: Mapping[str, Any]) -> Any:
    return {"AttributeName": ttl["AttributeName"], "Enabled": str(ttl["Enabled"]).lower() == "true"}
