"""Who may deploy from GitHub, how workflows are written, and what a deployment cannot reach."""

import re
from typing import Any

import pytest
import yaml

from scalp_deployment.paths import ROOT, TEMPLATE
from scalp_deployment.template import load
from scalp_local.sam_transform import transform
from support.lambda_package import DOCKERFILE
from support.template import as_list, of_type, statements

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ROLES = load(ROOT / "infra" / "github-oidc.yaml")["Resources"]
# Services under another name in IAM than in the names of resources.
IN_IAM = {
    "apigatewayv2": "apigateway",
    "serverless": "lambda",
    "events": "scheduler",
}


def granted(role: str) -> list[dict[str, Any]]:
    policies = ROLES[role]["Properties"]["Policies"]
    return [one for policy in policies for one in statements(policy)]


def test_only_one_environment_of_one_repository_may_deploy() -> None:
    (trust,) = ROLES["DeployRole"]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    conditions = trust["Condition"]
    assert conditions.keys() == {"StringEquals"}
    (subject,) = (
        value for key, value in conditions["StringEquals"].items() if key.endswith(":sub")
    )
    assert subject == {"Fn::Sub": "repo:${Repository}:environment:${Environment}"}
    assert "*" not in subject["Fn::Sub"]


def test_the_workflow_passes_its_role_to_cloudformation_only() -> None:
    passing = [one for one in granted("DeployRole") if "iam:PassRole" in as_list(one["Action"])]
    assert [one["Resource"] for one in passing] == [{"Fn::GetAtt": ["ResourcesRole", "Arn"]}]
    assert [one["Condition"] for one in passing] == [
        {"StringEquals": {"iam:PassedToService": "cloudformation.amazonaws.com"}}
    ]
    for one in granted("DeployRole"):
        assert not [action for action in as_list(one["Action"]) if action.endswith(":*")]


def test_the_role_can_create_every_resource_of_the_templates() -> None:
    """The role may use each service whose resources a template has."""
    kinds = {one["Type"] for one in transform(TEMPLATE, {})["Resources"].values()}
    for name in ("packages", "web", "observability"):
        kinds |= {
            one["Type"] for one in load(ROOT / "infra" / f"{name}.yaml")["Resources"].values()
        }
    services = {IN_IAM.get(kind, kind) for kind in (one.split("::")[1].lower() for one in kinds)}
    allowed = {
        action.partition(":")[0]
        for one in granted("ResourcesRole")
        if one["Effect"] == "Allow"
        for action in as_list(one["Action"])
    }
    assert services - allowed == set()


def test_a_deployment_reads_no_results_or_photos_and_cannot_extend_its_rights() -> None:
    denied = {
        action
        for one in granted("ResourcesRole")
        if one["Effect"] == "Deny"
        for action in as_list(one["Action"])
    }
    assert {
        "dynamodb:GetItem",
        "dynamodb:Query",
        "dynamodb:Scan",
        "s3:GetObject",
        "iam:*",
    } <= denied


def test_a_deployment_cannot_read_buckets_of_photos(resources: dict[str, Any]) -> None:
    (denied,) = (
        one
        for one in granted("ResourcesRole")
        if one["Effect"] == "Deny" and "s3:GetObject" in as_list(one["Action"])
    )
    unreadable = {one["Fn::Sub"].rpartition(":::")[2] for one in as_list(denied["Resource"])}
    for bucket in of_type(resources, "AWS::S3::Bucket").values():
        name = bucket["BucketName"]["Fn::Sub"].replace("${AWS::StackName}", "${Application}")
        assert name.partition("${AWS::")[0] + "*/*" in unreadable


def test_no_role_of_the_application_exceeds_the_boundary(resources: dict[str, Any]) -> None:
    """With the boundary, every role still has all that its policies give it."""
    bounded = {
        action: as_list(one["Resource"])
        for one in statements(ROLES["Boundary"]["Properties"])
        for action in as_list(one["Action"])
    }
    for key, role in of_type(resources, "AWS::IAM::Role").items():
        for policy in role["Policies"]:
            for one in statements(policy):
                assert set(as_list(one["Action"])) <= bounded.keys(), key
    creating = {"iam:CreateRole", "iam:DeleteRole", "iam:PassRole", "iam:PutRolePolicy"}
    assert not creating & bounded.keys()
    assert not [action for action in bounded if "*" in action]
    for where in (one for several in bounded.values() for one in several):
        assert "${Application}" in where["Fn::Sub"] or "alarm:*" in where["Fn::Sub"]


def test_a_deployment_gives_no_role_more_than_the_boundary_and_opens_nothing_to_others(
    template: dict[str, Any],
) -> None:
    """Neither by a role, nor past it by a policy on a resource or a new way into an old role."""
    own = granted("ResourcesRole")
    for action in ("iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"):
        (allowed,) = (one for one in own if action in as_list(one["Action"]))
        assert allowed["Condition"] == {
            "StringEquals": {"iam:PermissionsBoundary": {"Ref": "Boundary"}}
        }
    allowed_actions = {
        action for one in own if one["Effect"] == "Allow" for action in as_list(one["Action"])
    }
    denied = {
        action
        for one in own
        if one["Effect"] == "Deny" and "Condition" not in one
        for action in as_list(one["Action"])
    }
    escapes = {"iam:UpdateAssumeRolePolicy", "iam:AttachRolePolicy", "iam:CreatePolicyVersion"}
    assert not escapes & allowed_actions
    assert {"dynamodb:PutResourcePolicy", "lambda:CreateFunctionUrlConfig"} <= denied
    (invoking,) = (one for one in own if as_list(one["Action"]) == ["lambda:AddPermission"])
    assert invoking["Effect"] == "Deny"
    assert invoking["Condition"] == {
        "StringNotEquals": {"lambda:Principal": "apigateway.amazonaws.com"}
    }
    principals = {
        one["Properties"]["Principal"]
        for one in transform(TEMPLATE, {})["Resources"].values()
        if one["Type"] == "AWS::Lambda::Permission"
    }
    assert principals == {"apigateway.amazonaws.com"}
    for role in of_type(template["Resources"], "AWS::IAM::Role").values():
        assert role["PermissionsBoundary"]["Fn::If"][1] == {"Ref": "PermissionsBoundary"}


