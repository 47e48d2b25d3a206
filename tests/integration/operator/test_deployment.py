"""Deploying stacks, with a fake SAM CLI."""

import json
import tomllib
from pathlib import Path
from typing import Any

import boto3
import pytest
from account import SITE, Account

from scalp_deployment.paths import ROOT
from scalp_deployment.site_policy import cache_control
from scalp_deployment.template import WEB_REGION, load
from scalp_operator import release
from scalp_operator.site_files import content_type, upload
from support import fake_sam


def test_the_first_time_the_application_is_deployed_again_with_its_sites_address(
    deployed: Account,
) -> None:
    _, first, web, alarms, second = (one for one in deployed.calls if one["verb"] == "deploy")

    name = deployed.stack
    assert deployed.deployed == [
        f"{name}-packages",
        name,
        f"{name}-web",
        f"{name}-observability",
        name,
    ]
    assert "SiteOrigin" not in first["parameters"]
    assert second["parameters"]["SiteOrigin"] == "https://site.example"
    assert second["parameters"]["AlarmTopicArn"].startswith("arn:aws:sns:")
    assert web["options"]["--region"] == "us-east-1"
    assert web["parameters"]["ApiDomain"] == "api.example"
    assert alarms["parameters"]["ApiId"] == "apiid"
    assert alarms["parameters"]["DistributionId"] == "EDFDVBD6EXAMPLE"


def test_later_everything_is_deployed_once_with_the_same_secret(deployed: Account) -> None:
    before = deployed.calls

    assert deployed.deploy("--yes").exit_code == 0

    later = [one for one in deployed.calls[len(before) :] if one["verb"] == "deploy"]
    assert len(later) == 4
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
        "-packages": "infra/packages.yaml",
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
        "-packages": "infra/packages.yaml",
        "-web": "infra/web.yaml",
        "-observability": "infra/observability.yaml",
    }
    for kind, file in files.items():
        assert fake_sam.OUTPUTS[kind].keys() <= load(ROOT / file)["Outputs"].keys()


def test_every_stack_is_tagged_as_samconfig_says(deployed: Account) -> None:
    """The SAM CLI looks for its settings next to the template, where there are none."""
    config = ROOT / "samconfig.toml"
    settings = tomllib.loads(config.read_text(encoding="utf-8"))["default"]["deploy"]["parameters"]
    given = [one["options"] for one in deployed.calls if one["verb"] == "deploy"]
    assert settings["tags"] == "project=scalpspectra"
    assert {one["--tags"] for one in given} == {settings["tags"]}


def test_code_and_images_go_to_our_own_bucket_and_repository(deployed: Account) -> None:
    """Not to those of the SAM CLI, which it changes with rights that the workflow lacks."""
    _, first, *_, second = (one["options"] for one in deployed.calls if one["verb"] == "deploy")
    for application in (first, second):
        assert application["--s3-bucket"] == "stack-code"
        assert application["--image-repository"].endswith("/stack-images")
        assert not {"--resolve-s3", "--resolve-image-repos", "--config-file"} & application.keys()


def test_the_engine_that_is_deployed_is_the_one_that_is_built(deployed: Account) -> None:
    """Another image would fail with every photo, also later, because parameters stay."""

    def engines(account: Account) -> tuple[str, str]:
        built = [one for one in account.calls if one["verb"] == "build"][-1]
        *_, application = (
            one for one in account.calls if one["options"].get("--stack-name") == account.stack
        )
        return built["options"]["--parameter-overrides"], application["parameters"]["Engine"]

    assert engines(deployed) == ("Engine=onnx", "onnx")
    assert deployed.deploy("--yes", "--parameter", "Engine=torch").exit_code == 0
    assert engines(deployed) == ("Engine=torch", "torch")
    assert deployed.deploy("--yes").exit_code == 0
    assert engines(deployed) == ("Engine=torch", "torch")


def test_what_is_built_is_a_version_of_its_own(deployed: Account) -> None:
    built = load(release._BUILT)["Resources"]["ApiFunction"]["Properties"]["Description"]
    assert "Released 20" in built


def test_options_go_to_the_template_that_has_them(
    account: Account, invalidated: list[dict[str, Any]]
) -> None:
    done = account.deploy(
        *("--yes", "--firewall", "on", "--email", "me@example.org", "--budget", "20"),
        *("--parameter", "ResultDays=7", "--role", "arn:aws:iam::1:role/r"),
        *("--domain", "scalp.example", "--certificate", "arn:cert", "--zone", "Z1"),
    )

    assert done.exit_code == 0, done.output
    _, application, web, alarms, _ = (one for one in account.calls if one["verb"] == "deploy")
    assert application["parameters"]["ResultDays"] == "7"
    assert application["options"]["--role-arn"] == "arn:aws:iam::1:role/r"
    assert web["parameters"]["UseFirewall"] == "on"
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
