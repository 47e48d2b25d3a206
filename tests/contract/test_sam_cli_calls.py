"""The workflow's role allows what the SAM CLI asks of AWS, recorded from its own code, and no more.

`make sam-test` records anew and compares (tests/sam/test_deploy_calls.py), so a new version of the
SAM CLI that asks something else is noticed.
"""

import json
import re
from pathlib import Path
from typing import Any

from scalp_deployment.paths import ROOT
from scalp_deployment.template import load
from support.template import as_list, statements

RECORDED: list[dict[str, str]] = json.loads(
    Path(__file__).with_name("sam_cli_calls.json").read_text(encoding="utf-8")
)["calls"]
ACCOUNT, REGION, STACK = "123456789012", "ap-northeast-2", "scalpspectra"
ROLES = load(ROOT / "infra" / "github-oidc.yaml")["Resources"]

# Where IAM's action has another name than the call (AWS's Service Authorization Reference).
ACTIONS = {
    "s3:HeadObject": "s3:GetObject",
    "s3:CreateMultipartUpload": "s3:PutObject",
    "s3:UploadPart": "s3:PutObject",
    "s3:CompleteMultipartUpload": "s3:PutObject",
}
# Needs no right.
FREE = {"sts:GetCallerIdentity"}
# `docker push` speaks to the registry, with the token that the SAM CLI asked for.
PUSH = {
    f"ecr:{action}"
    for action in (
        "BatchCheckLayerAvailability",
        "BatchGetImage",
        "CompleteLayerUpload",
        "GetDownloadUrlForLayer",
        "InitiateLayerUpload",
        "PutImage",
        "UploadLayerPart",
    )
}
# Of `make deploy` itself: release.py, site_files.py and account.py of scalp_operator.
OWN = {
    "cloudformation:DescribeStacks",
    "cloudfront:CreateInvalidation",
    "lambda:GetAccountSettings",
    "s3:DeleteObject",
    "s3:ListBucket",
    "s3:PutObject",
    "ssm:GetParameter",
    "ssm:PutParameter",
}
# CloudFormation checks these on the caller of a change set.
CHANGE_SET = {"cloudformation:TagResource", "iam:PassRole"}
# S3 answers 404 only to those who may list; `sam deploy` expects it of code that is not there yet.
LISTING = {"s3:ListBucket"}


def arn(call: str, about: str) -> str:
    service = call.partition(":")[0]
    if service == "cloudformation":
        region = "us-east-1" if about.endswith("-web") else REGION
        return f"arn:aws:cloudformation:{region}:{ACCOUNT}:stack/{about}/1"
    if service == "s3":
        return f"arn:aws:s3:::{about}" + ("" if "Bucket" in call else "/key")
    return "*"


def grants() -> list[tuple[str, str]]:
    """Return pairs of an action and a pattern of resources that the role allows."""
    return [
        (action, text(resource))
        for policy in ROLES["DeployRole"]["Properties"]["Policies"]
        for statement in statements(policy)
        for action in as_list(statement["Action"])
        for resource in as_list(statement["Resource"])
    ]


def text(resource: Any) -> str:
    if not isinstance(resource, dict):
        return str(resource)
    known = {"AWS::Partition": "aws", "AWS::AccountId": ACCOUNT, "Application": STACK}
    pattern = resource.get("Fn::Sub", "*")
    return re.sub(r"\$\{([^}]+)\}", lambda match: known.get(match[1], match[1]), pattern)


def allowed(action: str, resource: str) -> bool:
    return any(
        granted == action
        and re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), resource) is not None
        for granted, pattern in grants()
    )


def needed() -> set[tuple[str, str]]:
    return {
        (ACTIONS.get(one["call"], one["call"]), arn(one["call"], one["about"]))
        for one in RECORDED
        if one["call"] not in FREE
    }


def test_the_workflow_may_do_what_the_sam_cli_asks() -> None:
    assert len(needed()) > 10
    assert {need for need in needed() if not allowed(*need)} == set()


def test_the_sam_cli_changes_no_stack_but_by_change_sets() -> None:
    """Those go to CloudFormation with its own role; other changes would need the workflow's."""
    changing = {
        one["call"]
        for one in RECORDED
        if re.match(r"\w+:(Create|Update|Delete|Execute|Put|Set|Tag)", one["call"])
    }
    assert changing == {
        "cloudformation:CreateChangeSet",
        "cloudformation:ExecuteChangeSet",
        "s3:PutObject",
    }


def test_the_workflow_may_do_nothing_else() -> None:
    asked = {action for action, _ in needed()}
    granted = {action for action, _ in grants()}
    assert granted - asked - PUSH - OWN - CHANGE_SET - LISTING == set()


def test_images_are_pushed_to_our_repository_only() -> None:
    ours = f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/{STACK}-images"
    assert all(allowed(action, ours) for action in PUSH)
    assert not any(allowed(action, f"{ours}2") for action in PUSH)