def test_only_functions_of_the_application_read_data_by_its_roles() -> None:
    """A new role could be given to another principal; the boundary takes the data from it."""
    reading = {"dynamodb:GetItem", "dynamodb:Query", "s3:GetObject", "s3:ListBucket"}
    reading |= {"s3:DeleteObject", "ssm:GetParameter"}
    found = set()
    for one in statements(ROLES["Boundary"]["Properties"]):
        if reading & set(as_list(one["Action"])):
            source = one["Condition"]["ArnLike"]["lambda:SourceFunctionArn"]["Fn::Sub"]
            assert source.endswith(":function:${Application}-*")
            found |= set(as_list(one["Action"]))
    assert reading <= found


def test_a_deployment_changes_alarms_and_names_of_this_application_only() -> None:
    changing = [
        (action, resource["Fn::Sub"].rpartition(":")[2])
        for one in granted("ResourcesRole")
        for action in as_list(one["Action"])
        for resource in as_list(one["Resource"])
        if action in ("cloudwatch:DeleteAlarms", "route53:ChangeResourceRecordSets")
    ]
    assert ("cloudwatch:DeleteAlarms", "${Application}-*") in changing
    assert ("route53:ChangeResourceRecordSets", "hostedzone/${HostedZoneId}") in changing
    assert not [one for one in changing if one[1].endswith("/*") or one[1] == "*"]


def test_whole_services_are_allowed_only_on_resources_of_this_application() -> None:
    for one in granted("ResourcesRole"):
        if one["Effect"] == "Allow" and any(a.endswith(":*") for a in as_list(one["Action"])):
            for resource in as_list(one["Resource"]):
                assert resource != "*", one["Sid"]


def test_the_page_names_the_variables_that_the_workflow_reads() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    workflow = (ROOT / ".github" / "workflows" / "deploy.yml").read_text(encoding="utf-8")
    named = set(re.findall(r"vars\.(\w+)", workflow))

    assert named == {"DEPLOY_ROLE_ARN", "RESOURCES_ROLE_ARN", "BOUNDARY_ARN"}
    assert {name for name in named if f"`{name}`" not in page} == set()


# ── Workflows ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_commit_with_their_version_beside(path: Any) -> None:
    used = re.findall(r"uses: (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert used
    for one in used:
        assert re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one), one


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_jobs_declare_permissions_and_a_timeout(path: Any) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert job["permissions"]["contents"] == "read"
        assert job["timeout-minutes"] <= 60


def test_a_tag_is_deployed_only_after_tests_and_approval() -> None:
    (path,) = (one for one in WORKFLOWS if one.name == "deploy.yml")
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    # YAML reads the word `on` as true.
    assert workflow[True] == {"push": {"tags": ["v*.*.*"]}}
    deploying = workflow["jobs"]["deploy"]
    assert (
        deploying["environment"]
        == load(ROOT / "infra" / "github-oidc.yaml")["Parameters"]["Environment"]["Default"]
    )
    # One job may sign what another has built, and runs nothing of it. AWS does not trust it: it has
    # no environment.
    signing = workflow["jobs"]["attest"]
    assert "environment" not in signing
    assert not [one for one in signing["steps"] if "run" in one]
    others = [one for name, one in workflow["jobs"].items() if name not in ("deploy", "attest")]
    assert all("id-token" not in one["permissions"] for one in others)


def test_what_is_deployed_was_built_before_aws_issues_credentials_and_is_signed() -> None:
    (path,) = (one for one in WORKFLOWS if one.name == "deploy.yml")
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    assert jobs["deploy"]["needs"] == "attest"
    assert jobs["attest"]["needs"] == "build"
    assert jobs["build"]["needs"] == "test"
    checked = [one.get("run", "") for one in jobs["test"]["steps"]]
    assert "grep --quiet '^ARG PYTHON_DIGEST=@sha256:' functions/assess/Dockerfile" in checked
    assert re.search("^ARG PYTHON_DIGEST=", DOCKERFILE.read_text(encoding="utf-8"), re.MULTILINE)
    building = " ".join(one.get("run", "") for one in jobs["build"]["steps"])
    assert "sam build" in building
    assert "make site sbom" in building
    (deploying,) = (
        one["run"]
        for one in jobs["deploy"]["steps"]
        if "scalp_operator deploy" in one.get("run", "")
    )
    assert "--built" in deploying
    signed = [one["uses"].partition("@")[0] for one in jobs["attest"]["steps"]]
    assert "actions/attest-build-provenance" in signed
    assert "actions/attest-sbom" in signed
