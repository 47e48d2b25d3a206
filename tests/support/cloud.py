"""The stack of template.yaml in a moto server, with the real handlers."""

import json
import os
import time
from collections.abc import Callable
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from scalp_core.assessments import keys as assessments_keys
from scalp_core.aws.dynamodb import META_SK
from scalp_core.research import keys as research_keys
from scalp_deployment.paths import (
    ARTIFACTS,
    CARE_GUIDE,
    PLACE_NAMES,
    REFERENCE_STATISTICS,
    TEMPLATE,
)
from scalp_local import stack as local_stack
from scalp_local import system
from scalp_local.event_source import LocalContext, drain_once
from scalp_local.stack import QueueMapping, Stack


class Cloud:
    """A stack of one test, and what people, operators and the queue do with it."""

    def __init__(self, stack: Stack, endpoint: str, name: str) -> None:
        self.stack = stack
        self.name = name
        self.endpoint = endpoint
        self.s3 = boto3.client("s3")
        self.sqs = boto3.client("sqs")
        self.dynamodb = boto3.client("dynamodb")

    @property
    def mapping(self) -> QueueMapping:
        return self.stack.mappings["AssessFunction"]

    @property
    def bucket(self) -> str:
        return self.stack.physical_ids["UploadsBucket"]

    @property
    def table(self) -> str:
        return self.stack.physical_ids["Table"]

    def api(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, dict[str, str], Any]:
        """Send a request to the API's handler, as API Gateway does."""
        from scalp_api.handler import handler

        raw = body if body is None or isinstance(body, str) else json.dumps(body)
        context: Any = self.context()
        event = http_event(method, path, raw)
        event["headers"] |= headers or {}
        answer = handler(event, context)
        text = answer.get("body") or ""
        assert not answer.get("isBase64Encoded"), "text must not arrive as base64"
        is_json = "json" in answer["headers"].get("content-type", "")
        return (
            answer["statusCode"],
            answer["headers"],
            json.loads(text) if text and is_json else text,
        )

    def create(self, **changes: object) -> str:
        """Create an assessment, and return its id."""
        body = {
            "sex": "female",
            "ageGroup": "40s",
            "consent": True,
            "contentType": "image/jpeg",
        } | changes
        status, _, created = self.api("POST", "/api/v1/assessments", body)
        assert status == 201, created
        return str(created["id"])

    def read(self, assessment_id: str) -> Any:
        status, _, body = self.api("GET", f"/api/v1/assessments/{assessment_id}")
        assert status == 200, body
        return body

    def expire(self, assessment_id: str) -> None:
        """Make an assessment expire now, as it is until DynamoDB deletes it: maybe days later."""
        self.dynamodb.update_item(
            TableName=self.table,
            Key={"PK": {"S": assessments_keys.assessment_pk(assessment_id)}, "SK": {"S": META_SK}},
            UpdateExpression="SET expiresAt = :now",
            ExpressionAttributeValues={":now": {"N": str(int(time.time()))}},
        )

    def upload(self, assessment_id: str, content: bytes) -> None:
        self.s3.put_object(
            Bucket=self.bucket, Key=assessments_keys.upload_key(assessment_id), Body=content
        )

    def photo_exists(self, assessment_id: str) -> bool:
        listed = self.s3.list_objects_v2(
            Bucket=self.bucket, Prefix=assessments_keys.upload_key(assessment_id)
        )
        return listed["KeyCount"] > 0

    def research_photo(self, token: str) -> bytes | None:
        """Return a photo donated to research, or ``None``."""
        bucket, key = self.stack.physical_ids["ResearchBucket"], research_keys.research_key(token)
        if not self.s3.list_objects_v2(Bucket=bucket, Prefix=key)["KeyCount"]:
            return None
        return self.s3.get_object(Bucket=bucket, Key=key)["Body"].read()

    def context(self, seconds: int | None = None) -> LocalContext:
        return LocalContext(
            self.mapping.function,
            self.mapping.memory_megabytes,
            seconds or self.mapping.timeout_seconds,
        )

    def assess(self, event: dict[str, Any], seconds: int | None = None) -> Any:
        """Invoke the assess handler."""
        from scalp_assess.handler import handler

        context: Any = self.context(seconds)
        return handler(event, context)

    def work(self, invoke: Callable[[dict[str, Any]], object] | None = None) -> int:
        """Poll the queue once, as the event source mapping does."""
        return drain_once(self.sqs, self.mapping, invoke or self.assess)

    def set_visibility_timeout(self, seconds: int) -> None:
        self.sqs.set_queue_attributes(
            QueueUrl=self.mapping.queue_url, Attributes={"VisibilityTimeout": str(seconds)}
        )

    def waiting(self, queue: str = "AssessQueue") -> int:
        """Return the number of messages in a queue, visible or in flight."""
        attributes = self.sqs.get_queue_attributes(
            QueueUrl=self.stack.physical_ids[queue],
            AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        )["Attributes"]
        return sum(int(count) for count in attributes.values())

    def counters(self) -> dict[str, dict[str, int]]:
        """Return the sums over the shards of every counter partition."""
        sums: dict[str, dict[str, int]] = {}
        for item in self.dynamodb.scan(TableName=self.table)["Items"]:
            partition = item["PK"]["S"]
            if not partition.startswith("STATS#"):
                continue
            into = sums.setdefault(partition, {})
            for name, value in item.items():
                if "N" in value:
                    into[name] = into.get(name, 0) + int(value["N"])
        return sums


