"""The IAM rights that recorded AWS calls need, and those that roles grant."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3

from scalp_deployment.template import REGION
from support.cloud import Cloud
from support.template import as_list, function_of, of_type, statements, target

ACCOUNT = "123456789012"  # that of moto
Values = frozenset[str]


@dataclass(frozen=True)
class Need:
    """A right that a call needs.

    Attributes:
        key: condition key that IAM sets for this call, if any.
        values: its values.
    """

    action: str
    resource: str
    key: str = ""
    values: Values = frozenset()


@dataclass(frozen=True)
class Grant:
    """An action on a resource, under one value of its condition, that a role allows."""

    statement: str
    action: str
    resource: str
    key: str = ""
    value: str = ""

    def covers(self, need: Need) -> bool:
        """Return whether action and resource are those of ``need``, regardless of its condition."""
        return self.action == need.action and _like(self.resource, need.resource)

    def holds(self, value: str) -> bool:
        return _like(self.value, value)


def refused(needs: set[Need], grants: set[Grant]) -> set[Need]:
    """Return the needs that no statement allows."""
    return {need for need in needs if not list(_allowing(need, grants))}


def unused(needs: set[Need], grants: set[Grant]) -> set[Grant]:
    """Return the grants that no need requires."""
    return grants - {grant for need in needs for grant in _allowing(need, grants)}


def _allowing(need: Need, grants: set[Grant]) -> Iterator[Grant]:
    """Yield the grants by which one statement allows ``need`` with all its values."""
    found = [grant for grant in grants if grant.covers(need)]
    for statement in {grant.statement for grant in found}:
        own = [grant for grant in found if grant.statement == statement]
        free = [grant for grant in own if not grant.key]
        yield from free
        bound = [grant for grant in own if grant.key and grant.key == need.key]
        if need.values and all(any(one.holds(value) for one in bound) for value in need.values):
            yield from (one for one in bound if any(map(one.holds, need.values)))


def _like(pattern: str, text: str) -> bool:
    """Match IAM's wildcards; no other character of a pattern is special."""
    return bool(re.fullmatch(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), text))


class Roles:
    """The functions' roles of the transformed template, with the names of a stack."""

    def __init__(self, resources: dict[str, Any], cloud: Cloud) -> None:
        self._resources = resources
        self._cloud = cloud

    def functions(self) -> list[str]:
        return list(of_type(self._resources, "AWS::Lambda::Function"))

    def grants(self, function: str) -> set[Grant]:
        """Return all grants of the role of ``function``."""
        role = self._resources[target(self._resources[function]["Properties"]["Role"])]
        return {
            Grant(statement["Sid"], action, self._text(resource), key, value)
            for policy in role["Properties"]["Policies"]
            for statement in statements(policy)
            for action in as_list(statement["Action"])
            for resource in as_list(statement["Resource"])
            for key, value in _conditions(statement)
        }

    def of_lambda_itself(self, function: str) -> set[Grant]:
        """Return the grants that Lambda itself uses, which no recorded call needs.

        It writes the log and, for an event source mapping, reads the queue.
        """
        properties = self._resources[function]["Properties"]
        group = self._arn(target(properties["LoggingConfig"]["LogGroup"]))
        found = {
            Grant("Log", action, group) for action in ("logs:CreateLogStream", "logs:PutLogEvents")
        }
        for mapping in of_type(self._resources, "AWS::Lambda::EventSourceMapping").values():
            if function_of(mapping["FunctionName"]) == function:
                queue = self._arn(target(mapping["EventSourceArn"]))
                reading = ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")
                found |= {Grant("TakeMessages", f"sqs:{action}", queue) for action in reading}
        return found

    def _text(self, resource: dict[str, Any]) -> str:
        if "Fn::GetAtt" in resource:
            return self._arn(target(resource))
        known = {
            "AWS::Partition": "aws",
            "AWS::Region": REGION,
            "AWS::AccountId": ACCOUNT,
            "AWS::StackName": self._cloud.name,
        }

        def value(match: re.Match[str]) -> str:
            name = match[1]
            return known[name] if name in known else self._arn(name.removesuffix(".Arn"))

        return re.sub(r"\$\{([^}]+)\}", value, resource["Fn::Sub"])

    def _arn(self, logical_id: str) -> str:
        kind = self._resources[logical_id]["Type"]
        # that of moto stack has no log groups: Lambda alone uses them.
        name = self._cloud.stack.physical_ids.get(logical_id, logical_id).rpartition("/")[2]
        arn_of: dict[str, Callable[[str], str]] = {
            "AWS::DynamoDB::Table": table_arn,
            "AWS::S3::Bucket": bucket_arn,
            "AWS::SQS::Queue": lambda one: f"arn:aws:sqs:{REGION}:{ACCOUNT}:{one}",
            "AWS::Logs::LogGroup": lambda one: f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{one}:*",
        }
        return arn_of[kind](name)


