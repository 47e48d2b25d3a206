"""Deploying, smoke-testing and destroying stacks, with a fake SAM CLI."""

import contextlib
import json
import os
import tomllib
from pathlib import Path
from typing import Any

import boto3
import pytest
import respx
from botocore.exceptions import ClientError
from typer.testing import CliRunner, Result

from scalp_deployment.paths import ROOT
from scalp_deployment.site_policy import cache_control
from scalp_deployment.template import REGION, WEB_REGION, load
from scalp_local.system import System
from scalp_operator import release, smoke_test
from scalp_operator.__main__ import app
from scalp_operator.release import outputs
from scalp_operator.site_files import content_type, empty, upload
from support import fake_sam

SITE = {
    "index.html": b'<!doctype html><meta name="result-days" content="" />',
    "404.html": b"<!doctype html>",
    "favicon.svg": b"<svg/>",
    "assets/index-1a2b3c4d.js": b"1",
    "assets/font-1a2b3c4d.woff2": b"2",
}


class Account:
    """A moto server as an account of its own, and the recorded calls of the SAM CLI."""

    def __init__(self, folder: Path, stack: str) -> None:
        self.stack = stack
        self.site = folder / "dist"
        for name, content in SITE.items():
            file = self.site / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        self._log = folder / "calls.jsonl"
        fake_sam.install(folder, self._log)

    @property
    def calls(self) -> list[dict[str, Any]]:
        lines = self._log.read_text(encoding="utf-8").splitlines() if self._log.exists() else []
        return [json.loads(line) for line in lines]

    @property
    def deployed(self) -> list[str]:
        return [one["options"]["--stack-name"] for one in self.calls if one["verb"] == "deploy"]

    def run(self, *arguments: str, typed: str = "") -> Result:
        return CliRunner().invoke(app, [*arguments, "--stack", self.stack], input=typed)

    def deploy(self, *arguments: str) -> Result:
        return self.run("deploy", "--site", str(self.site), *arguments)


