"""Destroying and smoke-testing stacks, with a fake SAM CLI."""

from typing import Any

import boto3
import pytest
import respx
from account import Account
from typer.testing import CliRunner

from scalp_deployment.template import REGION, WEB_REGION
from scalp_local.system import System
from scalp_operator import smoke_test
from scalp_operator.__main__ import app
from scalp_operator.release import outputs


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
        (f"{name}-packages", REGION),
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
    monkeypatch.setattr(smoke_test, "assess_photo", lambda *_, **__: {"id": "1", "status": "done"})
    monkeypatch.setattr(smoke_test, "check_edge", lambda _: [])
    site = respx.mock
    site.delete("https://site.example/api/v1/assessments/1").respond(204)
    site.get("https://site.example/api/v1/assessments/1").respond(404)
    site.get(url__startswith="https://site.example/api/v1/").respond(200)
    direct = site.get("https://api.example/api/v1/health").respond(200)
    site.route(host="localhost").pass_through()

    assert "can be bypassed" in deployed.run("smoke").output
    direct.respond(403)
    assert deployed.run("smoke").exit_code == 0
