"""What the assess function answers in `sam local` without a stack, and that AWS never asks."""

import socket

import pytest

from scalp_assess.sam_local import StackMissingError, require_stack
from scalp_deployment.paths import ROOT, TEMPLATE
from scalp_deployment.template import load

# As `sam local` resolves the template's references without a stack.
UNRESOLVED = {"AWS_SAM_LOCAL": "true", "UPLOADS_BUCKET": "UploadsBucket"}


def test_a_first_try_without_a_stack_says_how_to_get_one() -> None:
    assert UNRESOLVED["UPLOADS_BUCKET"] in load(TEMPLATE)["Resources"]

    with pytest.raises(StackMissingError, match=r"given no stack.+make run SAM=1.+--env-vars"):
        require_stack(UNRESOLVED)


def test_a_stack_that_does_not_answer_is_named() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{unused.getsockname()[1]}"
        given = {"UPLOADS_BUCKET": "scalp-uploads", "AWS_ENDPOINT_URL": endpoint}

        with pytest.raises(StackMissingError, match=rf"No stack answers at {endpoint} .+make run"):
            require_stack(UNRESOLVED | given)


def test_a_stack_that_answers_or_aws_itself_will_do() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        endpoint = f"http://127.0.0.1:{listening.getsockname()[1]}"
        given = {"UPLOADS_BUCKET": "scalp-uploads", "AWS_ENDPOINT_URL": endpoint}
        require_stack(UNRESOLVED | given)
    require_stack({"AWS_SAM_LOCAL": "true", "UPLOADS_BUCKET": "scalp-uploads"})


def test_on_aws_nothing_is_asked() -> None:
    require_stack({"UPLOADS_BUCKET": "UploadsBucket", "AWS_ENDPOINT_URL": "http://127.0.0.1:9"})


def test_the_answer_and_the_readme_give_the_same_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    with pytest.raises(StackMissingError) as raised:
        require_stack(UNRESOLVED)

    option = "--env-vars .work/sam-environment.json --add-host host.docker.internal:host-gateway"
    assert option in str(raised.value)
    assert f"sam local invoke AssessFunction -e tests/events/s3_put.json {option}" in readme
    assert "--sam .work/sam-environment.json" in makefile
