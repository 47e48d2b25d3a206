"""Deploys the application, its site and its alarms by the SAM CLI.

Three stacks: the application, `-web` in us-east-1 (docs/adr/0010), and `-observability`. Each needs
outputs of another (the origin that may upload, the topic of alarms), so the application is deployed
twice the first time. Parameters that nobody names keep their values.
"""

import json
import os
import secrets
import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import boto3
from botocore.exceptions import ClientError

from scalp_core.errors import ScalpSpectraError
from scalp_deployment.paths import OBSERVABILITY_TEMPLATE, ROOT, WEB_TEMPLATE
from scalp_deployment.template import WEB_REGION, load

_FOLDER = ROOT
_CONFIG = ROOT / "samconfig.toml"
_BUILT = _FOLDER / ".aws-sam" / "build" / "template.yaml"
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


class DeployError(ScalpSpectraError):
    """A step of a deployment failed; the text says which."""


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
    asks: bool
    role: str | None
    application: Mapping[str, str]
    web: Mapping[str, str]
    observability: Mapping[str, str]

    @property
    def web_stack(self) -> str:
        """Return the name of the site's stack."""
        return f"{self.stack}-web"

    @property
    def observability_stack(self) -> str:
        """Return the name of the stack of alarms."""
        return f"{self.stack}-observability"


def outputs(stack: str, region: str) -> dict[str, str]:
    """Return a stack's outputs; empty if there is no such stack."""
    client = boto3.client("cloudformation", region_name=region)
    try:
        (description,) = client.describe_stacks(StackName=stack)["Stacks"]
    except ClientError as error:
        if "does not exist" in str(error):
            return {}
        raise
    return {output["OutputKey"]: output["OutputValue"] for output in description.get("Outputs", [])}


def build(*, moment: str, is_built: bool = False) -> None:
    """Build code, layers and image, as a version of their own.

    Args:
        is_built: `sam build` has been run already.

    Raises:
        DeployError: the SAM CLI is missing, or failed.
    """
    if not is_built:
        _sam("build")
    stamp(_BUILT, moment)


def stamp(template: Path, moment: str) -> None:
    """Write ``moment`` into the API function's description, so that SAM publishes a new version.

    SAM does so when a property changes, and does not see changed values of parameters.
    """
    content = load(template)
    properties = content["Resources"]["ApiFunction"]["Properties"]
    properties["Description"] = f"{properties['Description']} Released {moment}."
    # JSON is valid YAML.
    template.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")


def deploy(release: Release, report: Callable[[str], object]) -> dict[str, str]:
    """Deploy all three stacks, and return the outputs of the site's.

    Args:
        report: called with a line for each step.

    Raises:
        DeployError: a step failed; stacks deployed before that stay.
    """
    secret = _origin_secret(release)
    known = _derived_parameters(release)
    report("Deploying the application …")
    _deploy_application(release, secret, known)
    application = outputs(release.stack, release.region)
    report("Deploying alarms and dashboard …")
    observed = {name: application[name] for name in _OBSERVED_OUTPUTS}
    _deploy(
        release,
        OBSERVABILITY_TEMPLATE,
        release.observability_stack,
        release.region,
        {"Application": release.stack, **observed, **release.observability},
    )
    report("Deploying CloudFront and firewall; the first time that takes some minutes …")
    origins = {
        "ApiDomain": urlsplit(application["ApiUrl"]).netloc,
        "UploadsOrigin": application["UploadsOrigin"],
        "OriginSecret": secret,
    }
    _deploy(
        release,
        WEB_TEMPLATE,
        release.web_stack,
        WEB_REGION,
        {**origins, **release.web},
    )
    derived = _derived_parameters(release)
    if derived != known:
        report("Deploying the application again, with its site's address and its topic of alarms …")
        _deploy_application(release, secret, derived)
    return outputs(release.web_stack, WEB_REGION)


def delete(stack: str, region: str) -> None:
    """Delete a stack with the code and images that the SAM CLI keeps for it.

    Raises:
        DeployError: the SAM CLI is missing, or failed.
    """
    _sam("delete", "--stack-name", stack, "--region", region, "--no-prompts")


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
    parameters = {"OriginSecret": secret, **derived, **release.application}
    _deploy(release, _BUILT, release.stack, release.region, parameters)


def _deploy(
    release: Release, template: Path, stack: str, region: str, parameters: Mapping[str, str]
) -> None:
    # A file, because every user of a machine can read the arguments of its processes.
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "parameters.yaml"
        file.touch(mode=0o600)
        file.write_text(json.dumps(parameters), encoding="utf-8")
        arguments = ["--template", str(template), "--stack-name", stack, "--region", region]
        arguments += _config_arguments(holds_code=template == _BUILT)
        arguments += ["--parameter-overrides", f"file://{file}", "--no-fail-on-empty-changeset"]
        arguments += ["--confirm-changeset" if release.asks else "--no-confirm-changeset"]
        if release.role:
            arguments += ["--role-arn", release.role]
        _sam("deploy", *arguments)


def _config_arguments(*, holds_code: bool) -> list[str]:
    """Return the settings of samconfig.toml, which the SAM CLI seeks next to a template.

    For a template without code only the tags: with the others it would create a bucket for code.
    """
    if holds_code:
        return ["--config-file", str(_CONFIG)]
    config = tomllib.loads(_CONFIG.read_text(encoding="utf-8"))
    return ["--tags", config["default"]["deploy"]["parameters"]["tags"]]


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


def _sam(*arguments: str) -> None:
    command = shutil.which("sam")
    if command is None:
        raise DeployError("The SAM CLI is missing: pip install aws-sam-cli, see README.md.")
    environment = os.environ | {"SAM_CLI_TELEMETRY": "0"}
    done = subprocess.run(  # noqa: S603 (no shell; arguments are ours and the operator's)
        [command, *arguments], cwd=_FOLDER, env=environment, check=False
    )
    if done.returncode:
        raise DeployError(f"sam {arguments[0]} ended with {done.returncode}, see above.")
