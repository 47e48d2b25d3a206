"""The operator's verbs: they work with AWS credentials on a stack on AWS, or on the local one."""

from typing import Annotated

import typer

from scalp_deployment.cli import cli_errors
from scalp_deployment.region import use_region
from scalp_operator.commands import (
    assessments,
    campaigns,
    console,
    deployment,
    hospitals,
    products,
    research,
    statistics,
)

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False)


@app.callback()
@cli_errors()
def choose_region(
    region: Annotated[
        str | None,
        typer.Option(
            help="Region of the application. Without it: AWS_REGION, AWS_DEFAULT_REGION, the "
            "profile's, or samconfig.toml's."
        ),
    ] = None,
) -> None:
    """Decide the region once, for every verb, and say which it is."""
    typer.echo(use_region(region), err=True)


app.command("preflight")(deployment.preflight)
app.command("deploy")(deployment.deploy)
app.command("smoke")(deployment.smoke)
app.command("destroy")(deployment.destroy)
app.command("load-products")(products.load)
app.command("product-report")(products.report)
app.command("summarise-products")(products.summarise)
app.command("campaigns")(campaigns.list_campaigns)
app.command("create-campaign")(campaigns.create)
app.command("end-campaign")(campaigns.end)
app.command("campaign-report")(campaigns.report)
app.command("load-hospitals")(hospitals.load)
app.command("rebuild-stats")(statistics.rebuild)
app.command("publish-stats")(statistics.publish)
app.command("export-stats")(statistics.export)
app.command("console")(console.console)
app.command("journeys")(assessments.journeys)
app.command("redrive-dlq")(assessments.redrive_dlq)
app.command("delete-assessment")(assessments.delete)
app.command("reassess")(research.reassess)
app.command("export-research")(research.export)


if __name__ == "__main__":
    app()
