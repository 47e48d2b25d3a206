"""Prints the assessment that the local system made of one photo."""

import json
from typing import Any

from rich.console import Console
from rich.table import Table

from scalp_core.vocabulary import Grade, ScalpType, Symptom
from scalp_local.labels import GRADES, SYMPTOMS, TYPES

_DISCLAIMERS = {
    "rendered": "The models are trained on rendered pictures, not on people. "
    "This is a demonstration, not a diagnosis.",
    "aihub": "A self-check, not a diagnosis.",
    "adapted": "The models' last layers are fitted to photos that people graded. "
    "A self-check, not a diagnosis.",
}


def print_assessment(assessment: dict[str, Any], console: Console) -> None:
    """Print a finished assessment as lines for people and as JSON for programs."""
    result = assessment["result"]
    table = Table("symptom", "grade", "confidence", "", title=None)
    for name, finding in result["symptoms"].items():
        grade = finding["grade"]
        table.add_row(
            SYMPTOMS[Symptom(name)],
            f"{grade} {GRADES[Grade(grade)]}",
            f"{finding['confidence']:.0%}",
            "uncertain" if finding["uncertain"] else "",
        )
    console.print(table)
    kind = result["type"]
    contributing = ", ".join(kind["contributing"]) or "nothing"
    console.print(f"Scalp type: {TYPES[ScalpType(kind['scalpType'])]} (from {contributing})")
    for candidate in kind["mostProbable"]:
        console.print(
            f"  {candidate['probability']:.0%} {TYPES[ScalpType(candidate['scalpType'])]}"
        )
    for warning in result["warnings"]:
        console.print(f"Warning: {warning}")
    timings = result["timings"]
    model = result["model"]
    console.print(f"Decoded in {timings['decode']} ms, judged in {timings['inference']} ms.")
    console.print(f"Model {model['version']}. {_DISCLAIMERS[model['trainedOn']]}")
    console.print_json(json.dumps(assessment, ensure_ascii=False), indent=None, highlight=False)


def print_rejection(rejection: dict[str, Any], console: Console) -> None:
    """Print why a photo was rejected, in every language."""
    console.print(f"[bold red]Rejected ({rejection['code']})[/]", highlight=False)
    for sentence in rejection["message"].values():
        console.print(sentence, highlight=False)
