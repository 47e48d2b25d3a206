"""Verbs on whole stacks: deploy, smoke-test, destroy."""

import time
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import boto3
import typer

from scalp_deployment.cli import cli_errors
from scalp_deployment.paths import BUILT_SITE, SAMPLE_PHOTO
from scalp_deployment.site_policy import policy_parameters
from scalp_deployment.template import WEB_REGION
from scalp_operator import account, release
from scalp_operator.errors import OperatorError
from scalp_operator.options import STACK, Stack
from scalp_operator.sam_cli import find_sam
from scalp_operator.site_files import empty, upload

Parameters = Annotated[
    list[str] | None, typer.Option(help="NAME=VALUE of template.yaml; may be repeated.")
]


class Firewall(StrEnum):
    """Values of UseFirewall in infra/web.yaml."""

    OFF = "off"
    ON = "on"


@cli_errors()
def preflight(stack: Stack = STACK, parameter: Parameters = None) -> None:
    """Check in seconds what would stop a deployment later: credentials, name, SAM CLI, quota."""
    planned = release.Release(stack, _region(), application=_name_values(parameter or []))
    typer.echo(f"Deploying {stack} as {_check(planned)}.")


@cli_errors()
def deploy(
    stack: Stack = STACK,
    site: Annotated[Path, typer.Option(help="Folder of the built site.")] = BUILT_SITE,
    parameter: Parameters = None,
    domain: Annotated[str, typer.Option(help="Domain name of the site.")] = "",
    certificate: Annotated[str, typer.Option(help="ARN of its certificate in us-east-1.")] = "",
    zone: Annotated[str, typer.Option(help="Route 53 zone to write its record into.")] = "",
    firewall: Annotated[
        Firewall | None, typer.Option(help="AWS WAF, for $11 a month; off by default.")
    ] = None,
    email: Annotated[str, typer.Option(help="Address that alarms are sent to.")] = "",
    budget: Annotated[
        int | None, typer.Option(min=0, help="Budget in dollars a month; 0 for none.")
    ] = None,
    role: Annotated[
        str | None, typer.Option(help="ARN of the role that CloudFormation assumes.")
    ] = None,
    built: Annotated[
        bool, typer.Option("--built", help="Deploy what `sam build` has built before.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before each change.")] = False,
) -> None:
    """Build and deploy the application, its alarms and its site; show each change, and ask first.

    Options that are left out keep the values of the last deployment.
    """
    if not (site / "index.html").is_file():
        raise OperatorError(f"{site}: no built site there. make site builds it.")
    web = {
        "DomainName": domain,
        "CertificateArn": certificate,
        "HostedZoneId": zone,
        "UseFirewall": firewall or "",
    }
    observability = {"AlarmEmail": email, "MonthlyBudgetUsd": "" if budget is None else str(budget)}
    planned = release.Release(
        stack=stack,
        region=_region(),
        asks=not yes,
        role=role,
        application=_name_values(parameter or []),
        web={name: value for name, value in web.items() if value} | policy_parameters(site),
        observability={name: value for name, value in observability.items() if value},
    )
    _check(planned)
    moment = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    release.build(planned, moment=moment, is_built=built)
    web_outputs = release.deploy(planned, typer.echo)
    number = upload(
        boto3.client("s3", region_name=WEB_REGION),
        web_outputs["SiteBucketName"],
        site,
        result_days=int(release.outputs(stack, planned.region)["ResultDays"]),
    )
    boto3.client("cloudfront", region_name=WEB_REGION).create_invalidation(
        DistributionId=web_outputs["DistributionId"],
        InvalidationBatch={
            "Paths": {"Quantity": 1, "Items": ["/*"]},
            "CallerReference": str(time.time_ns()),
        },
    )
    typer.echo(f"The site has {number} files: {web_outputs['SiteUrl']}")
    alarms = release.outputs(planned.observability_stack, planned.region)
    typer.echo(f"Dashboard: {alarms['DashboardUrl']}")
    typer.echo(f"Next: make load-products load-hospitals smoke STACK={stack}")


