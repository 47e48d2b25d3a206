"""An account of its own for each test, and a stack deployed in it."""

import contextlib
import os
from pathlib import Path
from typing import Any

import boto3
import pytest
from account import Account
from botocore.exceptions import ClientError

from scalp_deployment.paths import ROOT
from scalp_deployment.template import REGION, WEB_REGION
from scalp_operator import release, sam_cli
from scalp_operator.site_files import empty


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
    # The program sets one for the verb that it runs.
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "template.yaml").write_text(
        (ROOT / "template.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    monkeypatch.setattr(release, "_BUILT", tmp_path / ".aws-sam" / "build" / "template.yaml")
    monkeypatch.setattr(sam_cli, "FOLDER", tmp_path)
    stack = f"s{abs(hash(request.node.name)) % 10**9}"
    for name, region in (
        ("stack-site", WEB_REGION),
        ("stack-uploads", REGION),
        ("stack-research", REGION),
        ("stack-code", REGION),
    ):
        s3 = boto3.client("s3", region_name=region)
        place: Any = {"LocationConstraint": region}
        more = {} if region == "us-east-1" else {"CreateBucketConfiguration": place}
        with contextlib.suppress(ClientError):  # of the test before
            s3.create_bucket(Bucket=name, **more)
        empty(s3, name)
    made = Account(tmp_path, stack)
    _add_quota(made, monkeypatch)
    return made


def _add_quota(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer the one call of Lambda that moto does not know."""
    make = boto3.client

    class Lambda:
        def __init__(self, real: Any) -> None:
            self.meta = real.meta

        def get_account_settings(self) -> dict[str, Any]:
            return {"AccountLimit": {"ConcurrentExecutions": account.limit}}

    def client(service: str, **arguments: Any) -> Any:
        real: Any = make(service, **arguments)  # type: ignore[call-overload]
        return Lambda(real) if service == "lambda" else real

    monkeypatch.setattr(boto3, "client", client)


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
