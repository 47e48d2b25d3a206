"""Verbs about whole stacks: deploy, try out, destroy."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import boto3
import httpx
import typer

from scalp_local.demo import DemoError, assess_through
from scalp_local.site import policy_parameters
from scalp_local.system import ROOT
from scalp_operator import releasing
from scalp_operator.releasing import WEB_REGION, Release
from scalp_operator.site_files import empty, upload
from scalp_operator.target import STACK, Stack, TargetError, told

_SAMPLE = ROOT / "infra" / "local" / "sample" / "scalp.jpg"

Region = Annotated[str, typer.Option(envvar="AWS_REGION", help="of application and alarms")]
_REGION = "ap-northeast-2"
Pairs = Annotated[
    list[str] | None, typer.Option(help="NAME=VALUE of template.yaml, more than once if need be")
]


@told()
def deploy(
    stack: Stack = STACK,
    region: Region = _REGION,
    site: Annotated[Path, typer.Option(help="folder of the built site")] = ROOT / "web" / "dist",
    parameter: Pairs = None,
    domain: Annotated[str, typer.Option(help="the site's own name")] = "",
    certificate: Annotated[str, typer.Option(help="ARN of its certificate in us-east-1")] = "",
    zone: Annotated[str, typer.Option(help="Route 53 zone to write its record into")] = "",
    firewall: Annotated[bool | None, typer.Option(help="WAF, about $10 a month")] = None,
    email: Annotated[str, typer.Option(help="who is told of alarms")] = "",
    budget: Annotated[int | None, typer.Option(min=1, help="dollars a month")] = None,
    role: Annotated[str | None, typer.Option(help="ARN of CloudFormation's role")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask before each change")] = False,
) -> None:
    """Build and deploy the application, its alarms and its site; it shows changes, and asks first.

    What is not told keeps the value that it has.
    """
    if not (site / "index.html").is_file():
        raise TargetError(f"{site}: no built site there. make site builds it.")
    wall = "" if firewall is None else "on" if firewall else "off"
    web = {
        "DomainName": domain,
        "CertificateArn": certificate,
        "HostedZoneId": zone,
        "UseFirewall": wall,
    }
    watching = {"AlarmEmail": email, "MonthlyBudgetUsd": "" if budget is None else str(budget)}
    release = Release(
        stack=stack,
        region=region,
        asks=not yes,
        role=role,
        application=_pairs(parameter or []),
        web={name: value for name, value in web.items() if value} | policy_parameters(site),
        observability={name: value for name, value in watching.items() if value},
    )
    releasing.build(stamped=datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S"))
    told_by_site = releasing.deploy(release, typer.echo)
    number = upload(
        boto3.client("s3", region_name=WEB_REGION),
        told_by_site["SiteBucketName"],
        site,
        result_days=int(releasing.outputs(stack, region)["ResultDays"]),
    )
    boto3.client("cloudfront", region_name=WEB_REGION).create_invalidation(
        DistributionId=told_by_site["DistributionId"],
        InvalidationBatch={
            "Paths": {"Quantity": 1, "Items": ["/*"]},
            "CallerReference": str(time.time_ns()),
        },
    )
    typer.echo(f"The site has {number} files: {told_by_site['SiteUrl']}")
    alarms = releasing.outputs(release.observability_stack, region)
    typer.echo(f"Dashboard: {alarms['DashboardUrl']}")
    typer.echo(f"Next: make load-products load-hospitals smoke STACK={stack}")


@told()
def smoke(
    stack: Stack = STACK,
    region: Region = _REGION,
    url: Annotated[str, typer.Option(help="instead of the stack's own site")] = "",
    photo: Annotated[Path, typer.Option(help="that is assessed")] = _SAMPLE,
) -> None:
    """Take one photo through a deployed stack, look at what else it answers, and delete the result.

    The assessment stays in the statistics, among people who did not tell their sex.
    """
    direct = "" if url else releasing.outputs(stack, region).get("ApiUrl", "")
    site = url or releasing.outputs(f"{stack}-web", WEB_REGION).get("SiteUrl", direct)
    if not site:
        raise TargetError(f"stack {stack}: there is none in {region}. make deploy makes it.")
    try:
        assessment = assess_through(site, photo)
    except (DemoError, httpx.HTTPError) as error:
        raise TargetError(f"{site}: {error}") from error
    with httpx.Client(base_url=f"{site}/api/v1", timeout=30) as api:
        failures = _answers(api, assessment["id"])
        if direct and site != direct:
            walked_around = httpx.get(f"{direct}/api/v1/health", timeout=30).status_code
            if walked_around != httpx.codes.FORBIDDEN:
                failures.append(f"the firewall can be walked around ({walked_around})")
    if assessment["status"] != "done":
        failures.append(f"the photo's assessment is {assessment['status']}")
    if failures:
        raise TargetError(f"{site}: " + "; ".join(failures))
    typer.echo(f"{site} works: a photo was assessed, read and deleted again.")


def _answers(api: httpx.Client, assessment_id: str) -> list[str]:
    """What does not answer as it should; the assessment is deleted on the way."""
    failures = []
    for path in ("/health", "/stats", "/care/normal", "/products", "/hospitals/regions"):
        status = api.get(path).status_code
        if status != httpx.codes.OK:
            failures.append(f"{path} answers {status}")
    deleted = api.delete(f"/assessments/{assessment_id}").status_code
    left = api.get(f"/assessments/{assessment_id}").status_code
    if (deleted, left) != (httpx.codes.NO_CONTENT, httpx.codes.NOT_FOUND):
        failures.append(f"the assessment cannot be deleted ({deleted}, then {left})")
    return failures


@told()
def destroy(
    stack: Stack = STACK,
    region: Region = _REGION,
    delete_data: Annotated[
        bool, typer.Option("--delete-data", help="the table, too: results and statistics")
    ] = False,
) -> None:
    """Delete a stack with its site and alarms, after its name has been typed.

    The table stays unless it is asked for: statistics cannot be collected again.
    """
    found = releasing.outputs(stack, region)
    site = releasing.outputs(f"{stack}-web", WEB_REGION)
    if not found and not site:
        raise TargetError(f"stack {stack}: there is none in {region}.")
    table = found.get("TableName", "")
    typer.echo(f"This deletes {stack} in {region}: site, API, photos that wait, alarms, logs,")
    typer.echo("and the photos that people gave to research: nobody could take them back any more.")
    typer.echo(f"The table {table} {'is DELETED, too' if delete_data else 'stays'}.")
    if typer.prompt("Type the stack's name to go on") != stack:
        raise TargetError("That is another name. Nothing has been deleted.")
    if delete_data and typer.prompt("Type the table's name to delete all results") != table:
        raise TargetError("That is another name. Nothing has been deleted.")
    if site:
        empty(boto3.client("s3", region_name=WEB_REGION), site["SiteBucketName"])
        releasing.delete(f"{stack}-web", WEB_REGION)
    if releasing.outputs(f"{stack}-observability", region):
        releasing.delete(f"{stack}-observability", region)
    if found:
        for bucket in ("UploadsBucketName", "ResearchBucketName"):
            empty(boto3.client("s3", region_name=region), found[bucket])
        releasing.delete(stack, region)
    releasing.forget_origin_secret(stack, region)
    if delete_data and table:
        boto3.client("dynamodb", region_name=region).delete_table(TableName=table)
    typer.echo("Deleted.")


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = dict(one.partition("=")[::2] for one in given if "=" in one)
    if len(pairs) != len(given):
        raise typer.BadParameter("a parameter is given as NAME=VALUE, once")
    return pairs
