"""Runs the SAM CLI's own code with AWS and Docker answered from here; prints what it asks of AWS.

It is started by the SAM CLI's interpreter, with the arguments of `sam`, and prints a JSON list of
pairs: an operation, such as `cloudformation:CreateChangeSet`, and what it is about.
"""

import base64
import json
import sys
import types
from datetime import datetime, timezone
from typing import Any

import botocore.client
from botocore.exceptions import ClientError

ABOUT = ("StackName", "Bucket", "repositoryName")
CALLS: list[list[str]] = []
NOW = datetime.now(timezone.utc)  # noqa: UP017 (whatever Python the SAM CLI has)
# A new stack does not exist until it has been changed.
CHANGED: set[str] = set()


def call(client: Any, operation: str, arguments: dict[str, Any]) -> Any:
    """Record a call, and answer as an account would whose stacks do not exist yet."""
    service = client.meta.service_model.endpoint_prefix
    stack = arguments.get("StackName", "")
    about = next((arguments[name] for name in ABOUT if name in arguments), "")
    CALLS.append([f"{service}:{operation}", about])
    if operation == "ExecuteChangeSet":
        CHANGED.add(stack)
    if operation == "HeadObject":
        raise ClientError({"Error": {"Code": "404", "Message": "Not Found"}}, operation)
    if operation == "DescribeStacks" and stack not in CHANGED and "--new" in sys.argv[1]:
        message = f"Stack with id {stack} does not exist"
        raise ClientError({"Error": {"Code": "ValidationError", "Message": message}}, operation)
    return ANSWERS.get(operation, lambda _: {})(stack)


def described(stack: str) -> dict[str, Any]:
    """Return a stack that has just been changed."""
    found = {"StackName": stack, "StackId": stack, "StackStatus": "UPDATE_COMPLETE", "Outputs": []}
    return {"Stacks": [found | {"CreationTime": NOW}]}


ANSWERS: dict[str, Any] = {
    "DescribeStacks": described,
    "GetTemplateSummary": lambda _: {"Parameters": []},
    "CreateChangeSet": lambda stack: {"Id": "change", "StackId": stack},
    "DescribeChangeSet": lambda _: {"Status": "CREATE_COMPLETE", "Changes": []},
    "DescribeStackEvents": lambda stack: {
        "StackEvents": [
            {
                "EventId": "1",
                "StackName": stack,
                "PhysicalResourceId": stack,
                "LogicalResourceId": stack,
                "ResourceType": "AWS::CloudFormation::Stack",
                "ResourceStatus": "UPDATE_COMPLETE",
                "Timestamp": NOW,
            }
        ]
    },
    "GetBucketLocation": lambda _: {"LocationConstraint": "ap-northeast-2"},
    "GetCallerIdentity": lambda _: {"Account": "123456789012"},
    "GetAuthorizationToken": lambda _: {
        "authorizationData": [
            {
                "authorizationToken": base64.b64encode(b"AWS:token").decode(),
                "proxyEndpoint": "https://123456789012.dkr.ecr.ap-northeast-2.amazonaws.com",
            }
        ]
    },
}


def docker() -> Any:
    """Return a client of Docker that has every image and pushes it at once."""
    image = types.SimpleNamespace(id="sha256:1", attrs={"RepoTags": []}, tag=lambda **_: True)
    return types.SimpleNamespace(
        login=lambda **_: None,
        images=types.SimpleNamespace(get=lambda _: image),
        api=types.SimpleNamespace(push=lambda **_: []),
        ping=lambda: True,
    )


def main() -> None:
    """Run `sam` with the arguments after the first, which says whether stacks are new."""
    botocore.client.BaseClient._make_api_call = call
    import docker as docker_package

    docker_package.from_env = lambda **_: docker()
    from samcli.cli.main import cli

    try:
        cli(sys.argv[2:], standalone_mode=False)
    finally:
        print("\n" + json.dumps(CALLS))


if __name__ == "__main__":
    main()
