"""What `make mutation` tries is what there is."""

from pathlib import Path

import pytest

from mutation.rules import RULES
from support.photos import ROOT

UNIT = Path(__file__).parent


@pytest.mark.parametrize("module", RULES)
def test_a_module_and_the_tests_of_its_rules_exist(module: str) -> None:
    path = ROOT / "layers" / "core" / "scalp_core" / f"{module.replace('.', '/')}.py"

    assert path.is_file()
    assert RULES[module]
    for name in RULES[module]:
        assert list(UNIT.rglob(f"test_{name}.py")), name
