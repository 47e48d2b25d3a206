"""What would stop a deployment is said in seconds, before site and image are built."""

import re
from typing import Any

import pytest
from account import Account
from typer.testing import CliRunner

from scalp_deployment.paths import ROOT
from scalp_deployment.template import load
from scalp_operator.__main__ import app
from scalp_operator.account import STACK_PATTERN

AWS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


@pytest.fixture
def without_credentials(account: Account, monkeypatch: pytest.MonkeyPatch) -> Account:
    for name in AWS:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
    return account


@pytest.mark.parametrize("verb", ["preflight", "smoke", "destroy"])
def test_without_credentials_a_verb_says_what_to_do(
    without_credentials: Account, verb: str
) -> None:
    done = without_credentials.run(verb)

    assert done.exit_code == 1
    assert "There are no AWS credentials. Run `aws configure`" in done.output
    assert "Traceback" not in done.output


def test_without_credentials_nothing_is_built(without_credentials: Account) -> None:
    assert without_credentials.deploy("--yes").exit_code == 1
    assert without_credentials.calls == []


def test_credentials_that_aws_refuses_are_named(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")

    done = account.run("preflight")

    assert done.exit_code == 1
    assert "AWS cannot be asked in ap-northeast-2" in done.output


@pytest.mark.parametrize("name", ["Scalp", "s", "a-name-that-no-bucket-can-carry", "scalp_1", "1a"])
def test_a_name_that_no_bucket_could_carry_is_refused(account: Account, name: str) -> None:
    done = CliRunner().invoke(app, ["preflight", "--stack", name])

    assert done.exit_code == 1
    assert "a stack's name has 3 to 21 small letters" in done.output


def test_the_roles_of_the_workflow_reach_every_name_that_is_accepted() -> None:
    role = load(ROOT / "infra" / "github-oidc.yaml")["Parameters"]["Application"]
    assert role["AllowedPattern"] == f"^{STACK_PATTERN}$"
    longest = "a" * 21
    assert re.fullmatch(STACK_PATTERN, longest)
    assert len(f"{longest}-research-123456789012-ap-southeast-2") <= 63


def test_a_new_account_gets_the_default_and_not_more(
    account: Account, invalidated: list[dict[str, Any]]
) -> None:
    account.limit = 10

    assert account.run("preflight").exit_code == 0
    refused = account.deploy("--yes", "--parameter", "AssessConcurrency=6")

    assert refused.exit_code == 1
    assert "more than half of the 10 functions" in refused.output.replace("\n", " ")
    assert "--parameter AssessConcurrency=5" in refused.output.replace("\n", " ")
    assert account.calls == []


def test_without_the_sam_cli_a_deployment_does_not_begin(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")

    done = account.run("preflight")

    assert done.exit_code == 1
    assert "The SAM CLI is missing" in done.output


def test_the_site_is_built_only_after_the_account_was_found_in_order() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    ((prerequisites, recipe),) = re.findall(
        r"^deploy: (.*?)  ##.*\n((?:\t.*\n)+)", makefile, flags=re.MULTILINE
    )
    assert "$(SITE)" not in prerequisites
    assert re.search(r"preflight .+ && .+\$\(SITE\)\)\n.+ deploy ", recipe)
