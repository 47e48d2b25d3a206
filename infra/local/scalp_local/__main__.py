"""``python -m scalp_local run | demo | assess | openapi | api-page``: see ``make help``."""

import argparse
import json
import signal
import sys
import time
from pathlib import Path

from rich.console import Console

from scalp_core.errors import BrokenArtifactError
from scalp_local.assess import assess
from scalp_local.demo import DemoError, assess_through, show
from scalp_local.system import ARTIFACTS, ROOT, StartError, aws_variables, free_port, running

SAMPLE = ROOT / "infra" / "local" / "sample" / "scalp.jpg"

_REJECTED, _FAILED, _USAGE = 3, 1, 2
_POLL_SECONDS = 0.2


def main() -> int:
    """Parse the command line and run one verb."""
    parser = argparse.ArgumentParser(prog="scalp_local", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    run = verbs.add_parser("run", help="site and API on one port, until Ctrl-C")
    run.add_argument("--port", type=int, default=8000)
    run.add_argument("--site", type=Path, help="folder of the built site")
    demo = verbs.add_parser("demo", help="one photo through the whole system")
    demo.add_argument("photo", type=Path, nargs="?", default=SAMPLE)
    alone = verbs.add_parser("assess", help="the models alone, on a file or folder")
    alone.add_argument("photo", type=Path)
    alone.add_argument("--json", action="store_true", help="one JSON object a line")
    verbs.add_parser("openapi", help="the API's description, as JSON")
    verbs.add_parser("api-page", help="the same for people, as Markdown")
    given = parser.parse_args()
    try:
        if given.verb == "run":
            return _run(given.port, given.site)
        if given.verb == "demo":
            return _demo(given.photo)
        if given.verb == "openapi":
            return _openapi()
        if given.verb == "api-page":
            return _api_page()
        assess(given.photo, ARTIFACTS, as_json=given.json)
    except (StartError, DemoError, BrokenArtifactError, FileNotFoundError) as error:
        Console(stderr=True).print(f"[bold red]{error}", highlight=False)
        return _USAGE if isinstance(error, FileNotFoundError) else _FAILED
    except KeyboardInterrupt:
        return 0
    return 0


def _run(port: int, site: Path | None) -> int:
    console = Console()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with running(port=port, site=site, report=console.print) as started:
        stopped = _stop_signals()
        console.print(f"[bold green]ScalpSpectra runs at {started.url}", highlight=False)
        console.print(f"API and its documentation: {started.url}/api/v1/docs", highlight=False)
        console.print("For the operator's verbs, in another terminal:")
        console.print(_exports(started.aws), highlight=False, soft_wrap=True)
        console.print("Everything is kept in memory only. Stop with Ctrl-C.", highlight=False)
        while not stopped:
            time.sleep(_POLL_SECONDS)
        console.print("\nStopping …")
    console.print("Stopped.")
    return 0


def _stop_signals() -> list[int]:
    """Collect the signals that ask for the end from now on.

    ``signal.pause`` would sleep through one that comes just before it, and an exception would end
    whatever line it meets.
    """
    received: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: received.append(number))
    return received


def _exports(aws: str) -> str:
    """What a shell needs to let an AWS client work on the local stack."""
    variables = aws_variables(aws)
    names = [name for name in variables if name.startswith("AWS_")]
    return "export " + " ".join(f"{name}={variables[name]}" for name in names)


def _demo(photo: Path) -> int:
    if not photo.is_file():
        raise FileNotFoundError(f"{photo}: no such file")
    console = Console()
    with running(port=free_port(), site=None, report=console.print) as system:
        console.print(f"The system runs; {photo.name} goes through it.", highlight=False)
        assessment = assess_through(system.url, photo)
    if assessment["status"] == "done":
        show(assessment, console)
        return 0
    if assessment["status"] == "rejected":
        rejection = assessment["rejection"]
        console.print(f"[bold red]Rejected ({rejection['code']})[/]", highlight=False)
        for sentence in rejection["message"].values():
            console.print(sentence, highlight=False)
        return _REJECTED
    raise DemoError("The photo could not be assessed.")


def _openapi() -> int:
    from scalp_api.app import create_app

    sys.stdout.write(json.dumps(create_app().openapi(), ensure_ascii=False, indent=1) + "\n")
    return 0


def _api_page() -> int:
    from scalp_api.app import create_app
    from scalp_local.api_page import page

    sys.stdout.write(page(create_app().openapi()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
