"""One place decides the region, and every verb works with neither variable set."""

import boto3
import pytest
import typer
from typer.testing import CliRunner, Result

from scalp_deployment.region import Region, decide_region
from scalp_deployment.template import REGION
from scalp_operator.__main__ import app

VERBS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
ARGUMENTS = {
    "delete-assessment": ["0" * 32],
    "create-campaign": [
        *("--product", "P038", "--advertiser", "A", "--ends", "2027-01-31", "--symptom", "dandruff")
    ],
    "end-campaign": ["C001"],
}


@pytest.fixture
def nowhere(moto_endpoint: str, monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    """An account without a stack, and an environment that names no region."""
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        "AWS_ENDPOINT_URL": moto_endpoint,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_CONFIG_FILE": f"{tmp_path}/config",
        "AWS_SHARED_CREDENTIALS_FILE": f"{tmp_path}/credentials",
        "PATH": f"{tmp_path}",
    }.items():
        monkeypatch.setenv(name, value)
    # The program sets one for the verb that it runs.
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments])


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_without_a_region_in_the_environment_looks_where_samconfig_says(
    nowhere: None, verb: str
) -> None:
    done = run(verb, "--stack", "absent", *ARGUMENTS.get(verb, []))

    assert done.exit_code == 1
    assert f"Region {REGION} (by samconfig.toml)." in done.output
    assert "must specify a region" not in done.output
    assert not done.exception or isinstance(done.exception, SystemExit), done.exception


def test_the_runbooks_variable_decides(nowhere: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-2")

    done = run("redrive-dlq", "--stack", "absent")

    assert "Region eu-west-1 (by AWS_REGION)." in done.output
    assert "stack absent in eu-west-1" in done.output.replace("\n", " ")


def test_what_the_operator_names_comes_first_and_a_profile_before_samconfig(
    nowhere: None, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    profile = f"{tmp_path}/config"
    with open(profile, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write("[profile work]\nregion = eu-north-1\n")
    monkeypatch.setenv("AWS_PROFILE", "work")

    assert decide_region(None) == Region("eu-north-1", "profile work")
    assert decide_region(None, {"AWS_DEFAULT_REGION": "eu-west-2"}).name == "eu-west-2"
    assert decide_region("eu-west-3", {"AWS_REGION": "eu-west-1"}).name == "eu-west-3"


def test_a_profile_that_does_not_exist_is_one_line(
    nowhere: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "gone")

    done = run("rebuild-stats", "--stack", "absent")

    assert done.exit_code == 1
    assert "gone" in done.output
    assert isinstance(done.exception, SystemExit)
