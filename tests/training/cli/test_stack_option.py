"""The trainer's verbs that read a stack's consented photos."""

from pathlib import Path

import boto3
import pytest
from typer.testing import CliRunner

from scalp_train.cli import app
from scalp_train.labels.table import Label, write_labels
from support.labels import grades


@pytest.mark.parametrize("verb", ["label", "adapt"])
def test_a_stack_is_sought_in_the_region_that_the_operators_verbs_have(
    verb: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without a variable or a profile that names one."""
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_MAX_ATTEMPTS": "1",
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    labels = tmp_path / "labels.csv"
    write_labels([Label("0123456789abcdef", grades("012300"), None)], labels)
    arguments = {
        "label": ["--labels", tmp_path, "--rater", "one"],
        "adapt": [labels, "--artifacts", tmp_path / "adapted"],
    }[verb]

    done = CliRunner().invoke(app, [verb, "--stack", "absent", *map(str, arguments)])

    assert done.exit_code == 1
    assert "stack absent in ap-northeast-2" in done.output.replace("\n", " ")
