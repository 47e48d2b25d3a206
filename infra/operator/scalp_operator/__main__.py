"""The operator's verbs: they work with AWS credentials on a stack on AWS, or on the local one."""

import typer

from scalp_operator.commands import (
    assessments,
    deployment,
    hospitals,
    products,
    research,
    statistics,
)

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False)
app.command("deploy")(deployment.deploy)
app.command("smoke")(deployment.smoke)
app.command("destroy")(deployment.destroy)
app.command("load-products")(products.load)
app.command("product-report")(products.report)
app.command("summarise-products")(products.summarise)
app.command("load-hospitals")(hospitals.load)
app.command("rebuild-stats")(statistics.rebuild)
app.command("publish-stats")(statistics.publish)
app.command("export-stats")(statistics.export)
app.command("redrive-dlq")(assessments.redrive_dlq)
app.command("delete-assessment")(assessments.delete)
app.command("reassess")(research.reassess)
app.command("export-research")(research.export)


if __name__ == "__main__":
    app()
