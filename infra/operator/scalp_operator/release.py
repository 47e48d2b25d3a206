"""Brings the application, its site and its alarms to AWS, by the SAM CLI.

Three stacks: the application, `-web` in us-east-1 (docs/adr/0010), and `-observability`. Each needs
to know something of another (which origin may upload, whom alarms tell), so the first time the
application is deployed twice. Parameters that nobody names keep the values they have.
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
from scalp_local.system import ROOT
from scalp_local.template import load

# Firewall and certificate of CloudFront exist nowhere else.
WEB_REGION = "us-east-1"

_FOLDER = ROOT
_CONFIG = ROOT / "samconfig.toml"
_BUILT = _FOLDER / ".aws-sam" / "build" / "template.yaml"
_FOR_ALARMS = (
    "ApiId",
    "ApiFunctionName",
    "AssessFunctionName",
    "CatalogFunctionName",
    "AssessQueueName",
    "AssessDeadLetterQueueName",
    "TableName",
    "ApiAccessLogGroupName",
)


class DeployError(ScalpSpectraError):
    """A step did not succeed; the text says which."""


@dataclass(frozen=True)
class Release:
    """What is deployed where, and how much is asked before.

    Attributes:
        asks: whether the SAM CLI shows each change set and waits for a yes.
        role: that CloudFormation works in, if not in the caller's own name.
        application, web, observability: parameters by name, besides those that are found out.
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
        """Name of the site's stack."""
        return f"{self.stack}-web"

    @property
    def observability_stack(self) -> str:
        """Name of the stack of alarms."""
        return f"{self.stack}-observability"


def outputs(stack: str, region: str) -> dict[str, str]:
    """What a stack tells of itself; nothing if there is none."""
    client = boto3.client("cloudformation", region_name=region)
    try:
        (found,) = client.describe_stacks(StackName=stack)["Stacks"]
    except ClientError as error:
        if "does not exist" in str(error):
            return {}
        raise
    return {one["OutputKey"]: one["OutputValue"] for one in found.get("Outputs", [])}


def build(*, stamped: str) -> None:
    """Build code, layers and image, and make them a version of their own."""
    _sam("build")
    stamp(_BUILT, stamped)


def stamp(template: Path, moment: str) -> None:
    """Write ``moment`` into the API function's description, so that a new version is published.

    SAM publishes one when a property changes, and does not see what parameters are worth.
    """
    content = load(template)
    properties = content["Resources"]["ApiFunction"]["Properties"]
    properties["Description"] = f"{properties['Description']} Released {moment}."
    # JSON is YAML, too.
    template.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")


def deploy(release: Release, say: Callable[[str], object]) -> dict[str, str]:
    """Deploy all three stacks, and give what the site's stack tells of itself.

    Raises:
        DeployError: a step failed; what was deployed before stays.
    """
    secret = _origin_secret(release)
    known = _learnt(release)
    say("Deploying the application …")
    _deploy_application(release, secret, known)
    application = outputs(release.stack, release.region)
    say("Deploying alarms and dashboard …")
    watched = {name: application[name] for name in _FOR_ALARMS}
    _deploy(
        release,
        ROOT / "infra" / "observability.yaml",
        release.observability_stack,
        release.region,
        {"Application": release.stack, **watched, **release.observability},
    )
    say("Deploying CloudFront and firewall; the first time that takes some minutes …")
    facing = {
        "ApiDomain": urlsplit(application["ApiUrl"]).netloc,
        "UploadsOrigin": application["UploadsOrigin"],
        "OriginSecret": secret,
    }
    _deploy(
        release,
        ROOT / "infra" / "web.yaml",
        release.web_stack,
        WEB_REGION,
        {**facing, **release.web},
    )
    learnt = _learnt(release)
    if learnt != known:
        say("Telling the application its site's address and whom alarms go to …")
        _deploy_application(release, secret, learnt)
    return outputs(release.web_stack, WEB_REGION)


def delete(stack: str, region: str) -> None:
    """Delete a stack with the code and images that the SAM CLI keeps for it."""
    _sam("delete", "--stack-name", stack, "--region", region, "--no-prompts")


def forget_origin_secret(stack: str, region: str) -> None:
    """Delete what :func:`deploy` keeps outside of all stacks."""
    client = boto3.client("ssm", region_name=region)
    # Unlike delete_parameter it does not mind if there is none.
    client.delete_parameters(Names=[_secret_name(stack)])


def _learnt(release: Release) -> dict[str, str]:
    """Parameters of the application that the other stacks decide; nothing before they exist."""
    site = outputs(release.web_stack, WEB_REGION).get("SiteUrl")
    topic = outputs(release.observability_stack, release.region).get("AlarmTopicArn")
    found = {"SiteOrigin": site, "AlarmTopicArn": topic}
    return {name: value for name, value in found.items() if value}


def _deploy_application(release: Release, secret: str, learnt: Mapping[str, str]) -> None:
    parameters = {"OriginSecret": secret, **learnt, **release.application}
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
        arguments += _settings(holds_code=template == _BUILT)
        arguments += ["--parameter-overrides", f"file://{file}", "--no-fail-on-empty-changeset"]
        arguments += ["--confirm-changeset" if release.asks else "--no-confirm-changeset"]
        if release.role:
            arguments += ["--role-arn", release.role]
        _sam("deploy", *arguments)


def _settings(*, holds_code: bool) -> list[str]:
    """What samconfig.toml says; the SAM CLI looks for it next to a template, and would miss ours.

    Of a template without code only the tags: with the rest it would make a bucket for code.
    """
    if holds_code:
        return ["--config-file", str(_CONFIG)]
    config = tomllib.loads(_CONFIG.read_text(encoding="utf-8"))
    return ["--tags", config["default"]["deploy"]["parameters"]["tags"]]


def _origin_secret(release: Release) -> str:
    """What CloudFront and the API know; made once and kept where only operators read."""
    client = boto3.client("ssm", region_name=release.region)
    name = _secret_name(release.stack)
    try:
        kept: str = client.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]
        return kept
    except client.exceptions.ParameterNotFound:
        made = secrets.token_urlsafe(32)
        client.put_parameter(Name=name, Value=made, Type="SecureString")
        return made


def _secret_name(stack: str) -> str:
    return f"/{stack}/origin-secret"


def _sam(*arguments: str) -> None:
    command = shutil.which("sam")
    if command is None:
        raise DeployError("The SAM CLI is missing: pip install aws-sam-cli, see README.md.")
    environment = os.environ | {"SAM_CLI_TELEMETRY": "0"}
    done = subprocess.run(  # noqa: S603 (no shell, and no arguments but ours and the operator's)
        [command, *arguments], cwd=_FOLDER, env=environment, check=False
    )
    if done.returncode:
        raise DeployError(f"sam {arguments[0]} ended with {done.returncode}, see above.")
