"""How a command line reports errors."""

import pytest
import typer

from scalp_core.errors import CatalogueFileError
from scalp_deployment.cli import cli_errors


def test_an_expected_error_is_one_line_on_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(typer.Exit) as exit_, cli_errors():
        raise CatalogueFileError(["products.csv: no rows"])

    assert exit_.value.exit_code == 1
    assert capsys.readouterr() == ("", "products.csv: no rows\n")


def test_brackets_of_a_message_are_printed_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit), cli_errors():
        raise FileNotFoundError("photos[/red].jpg: no such file")

    assert capsys.readouterr().err == "photos[/red].jpg: no such file\n"


def test_a_program_chooses_the_exit_code_of_a_missing_file() -> None:
    with pytest.raises(typer.Exit) as exit_, cli_errors(missing_file=2):
        raise FileNotFoundError("photo.jpg: no such file")

    assert exit_.value.exit_code == 2


def test_other_errors_pass_through() -> None:
    with pytest.raises(ZeroDivisionError), cli_errors():
        raise ZeroDivisionError
