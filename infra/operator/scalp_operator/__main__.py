"""What an operator does with AWS credentials, on a stack on AWS or on the local one."""

import typer

from scalp_operator import (
    assessment_verbs,
    deployment_verbs,
    hospital_verbs,
    product_verbs,
    research_verbs,
    statistics_verbs,
)

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False)
app.command("deploy")(deployment_verbs.deploy)
app.command("smoke")(deployment_verbs.smoke)
app.command("destroy")(deployment_verbs.destroy)
app.command("load-products")(product_verbs.load_products_verb)
app.command("product-report")(product_verbs.product_report_verb)
app.command("summarise-products")(product_verbs.summarise_products_verb)
app.command("load-hospitals")(hospital_verbs.load_hospitals_verb)
app.command("rebuild-stats")(statistics_verbs.rebuild_stats)
app.command("export-stats")(statistics_verbs.export_stats)
app.command("redrive-dlq")(assessment_verbs.redrive_dlq)
app.command("delete-assessment")(assessment_verbs.delete)
app.command("reassess")(research_verbs.reassess)
app.command("export-research")(research_verbs.export_research)


if __name__ == "__main__":
    app()
