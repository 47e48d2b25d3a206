"""Korean and English labels for terminal output."""

from scalp_core.names import GRADE_NAMES, SYMPTOM_NAMES
from scalp_core.vocabulary import ScalpType

SYMPTOMS = {
    symptom: f"{name.ko} {symptom.replace('_', ' ')}" for symptom, name in SYMPTOM_NAMES.items()
}
GRADES = {grade: f"{name.ko} {name.en.lower()}" for grade, name in GRADE_NAMES.items()}
TYPES = {
    ScalpType.NORMAL: "양호 normal",
    ScalpType.DRY: "건성 dry",
    ScalpType.OILY: "지성 oily",
    ScalpType.SENSITIVE: "민감성 sensitive",
    ScalpType.SEBORRHEIC: "지루성 seborrheic",
    ScalpType.INFLAMMATORY: "염증성 inflammatory",
    ScalpType.DANDRUFF: "비듬성 dandruff",
    ScalpType.HAIR_LOSS: "탈모성 hair loss",
    ScalpType.COMBINED: "복합성 combined",
}