def aws_variables(endpoint: str) -> dict[str, str]:
    """Return the variables by which a process reaches the fake AWS, and no other."""
    variables = system.aws_variables(endpoint)
    del variables["POWERTOOLS_LOG_LEVEL"]  # tests read the log
    return variables


def function_variables(cloud: Cloud) -> dict[str, str]:
    """Return the template's variables of its functions, with the files of this repository."""
    environment = cloud.stack.environment
    return {
        **environment["ApiFunction"],
        **environment["AssessFunction"],
        **environment["CatalogFunction"],
        "MODEL_ARTIFACTS": str(ARTIFACTS),
        "CARE_GUIDE": str(CARE_GUIDE),
        "PLACE_NAMES": str(PLACE_NAMES),
        "REFERENCE_STATISTICS": str(REFERENCE_STATISTICS),
    }


def become_functions(endpoint: str, name: str) -> Cloud:
    """Return a new stack, with its functions' variables set in this process."""
    for variable in [variable for variable in os.environ if variable.startswith("AWS_")]:
        del os.environ[variable]
    os.environ |= aws_variables(endpoint)
    cloud = create_cloud(endpoint, name)
    os.environ |= function_variables(cloud)
    return cloud


def create_cloud(endpoint: str, name: str) -> Cloud:
    stack = local_stack.create(
        TEMPLATE,
        endpoint,
        name=name,
        parameters={"PublicS3Endpoint": endpoint, "MaxReceiveCount": "3"},
    )
    return Cloud(stack, endpoint, name)


def http_event(method: str, path: str, body: str | None) -> dict[str, Any]:
    """Return a request in API Gateway's payload format 2.0."""
    path, _, query = path.partition("?")
    return {
        "version": "2.0",
        "routeKey": "ANY /api/{proxy+}",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {"content-type": "application/json", "host": "api.example"},
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "api",
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": "test",
            },
            "requestId": "request",
            "routeKey": "ANY /api/{proxy+}",
            "stage": "$default",
            "timeEpoch": int(1000 * time.time()),
        },
        "body": body,
        "isBase64Encoded": False,
    }


def answer_with(status: int, body: bytes = b"") -> Callable[..., AWSResponse]:
    """Return a botocore ``before-send`` hook that responds instead of AWS."""

    class _Raw:
        def stream(self, **_: object) -> list[bytes]:
            return [body]

    def hook(**_: object) -> AWSResponse:
        return AWSResponse("http://aws.invalid", status, HTTPHeaders(), _Raw())

    return hook