@cli_errors()
def smoke(
    stack: Stack = STACK,
    url: Annotated[str, typer.Option(help="URL to test instead of the stack's own site.")] = "",
    photo: Annotated[Path, typer.Option(help="Photo to assess.")] = SAMPLE_PHOTO,
) -> None:
    """Assess one photo on a deployed stack, check everything that answers, and delete the result.

    Deleting it takes it out of the statistics, too; the sample photo is never counted.
    """
    # The only verb that needs an HTTP client, whose import takes a tenth of a second.
    from scalp_operator.smoke_test import run_smoke_test

    site, direct = url, ""
    if not url:  # another's site is tested without credentials
        account.check_caller()
        region = _region()
        direct = release.outputs(stack, region).get("ApiUrl", "")
        site = release.outputs(f"{stack}-web", WEB_REGION).get("SiteUrl", direct)
        if not site:
            raise OperatorError(f"stack {stack}: there is none in {region}. make deploy makes it.")
    run_smoke_test(site, photo, api_gateway=direct)
    typer.echo(f"{site} works: a photo was assessed, read and deleted again.")


@cli_errors()
def destroy(
    stack: Stack = STACK,
    delete_data: Annotated[
        bool, typer.Option("--delete-data", help="Delete the table, too: results and statistics.")
    ] = False,
) -> None:
    """Delete a stack with its site and alarms, once its name has been typed.

    The table stays unless --delete-data is given: statistics cannot be collected again.
    """
    region = _region()
    account.check_caller()
    found = release.outputs(stack, region)
    site = release.outputs(f"{stack}-web", WEB_REGION)
    if not found and not site:
        raise OperatorError(f"stack {stack}: there is none in {region}.")
    table = found.get("TableName", "")
    typer.echo(f"This deletes {stack} in {region}: site, API, photos that wait, alarms, logs,")
    typer.echo("and the photos that people donated to research: nobody can restore them.")
    typer.echo(f"The table {table} {'is DELETED, too' if delete_data else 'stays'}.")
    if typer.prompt("Type the stack's name to go on") != stack:
        raise OperatorError("That is another name. Nothing has been deleted.")
    if delete_data and typer.prompt("Type the table's name to delete all results") != table:
        raise OperatorError("That is another name. Nothing has been deleted.")
    if site:
        empty(boto3.client("s3", region_name=WEB_REGION), site["SiteBucketName"])
        release.delete(f"{stack}-web", WEB_REGION)
    if release.outputs(f"{stack}-observability", region):
        release.delete(f"{stack}-observability", region)
    if found:
        for bucket in ("UploadsBucketName", "ResearchBucketName"):
            empty(boto3.client("s3", region_name=region), found[bucket])
        release.delete(stack, region)
    if packages := release.outputs(f"{stack}-packages", region):
        empty(boto3.client("s3", region_name=region), packages["CodeBucketName"])
        release.delete(f"{stack}-packages", region)
    release.delete_origin_secret(stack, region)
    if delete_data and table:
        boto3.client("dynamodb", region_name=region).delete_table(TableName=table)
    typer.echo("Deleted.")


def _region() -> str:
    """Return the region that the program has decided on (region.py)."""
    return boto3.client("cloudformation").meta.region_name


def _check(planned: release.Release) -> str:
    """Refuse a deployment that cannot succeed, and return who deploys."""
    account.check_name(planned.stack)
    find_sam()
    caller = account.check_caller()
    account.check_quota(int(release.effective_parameter(planned, "AssessConcurrency")))
    return caller


def _name_values(texts: list[str]) -> dict[str, str]:
    parameters = dict(text.partition("=")[::2] for text in texts if "=" in text)
    if len(parameters) != len(texts):
        raise typer.BadParameter("a parameter is given as NAME=VALUE, once")
    return parameters
