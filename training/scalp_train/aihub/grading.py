"""Second pass: the six grades of an image from all its labels and folders, or why there are none.

A folder speaks of its own symptom only: grade 0 of a symptom is far more than its folder "0.양호",
for the six folders of that name hold the same few images without any symptom (answers' statistics
in bo-lim/OhMyHead), while every image in another symptom's folder has a grade for all six.
"""

from __future__ import annotations

from scalp_core.vocabulary import Grade, Symptom
from scalp_train.aihub.findings import Findings, Kind
from scalp_train.aihub.records import Grades
from scalp_train.aihub.scan import Bundle
from scalp_train.aihub.store import Place


def grades_of(bundle: Bundle, findings: Findings) -> Grades | None:
    """Return the grades that all files of an image agree on; whatever disagrees is named."""
    if not bundle.copies or not bundle.labels:
        for label in bundle.labels:
            detail = f"no image {bundle.shot.stem}"
            findings.report(Kind.LABEL_WITHOUT_IMAGE, label.place, detail)
        for copy in bundle.copies:
            findings.report(Kind.IMAGE_WITHOUT_LABEL, copy.place, "no label file has its grades")
        return None
    grades = bundle.labels[0].grades
    if any(label.grades != grades for label in bundle.labels):
        detail = "; ".join(f"{_digits(label.grades)} in {label.place}" for label in bundle.labels)
        findings.report(Kind.LABELS_DISAGREE, bundle.copies[0].place, detail)
        return None
    if not _agrees_with_folders(bundle, grades, findings):
        return None
    _name_missing(bundle, findings)
    return grades


def _agrees_with_folders(bundle: Bundle, grades: Grades, findings: Findings) -> bool:
    labelled = dict(zip(Symptom, grades, strict=True))
    agrees = True
    healthy_but: Place | None = None
    for file in bundle.files:
        if file.folder is None:
            continue
        symptom, grade = file.folder
        if labelled[symptom] != grade:
            detail = f"{symptom} is {labelled[symptom]} by its label, {grade} by its folder"
            findings.report(Kind.FOLDER_DISAGREES, file.place, detail)
            agrees = False
        elif grade is Grade.NONE and any(grades):
            healthy_but = healthy_but or file.place
    if agrees and healthy_but is not None:
        detail = f"stands among those without symptoms, but has grades {_digits(grades)}"
        findings.report(Kind.HEALTHY_FOLDER_WITH_SYMPTOMS, healthy_but, detail, skipped=False)
    return agrees


def _name_missing(bundle: Bundle, findings: Findings) -> None:
    """Report copies without a label of their own, and the reverse; another folder's stands in."""
    if any(file.folder is None for file in bundle.files):
        return
    labelled = {(label.part, label.folder) for label in bundle.labels}
    pictured = {(copy.part, copy.folder) for copy in bundle.copies}
    for copy in bundle.copies:
        if (copy.part, copy.folder) not in labelled:
            detail = f"used with the label {bundle.labels[0].place}"
            findings.report(Kind.IMAGE_WITHOUT_LABEL, copy.place, detail, skipped=False)
    for label in bundle.labels:
        if (label.part, label.folder) not in pictured:
            detail = (
                f"no image {bundle.shot.stem} in this folder; used for {bundle.copies[0].place}"
            )
            findings.report(Kind.LABEL_WITHOUT_IMAGE, label.place, detail, skipped=False)


def _digits(grades: Grades) -> str:
    return "".join(str(int(grade)) for grade in grades)
