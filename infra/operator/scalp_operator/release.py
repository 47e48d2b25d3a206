"""Deploys the application, its site and its alarms by the SAM CLI.

Four stacks: `-packages` for code and images, the application, `-web` in us-east-1 (docs/adr/0010),
and `-observability`. Each needs outputs of another (the origin that may upload, the topic of
alarms), so the application is deployed twice the first time. Parameters that nobody names keep
their values.
"""

import json
import secrets
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.exceptions import ClientError

from scalp_deployment.paths import (
    OBSERVABILITY_TEMPLATE,
    PACKAGES_TEMPLATE,
    ROOT,
    TEMPLATE,
    WEB_TEMPLATE,
)
from scalp_deployment.template import WEB_REGION, load
from scalp_operator.sam_cli import run_sam

_CONFIG = ROOT / "samconfig.toml"
_BUILT = ROOT / ".aws-sam" / "build" / "template.yaml"
_OBSERVED_OUTPUTS = (
    "ApiId",
    "ApiFunctionName",
    "AssessFunctionName",
    "CatalogFunctionName",
    "StatisticsFunctionName",
    "AssessQueueName",
    "AssessDeadLetterQueueName",
    "TableName",
    "ApiAccessLogGroupName",
)
_OBSERVED_SITE_OUTPUTS = ("DistributionId", "FirewallName")


@dataclass(frozen=True)
class Release:
    """What is deployed where.

    Attributes:
        asks: whether the SAM CLI shows each change set and asks for confirmation.
        role: ARN of the role that CloudFormation assumes; the caller's own rights if ``None``.
        application, web, observability: parameters by name, besides those that are derived.
    """

    stack: str
    region: str
    asks: bool = True
    role: str | None = None
    application: Mapping[str, str] = field(default_factory=dict)
    web: Mapping[str, str] = field(default_factory=dict)
    observability: Mapping[str, str] = field(default_factory=dict)

    @property
    def web_stack(self) -> str:
        """Return the name of the site's stack."""
        return f"{self.stack}-web"

    @property
    def packages_stack(self) -> str:
        """Return the name of the stack of code and images."""
        return f"{self.stack}-packages"

    @property
    def observability_stack(self) -> str:
        """Return the name of the stack of alarms."""
        return f"{self.stack}-observability"


def outputs(stack: str, region: str) -> dict[str, str]:
    """Return a stack's outputs; empty if there is no such stack."""
    found = _describe(stack, region).get("Outputs", [])
    return {output["OutputKey"]: output["OutputValue"] for output in found}


def effective_parameter(release: Release, name: str) -> str:
    """Return the value that a parameter of template.yaml has once the release is deployed."""
    if name in release.application:
        return release.application[name]
    for parameter in _describe(release.stack, release.region).get("Parameters", []):
        if parameter["ParameterKey"] == name:
            return str(parameter["ParameterValue"])
    return str(load(TEMPLATE)["Parameters"][name]["Default"])


def build(release: Release, *, moment: str, is_built: bool = False) -> None:
    """Build code, layers and image, as a version of their own.

    The image holds the engine that the release has: another would fail with every photo.

    Args:
        release: what will be deployed.
        moment: of the build, for the versions' descriptions.
        is_built: `sam build` has been run already.

    Raises:
        DeployError: the SAM CLI is missing, or failed.
    """
    if not is_built:
        engine = effective_parameter(release, "Engine")
        run_sam("build", "--parameter-overrides", f"Engine={engine}")
    stamp(_BUILT, moment)


def stamp(template: Path, moment: str) -> None:
    """Write ``moment`` into the description of each function with versions: SAM publishes new ones.

    SAM does so when a property changes, and does not see changed values of parameters.
    """
    content = load(template)
    for resource in content["Resources"].values():
        properties = resource.get("Properties", {})
        if "AutoPublishAlias" in properties:
            properties["Description"] = f"{properties['Description']} Released {moment}."
    # JSON is valid YAML.
    template.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")


