"""Cosmic Ray's mutants of a module, without those that say nothing about its tests."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from itertools import count

from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

# Of the replacements of one sign by every other one, those that a slip of the hand makes. Left out
# with the others: annotations (``X | None``) and decorators, which fail at import and would only
# raise the score.
_COMPARISONS = {
    "Lt": ("LtE", "GtE"),
    "LtE": ("Lt", "Gt"),
    "Gt": ("GtE", "LtE"),
    "GtE": ("Gt", "Lt"),
    "Eq": ("NotEq",),
    "NotEq": ("Eq",),
    "Is": ("IsNot",),
    "IsNot": ("Is",),
}
_ARITHMETIC = {
    "Add": ("Sub",),
    "Sub": ("Add",),
    "Mul": ("Div",),
    "Div": ("Mul",),
    "FloorDiv": ("Mul",),
    "Mod": ("FloorDiv",),
    "Pow": ("Mul",),
    "BitAnd": ("BitOr",),
}
_OTHERS = (
    "AddNot",
    "NumberReplacer",
    "ReplaceAndWithOr",
    "ReplaceBreakWithContinue",
    "ReplaceContinueWithBreak",
    "ReplaceFalseWithTrue",
    "ReplaceOrWithAnd",
    "ReplaceTrueWithFalse",
    "ReplaceUnaryOperator_Delete_Not",
    "ReplaceUnaryOperator_Delete_USub",
    "ReplaceUnaryOperator_USub_UAdd",
    "ZeroIterationForLoop",
)
OPERATORS = (
    *(f"ReplaceComparisonOperator_{one}_{to}" for one, all in _COMPARISONS.items() for to in all),
    *(f"ReplaceBinaryOperator_{one}_{to}" for one, all in _ARITHMETIC.items() for to in all),
    *_OTHERS,
)

# No rules: decorators (``frozen=True``), imports for the type checker, the mark of arguments that
# need their names (taken for a multiplication).
_NO_RULE = re.compile(r"^\+(\s*@|if not TYPE_CHECKING|\s*/,|.*[(,] /,)", re.MULTILINE)


@dataclass(frozen=True)
class Mutant:
    """A wrong change of a module.

    Attributes:
        module: its name within scalp_core.
        source: the module with the change.
        change: the changed lines, as a diff shows them.
    """

    module: str
    operator: str
    source: str
    change: str

    def __str__(self) -> str:
        return f"{self.module} {self.change}"


def mutants_of(module: str, source: str) -> Iterator[Mutant]:
    """Every change of ``source`` by :data:`OPERATORS`, each once."""
    seen = {source}
    for name in OPERATORS:
        operator = get_operator(f"core/{name}")()
        for occurrence in count():
            changed = mutate_code(source, operator, occurrence)
            if changed is None:
                break
            change = _change(source, changed)
            if changed not in seen and not _NO_RULE.search(change):
                seen.add(changed)
                yield Mutant(module, name, changed, change)


def unknown_operators() -> set[str]:
    """Names above that this version of Cosmic Ray does not have."""
    return {f"core/{name}" for name in OPERATORS} - set(operator_names())


def _change(source: str, changed: str) -> str:
    lines = list(unified_diff(source.splitlines(), changed.splitlines(), n=0, lineterm=""))[2:]
    return "\n".join(re.sub(r"^ -(\d+).*", r"line \1", line) for line in lines)
