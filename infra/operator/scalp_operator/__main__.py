"""What an operator does with AWS credentials, on AWS or on the local stack."""

import sys

import typer
from rich.console import Console

from scalp_core.errors import ScalpSpectraError
from scalp_operator.product_verbs import (
    load_products_verb,
    product_report_verb,
    summarise_products_verb,
)

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False)
app.command("load-products")(load_products_verb)
app.command("product-report")(product_report_verb)
app.command("summarise-products")(summarise_products_verb)


def main() -> None:
    """Run one verb; what this project raises on purpose is told in one line."""
    try:
        app()
    except ScalpSpectraError as error:
        Console(stderr=True).print(f"[bold red]{error}", highlight=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