def deploy(release: Release, report: Callable[[str], object]) -> dict[str, str]:
    """Deploy all four stacks, and return the outputs of the site's.

    Args:
        report: called with a line for each step.

    Raises:
        DeployError: a step failed; stacks deployed before that stay.
    """
    secret = _origin_secret(release)
    known = _derived_parameters(release)
    report("Deploying the place for code and images …")
    _deploy(
        release,
        PACKAGES_TEMPLATE,
        release.packages_stack,
        release.region,
        {"Application": release.stack},
    )
    report("Deploying the application …")
    _deploy_application(release, secret, known)
    application = outputs(release.stack, release.region)
    report("Deploying CloudFront and firewall; the first time that takes some minutes …")
    origins = {
        "ApiDomain": urlsplit(application["ApiUrl"]).netloc,
        "UploadsOrigin": application["UploadsOrigin"],
        "OriginSecret": secret,
    }
    _deploy(release, WEB_TEMPLATE, release.web_stack, WEB_REGION, {**origins, **release.web})
    report("Deploying alarms and dashboard …")
    site = outputs(release.web_stack, WEB_REGION)
    observed = {name: application[name] for name in _OBSERVED_OUTPUTS}
    observed |= {name: site[name] for name in _OBSERVED_SITE_OUTPUTS}
    _deploy(
        release,
        OBSERVABILITY_TEMPLATE,
        release.observability_stack,
        release.region,
        {"Application": release.stack, **observed, **release.observability},
    )
    derived = _derived_parameters(release)
    if derived != known:
        report("Deploying the application again, with its site's address and its topic of alarms …")
        _deploy_application(release, secret, derived)
    return outputs(release.web_stack, WEB_REGION)


def delete(stack: str, region: str) -> None:
    """Delete a stack.

    Raises:
        DeployError: the SAM CLI is missing, or failed.
    """
    run_sam("delete", "--stack-name", stack, "--region", region, "--no-prompts")


def delete_origin_secret(stack: str, region: str) -> None:
    """Delete the secret that :func:`deploy` keeps outside of all stacks."""
    client = boto3.client("ssm", region_name=region)
    # Unlike delete_parameter it does not fail if there is none.
    client.delete_parameters(Names=[_secret_name(stack)])


def _derived_parameters(release: Release) -> dict[str, str]:
    """Return the application's parameters that are outputs of other stacks, if those exist."""
    site = outputs(release.web_stack, WEB_REGION).get("SiteUrl")
    topic = outputs(release.observability_stack, release.region).get("AlarmTopicArn")
    found = {"SiteOrigin": site, "AlarmTopicArn": topic}
    return {name: value for name, value in found.items() if value}


def _deploy_application(release: Release, secret: str, derived: Mapping[str, str]) -> None:
    packages = outputs(release.packages_stack, release.region)
    engine = {"Engine": effective_parameter(release, "Engine")}
    _deploy(
        release,
        _BUILT,
        release.stack,
        release.region,
        {"OriginSecret": secret, **derived, **release.application, **engine},
        *("--s3-bucket", packages["CodeBucketName"], "--s3-prefix", release.stack),
        *("--image-repository", packages["ImageRepositoryUri"]),
        *("--capabilities", "CAPABILITY_IAM"),
    )


def _deploy(
    release: Release,
    template: Path,
    stack: str,
    region: str,
    parameters: Mapping[str, str],
    *code_arguments: str,
) -> None:
    # A file, because every user of a machine can read the arguments of its processes.
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "parameters.yaml"
        file.touch(mode=0o600)
        file.write_text(json.dumps(parameters), encoding="utf-8")
        arguments = ["--template", str(template), "--stack-name", stack, "--region", region]
        arguments += ["--tags", _tags(), *code_arguments]
        arguments += ["--parameter-overrides", f"file://{file}", "--no-fail-on-empty-changeset"]
        arguments += ["--confirm-changeset" if release.asks else "--no-confirm-changeset"]
        if release.role:
            arguments += ["--role-arn", release.role]
        run_sam("deploy", *arguments)


def _tags() -> str:
    """Return the tags of samconfig.toml.

    The SAM CLI seeks that file next to a template, where there is none; with it, it would keep code
    and images in stacks of its own.
    """
    config = tomllib.loads(_CONFIG.read_text(encoding="utf-8"))
    tags: str = config["default"]["deploy"]["parameters"]["tags"]
    return tags


def _describe(stack: str, region: str) -> dict[str, Any]:
    """Return CloudFormation's description of a stack; empty if there is no such stack."""
    client: Any = boto3.client("cloudformation", region_name=region)
    try:
        (description,) = client.describe_stacks(StackName=stack)["Stacks"]
    except ClientError as error:
        if "does not exist" in str(error):
            return {}
        raise
    found: dict[str, Any] = description
    return found


def _origin_secret(release: Release) -> str:
    """Return the secret shared by CloudFront and the API; create it the first time."""
    client = boto3.client("ssm", region_name=release.region)
    name = _secret_name(release.stack)
    try:
        stored: str = client.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]
        return stored
    except client.exceptions.ParameterNotFound:
        created = secrets.token_urlsafe(32)
        client.put_parameter(Name=name, Value=created, Type="SecureString")
        return created


def _secret_name(stack: str) -> str:
    return f"/{stack}/origin-secret"
