"""The errors of published shares that docs/privacy.md states are those of the noise."""

from benchmarks.statistics_error import table
from scalp_deployment.paths import ROOT


def test_the_errors_in_the_documentation_are_those_of_a_simulation() -> None:
    page = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")

    assert "\n".join(table()) in page.replace("\n  ", "\n")