@pytest.fixture
def account(
    moto_endpoint: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Account:
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_endpoint)
    for name, value in {
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_REGION", raising=False)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "template.yaml").write_text(
        (ROOT / "template.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    monkeypatch.setattr(release, "_BUILT", tmp_path / ".aws-sam" / "build" / "template.yaml")
    monkeypatch.setattr(release, "_FOLDER", tmp_path)
    stack = f"s{abs(hash(request.node.name)) % 10**9}"
    for name, region in (
        ("stack-site", WEB_REGION),
        ("stack-uploads", REGION),
        ("stack-research", REGION),
    ):
        s3 = boto3.client("s3", region_name=region)
        place: Any = {"LocationConstraint": region}
        more = {} if region == "us-east-1" else {"CreateBucketConfiguration": place}
        with contextlib.suppress(ClientError):  # of the test before
            s3.create_bucket(Bucket=name, **more)
        empty(s3, name)
    return Account(tmp_path, stack)


@pytest.fixture
def invalidated(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Record requests to CloudFront, because moto knows no distribution that it did not create."""
    asked: list[dict[str, Any]] = []
    make = boto3.client

    class CloudFront:
        def create_invalidation(self, **arguments: Any) -> None:
            asked.append(arguments)

    def client(service: str, **arguments: Any) -> Any:
        return CloudFront() if service == "cloudfront" else make(service, **arguments)  # type: ignore[call-overload]

    monkeypatch.setattr(boto3, "client", client)
    return asked


@pytest.fixture
def deployed(account: Account, invalidated: list[dict[str, Any]]) -> Account:
    done = account.deploy("--yes")
    assert done.exit_code == 0, done.output
    return account


def test_the_first_time_the_application_is_deployed_again_with_its_sites_address(
    deployed: Account,
) -> None:
    first, alarms, web, second = (one for one in deployed.calls if one["verb"] == "deploy")

    name = deployed.stack
    assert deployed.deployed == [name, f"{name}-observability", f"{name}-web", name]
    assert "SiteOrigin" not in first["parameters"]
    assert second["parameters"]["SiteOrigin"] == "https://site.example"
    assert second["parameters"]["AlarmTopicArn"].startswith("arn:aws:sns:")
    assert web["options"]["--region"] == "us-east-1"
    assert web["parameters"]["ApiDomain"] == "api.example"
    assert alarms["parameters"]["ApiId"] == "apiid"


def test_later_everything_is_deployed_once_with_the_same_secret(deployed: Account) -> None:
    before = deployed.calls

    assert deployed.deploy("--yes").exit_code == 0

    later = [one for one in deployed.calls[len(before) :] if one["verb"] == "deploy"]
    assert len(later) == 3
    secrets = {
        one["parameters"]["OriginSecret"]
        for one in deployed.calls
        if "OriginSecret" in one.get("parameters", {})
    }
    assert len(secrets) == 1
    assert len(secrets.pop()) >= 32


def test_the_secret_is_in_no_argument_and_in_a_file_for_its_owner_only(deployed: Account) -> None:
    secret = deployed.calls[-1]["parameters"]["OriginSecret"]
    assert secret not in json.dumps([one["options"] for one in deployed.calls])
    assert {one["mode"] for one in deployed.calls if "mode" in one} == {0o600}


def test_parameters_fit_their_templates(deployed: Account) -> None:
    """An unknown parameter would stop the deployment half-way."""
    files = {
        "": "template.yaml",
        "-web": "infra/web.yaml",
        "-observability": "infra/observability.yaml",
    }
    for call in deployed.calls:
        if call["verb"] == "deploy":
            kind = call["options"]["--stack-name"].removeprefix(deployed.stack)
            declared = load(ROOT / files[kind])["Parameters"]
            assert call["parameters"].keys() <= declared.keys()
            needed = {name for name, one in declared.items() if "Default" not in one}
            assert needed <= call["parameters"].keys()


def test_the_templates_have_the_outputs_that_are_read() -> None:
    files = {
        "": "template.yaml",
        "-web": "infra/web.yaml",
        "-observability": "infra/observability.yaml",
    }
    for kind, file in files.items():
        assert fake_sam.OUTPUTS[kind].keys() <= load(ROOT / file)["Outputs"].keys()


def test_every_stack_is_tagged_as_samconfig_says(deployed: Account) -> None:
    """The SAM CLI looks for its settings next to the template, where there are none."""
    config = ROOT / "samconfig.toml"
    settings = tomllib.loads(config.read_text(encoding="utf-8"))["default"]["deploy"]["parameters"]
    first, alarms, web, second = (
        one["options"] for one in deployed.calls if one["verb"] == "deploy"
    )
    assert settings["tags"] == "project=scalpspectra"
    assert alarms["--tags"] == web["--tags"] == settings["tags"]
    assert first["--config-file"] == second["--config-file"] == str(config)


def test_what_is_built_is_a_version_of_its_own(deployed: Account) -> None:
    built = load(release._BUILT)["Resources"]["ApiFunction"]["Properties"]["Description"]
    assert "Released 20" in built


def test_options_go_to_the_template_that_has_them(
    account: Account, invalidated: list[dict[str, Any]]
) -> None:
    done = account.deploy(
        *("--yes", "--no-firewall", "--email", "me@example.org", "--budget", "20"),
        *("--parameter", "ResultDays=7", "--role", "arn:aws:iam::1:role/r"),
        *("--domain", "scalp.example", "--certificate", "arn:cert", "--zone", "Z1"),
    )

    assert done.exit_code == 0, done.output
    application, alarms, web, _ = (one for one in account.calls if one["verb"] == "deploy")
    assert application["parameters"]["ResultDays"] == "7"
    assert application["options"]["--role-arn"] == "arn:aws:iam::1:role/r"
    assert web["parameters"]["UseFirewall"] == "off"
    assert web["parameters"]["DomainName"] == "scalp.example"
    assert alarms["parameters"]["AlarmEmail"] == "me@example.org"
    assert alarms["parameters"]["MonthlyBudgetUsd"] == "20"


def test_it_asks_before_each_change_by_default(
    account: Account, invalidated: list[dict[str, Any]]
) -> None:
    done = account.deploy()

    assert done.exit_code == 0, done.output
    asked = [one["options"] for one in account.calls if one["verb"] == "deploy"]
    assert all("--confirm-changeset" in one for one in asked)


def test_a_failed_step_ends_the_deployment_with_a_message(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_SAM_FAILS", f"{account.stack}-web")

    done = account.deploy("--yes")

    assert done.exit_code == 1
    assert "sam deploy ended with 7" in done.output
    assert account.deployed[-1] == f"{account.stack}-web"


def test_without_a_built_site_nothing_is_deployed(account: Account, tmp_path: Path) -> None:
    done = account.run("deploy", "--site", str(tmp_path / "nothing"))

    assert done.exit_code == 1
    assert "make site" in done.output
    assert account.calls == []


def test_the_site_is_uploaded_and_cloudfronts_cache_invalidated(
    deployed: Account, invalidated: list[dict[str, Any]]
) -> None:
    s3 = boto3.client("s3", region_name=WEB_REGION)
    page = s3.get_object(Bucket="stack-site", Key="index.html")
    assert page["Body"].read().endswith(b'<meta name="result-days" content="7" />')
    script = s3.head_object(Bucket="stack-site", Key="assets/index-1a2b3c4d.js")

    assert page["CacheControl"] == "no-cache"
    assert page["ContentType"] == "text/html; charset=utf-8"
    assert "immutable" in script["CacheControl"]
    assert [one["InvalidationBatch"]["Paths"]["Items"] for one in invalidated] == [["/*"]]


def test_files_of_the_last_deployment_stay_for_pages_that_are_open(account: Account) -> None:
    s3 = boto3.client("s3", region_name=WEB_REGION)
    s3.put_object(Bucket="stack-site", Key="assets/old-99999999.js", Body=b"old")

    assert upload(s3, "stack-site", account.site, result_days=7) == len(SITE)

    assert s3.head_object(Bucket="stack-site", Key="assets/old-99999999.js")


@pytest.mark.parametrize(
    ("key", "kind", "kept"),
    [
        ("index.html", "text/html; charset=utf-8", "no-cache"),
        ("manifest.webmanifest", "application/manifest+json", "no-cache"),
        ("assets/a-1.js", "text/javascript; charset=utf-8", "immutable"),
        ("assets/a-1.woff2", "font/woff2", "immutable"),
        ("favicon.svg", "image/svg+xml", "no-cache"),
    ],
)
def test_content_type_and_caching_follow_from_the_name(key: str, kind: str, kept: str) -> None:
    assert content_type(key) == kind
    assert kept in cache_control(key)


def test_destroying_requires_the_stacks_name(deployed: Account) -> None:
    done = deployed.run("destroy", typed="yes\n")

    assert done.exit_code == 1
    assert "Nothing has been deleted" in done.output
    assert outputs(deployed.stack, REGION)


def test_destroying_deletes_all_stacks_and_photos_and_leaves_the_table(deployed: Account) -> None:
    dynamodb = boto3.client("dynamodb")
    make_table(dynamodb)
    boto3.client("s3").put_object(Bucket="stack-uploads", Key="uploads/1", Body=b"photo")
    boto3.client("s3").put_object(Bucket="stack-research", Key="research/1", Body=b"photo")

    done = deployed.run("destroy", typed=f"{deployed.stack}\n")

    assert done.exit_code == 0, done.output
    name = deployed.stack
    deleted = [one["options"] for one in deployed.calls if one["verb"] == "delete"]
    assert [(one["--stack-name"], one["--region"]) for one in deleted] == [
        (f"{name}-web", WEB_REGION),
        (f"{name}-observability", REGION),
        (name, REGION),
    ]
    assert "stays" in done.output
    secret = boto3.client("ssm").get_parameters(Names=[f"/{name}/origin-secret"])
    assert secret["Parameters"] == []
    assert boto3.client("s3").list_objects_v2(Bucket="stack-uploads")["KeyCount"] == 0
    assert boto3.client("s3").list_objects_v2(Bucket="stack-research")["KeyCount"] == 0
    assert dynamodb.describe_table(TableName="stack-table")
    dynamodb.delete_table(TableName="stack-table")


def test_data_is_deleted_only_when_the_tables_name_is_typed_too(deployed: Account) -> None:
    dynamodb = boto3.client("dynamodb")
    make_table(dynamodb)

    refused = deployed.run("destroy", "--delete-data", typed=f"{deployed.stack}\nno\n")
    assert refused.exit_code == 1
    assert outputs(deployed.stack, REGION)
    done = deployed.run("destroy", "--delete-data", typed=f"{deployed.stack}\nstack-table\n")

    assert done.exit_code == 0, done.output
    assert "stack-table" not in dynamodb.list_tables()["TableNames"]


def make_table(dynamodb: Any) -> None:
    dynamodb.create_table(
        TableName="stack-table",
        KeySchema=[{"AttributeName": "PK", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "PK", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )


def test_a_missing_stack_is_reported(account: Account) -> None:
    for verb in ("destroy", "smoke"):
        done = account.run(verb)
        assert done.exit_code == 1
        assert "there is none" in done.output


def test_a_system_that_works_passes_the_smoke_test(running_system: System) -> None:
    done = CliRunner().invoke(app, ["smoke", "--url", running_system.url])

    assert done.exit_code == 0, done.output
    assert "a photo was assessed, read and deleted again" in done.output


@respx.mock
def test_a_firewall_that_can_be_bypassed_fails_the_smoke_test(
    deployed: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smoke_test, "assess_photo", lambda *_: {"id": "1", "status": "done"})
    site = respx.mock
    site.delete("https://site.example/api/v1/assessments/1").respond(204)
    site.get("https://site.example/api/v1/assessments/1").respond(404)
    site.get(url__startswith="https://site.example/api/v1/").respond(200)
    direct = site.get("https://api.example/api/v1/health").respond(200)
    site.route(host="localhost").pass_through()

    assert "can be bypassed" in deployed.run("smoke").output
    direct.respond(403)
    assert deployed.run("smoke").exit_code == 0