def _conditions(statement: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return pairs of key and value, one of which must match; empty strings without a condition.

    A condition on keys that calls need not have is left out: no call of the code has them.
    """
    conditions = {
        operator: keys
        for operator, keys in statement.get("Condition", {}).items()
        if not operator.endswith("IfExists")
    }
    found = [
        (key, value)
        for operator, keys in conditions.items()
        for key, values in keys.items()
        for value in as_list(values)
        if operator in ("StringLike", "ForAllValues:StringLike")
    ]
    named = [key for keys in conditions.values() for key in keys]
    assert len(named) <= 1, f"{statement['Sid']}: more than one condition is not understood here"
    assert bool(found) == bool(named), f"{statement['Sid']}: this operator is not understood here"
    return found or [("", "")]


def table_arn(name: str) -> str:
    return f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{name}"


def bucket_arn(name: str) -> str:
    return f"arn:aws:s3:::{name}"


@dataclass
class Recorder:
    """Records the calls of AWS clients that are created while it listens."""

    needs: dict[str, set[Need]] = field(default_factory=dict)
    _function: str | None = None
    _asked: dict[str, Any] = field(default_factory=dict)

    def listen(self) -> None:
        """Record every call of the clients of boto3's default session."""
        boto3.setup_default_session()
        session: Any = boto3.DEFAULT_SESSION
        session.events.register("before-parameter-build", self._record)
        session.events.register("after-call.s3.GetObject", self._record_missing)

    @contextmanager
    def running(self, function: str) -> Iterator[None]:
        """Attribute calls to ``function`` while the context lasts."""
        self._function = function
        yield
        self._function = None

    def add(self, function: str, need: Need) -> None:
        self.needs.setdefault(function, set()).add(need)

    def _record(
        self, params: dict[str, Any], model: Any, context: dict[str, Any], **_: object
    ) -> None:
        # The browser makes a presigned call: the journey records it.
        if self._function and not context.get("is_presign_request"):
            self._asked = params
            service = str(model.service_model.endpoint_prefix)
            for need in _NEEDS[service](model.name, params):
                self.add(self._function, need)

    def _record_missing(self, http_response: Any, **_: object) -> None:
        """Record the right to list: S3 returns 404 only with it; the key counts as the prefix."""
        if self._function and http_response.status_code == 404:
            prefix = frozenset({self._asked["Key"]})
            bucket = bucket_arn(self._asked["Bucket"])
            self.add(self._function, Need("s3:ListBucket", bucket, "s3:prefix", prefix))


_OBJECT_ACTIONS = {
    "GetObject": "s3:GetObject",
    "HeadObject": "s3:GetObject",
    "PutObject": "s3:PutObject",
    "DeleteObject": "s3:DeleteObject",
}


def object_need(operation: str, bucket: str, key: str) -> Need:
    return Need(_OBJECT_ACTIONS[operation], f"{bucket_arn(bucket)}/{key}")


def _s3_needs(operation: str, params: Mapping[str, Any]) -> list[Need]:
    return [object_need(operation, params["Bucket"], params["Key"])]


def _ssm_needs(operation: str, params: Mapping[str, Any]) -> list[Need]:
    name = params["Name"]
    return [Need(f"ssm:{operation}", f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter{name}")]


def _dynamodb_needs(operation: str, params: Mapping[str, Any]) -> list[Need]:
    """Return the needs of a call: for a batch its own on all keys, for a transaction its parts'.

    AWS does not document which keys it checks for a part, so a role must allow all of them.
    """
    if operation == "TransactWriteItems":
        member = {"ConditionCheck": "ConditionCheckItem"}
        parts = [part for item in params["TransactItems"] for part in item.items()]
        keys = {_partition(part) for _, part in parts}
        return [
            _table_need(member.get(kind, f"{kind}Item"), part["TableName"], keys)
            for kind, part in parts
        ]
    if operation == "BatchWriteItem":
        return [
            _table_need(operation, table, {_partition(one) for one in requests})
            for table, requests in params["RequestItems"].items()
        ]
    if operation == "Query":
        name = re.match(r"(PK) = (:\w+)", params["KeyConditionExpression"])
        assert name, params["KeyConditionExpression"]
        values = {params["ExpressionAttributeValues"][name[2]]["S"]}
    else:
        values = {_partition(params)}
    return [_table_need(operation, params["TableName"], values)]


def _table_need(operation: str, table: str, values: set[str]) -> Need:
    leading = frozenset(values)
    return Need(f"dynamodb:{operation}", table_arn(table), "dynamodb:LeadingKeys", leading)


def _partition(request: Mapping[str, Any]) -> str:
    """Return the partition key of an item to write, read or delete."""
    found = request.get("PutRequest") or request.get("DeleteRequest") or request
    item = found.get("Key") or found["Item"]
    return str((item.get("PK") or item["id"])["S"])


def _codedeploy_needs(operation: str, params: Mapping[str, Any]) -> list[Need]:
    """Return the need of a report about a deployment, whose group only CodeDeploy knows."""
    group = f"deploymentgroup:{params['deploymentId']}/group"
    return [Need(f"codedeploy:{operation}", f"arn:aws:codedeploy:{REGION}:{ACCOUNT}:{group}")]


_NEEDS: dict[str, Callable[[str, Mapping[str, Any]], list[Need]]] = {
    "codedeploy": _codedeploy_needs,
    "dynamodb": _dynamodb_needs,
    "s3": _s3_needs,
    "ssm": _ssm_needs,
}
