"""The local stack: the whole system, or the models alone, on this machine."""

import json
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from scalp_deployment.assessment_client import AssessmentRequestError, assess_photo
from scalp_deployment.cli import cli_errors
from scalp_deployment.paths import ARTIFACTS, SAMPLE_PHOTO
from scalp_local.assess import print_assessments
from scalp_local.demo import print_assessment, print_rejection
from scalp_local.sam_environment import prepare
from scalp_local.system import HOST, aws_variables, free_port, local_system

_USAGE, _REJECTED = 2, 3
_POLL_SECONDS = 0.2

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False)


@contextmanager
def _errors() -> Iterator[None]:
    """Report expected errors in one line, and end without one on Ctrl-C."""
    try:
        with cli_errors(missing_file=_USAGE):
            yield
    except KeyboardInterrupt as interrupt:
        raise typer.Exit from interrupt


@app.command()
@_errors()
def run(
    port: Annotated[int, typer.Option(help="Port of site and API.")] = 8000,
    site: Annotated[Path | None, typer.Option(help="Folder of the built site.")] = None,
    demo_ads: Annotated[
        bool, typer.Option("--demo-ads", help="Let sample campaigns take slots among products.")
    ] = False,
    sam: Annotated[
        Path | None,
        typer.Option(help="File to write for sam local; moto then listens to the network."),
    ] = None,
) -> None:
    """Serve site and API on one port, until Ctrl-C."""
    console = Console()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    listen = "0.0.0.0" if sam else HOST  # noqa: S104 (containers come over a bridge; on request only)
    with local_system(
        port=port, site=site, listen=listen, demo_ads=demo_ads, report=console.print
    ) as started:
        if sam:
            prepare(started.stack, started.aws, sam)
            console.print(f"For sam local: --env-vars {sam}", highlight=False, soft_wrap=True)
        stopped = _stop_signals()
        console.print(f"[bold green]ScalpSpectra runs at {started.url}", highlight=False)
        console.print(f"API and its documentation: {started.url}/api/v1/docs", highlight=False)
        if demo_ads:
            console.print(
                "Sample campaigns of a made-up advertiser take the fifth product, labelled 광고, "
                "where the answer is care at home. One of them, at once:"
            )
            console.print(
                f"{started.url}/api/v1/products?symptom=dandruff&grade=1", highlight=False
            )
        console.print("For the operator's verbs, in another terminal:")
        console.print(_exports(started.aws), highlight=False, soft_wrap=True)
        console.print("Everything is kept in memory only. Stop with Ctrl-C.", highlight=False)
        while not stopped:
            time.sleep(_POLL_SECONDS)
        console.print("\nStopping …")
    console.print("Stopped.")


@app.command()
@_errors()
def demo(photo: Annotated[Path, typer.Argument()] = SAMPLE_PHOTO) -> None:
    """Take one photo through the whole system, and print its result."""
    if not photo.is_file():
        raise FileNotFoundError(f"{photo}: no such file")
    console = Console()
    # Without catalogues, as nobody asks for hospitals or products.
    with local_system(
        port=free_port(), site=None, catalogues=False, report=console.print
    ) as system:
        console.print(f"The system runs; {photo.name} goes through it.", highlight=False)
        assessment = assess_photo(system.url, photo)
    if assessment["status"] == "done":
        print_assessment(assessment, console)
    elif assessment["status"] == "rejected":
        print_rejection(assessment["rejection"], console)
        raise typer.Exit(_REJECTED)
    else:
        raise AssessmentRequestError("The photo could not be assessed.")


@app.command()
@_errors()
def assess(
    photo: Path,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
    artifacts: Annotated[Path, typer.Option(help="Folder with the models' manifest.")] = ARTIFACTS,
) -> None:
    """Run the models alone, on a file or all files of a folder."""
    print_assessments(photo, artifacts, as_json=as_json)


@app.command()
def openapi() -> None:
    """Print the API's OpenAPI description as JSON."""
    from scalp_api.app import create_app

    sys.stdout.write(json.dumps(create_app().openapi(), ensure_ascii=False, indent=1) + "\n")


@app.command()
def api_page() -> None:
    """Print the API's reference page as Markdown."""
    from scalp_api.app import create_app
    from scalp_local.api_page import render_page

    sys.stdout.write(render_page(create_app().openapi()))


@app.command()
def care_page() -> None:
    """Print the page with the sources of triage and care as Markdown."""
    from scalp_core.care.guide import CareGuide
    from scalp_core.deployed_files import load_deployed
    from scalp_deployment.paths import CARE_GUIDE, CARE_QUESTIONS
    from scalp_local.care_page import render_page
    from scalp_local.care_questions import CareQuestions

    questions = load_deployed(CARE_QUESTIONS, CareQuestions)
    sys.stdout.write(render_page(load_deployed(CARE_GUIDE, CareGuide), questions))


def _stop_signals() -> list[int]:
    """Return the list that collects the signals to stop from now on.

    ``signal.pause`` would sleep through one that comes just before it, and an exception would end
    whatever line it meets.
    """
    received: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: received.append(number))
    return received


def _exports(aws: str) -> str:
    """Return the shell command that lets an AWS client use the local stack."""
    variables = aws_variables(aws)
    names = [name for name in variables if name.startswith("AWS_")]
    return "export " + " ".join(f"{name}={variables[name]}" for name in names)


if __name__ == "__main__":
    app()
