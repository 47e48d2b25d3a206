"""The verb that opens the operator's console."""

from typing import Annotated

import typer

from scalp_core import clock
from scalp_deployment.cli import cli_errors
from scalp_deployment.stack import find_stack
from scalp_operator.options import STACK, Stack


@cli_errors()
def console(
    stack: Stack = STACK,
    port: Annotated[int, typer.Option(help="Port of the pages; 0 for any free one.")] = 0,
    browser: Annotated[bool, typer.Option(help="Open the console in the browser.")] = True,
) -> None:
    """Open a local page of a stack: today's journeys, products, statistics; until Ctrl-C.

    It works with this shell's credentials, for one browser of this machine. Every change asks for
    the stack's name.
    """
    # The only verb that needs a web server, whose import takes half a second.
    from scalp_deployment.local_page.serve import serve
    from scalp_operator.console.app import create_app, create_guard
    from scalp_operator.console.labelling import Labelling, label_command
    from scalp_operator.console.site import Console

    resources = find_stack(stack)
    guard = create_guard()
    labelling = Labelling(label_command(stack), resources.dynamodb.meta.region_name)
    try:
        serve(
            create_app(Console(stack, resources, clock.now), guard, labelling),
            guard.path,
            port=port,
            browser=browser,
            announce=lambda url: typer.echo(
                f"Open this address once, in one browser: {url}\nCtrl-C ends it."
            ),
        )
    finally:
        labelling.stop()
