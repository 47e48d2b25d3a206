"""Faults of a data set: collected by name, or fatal at once."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum

from scalp_core.analysis import Record


class Kind(StrEnum):
    """What is wrong with a file."""

    BROKEN_ZIP = "broken_zip"
    UNSAFE_NAME = "unsafe_name"
    LISTED_TWICE = "listed_twice"
    UNREADABLE_NAME = "unreadable_name"
    UNREADABLE_FILE = "unreadable_file"
    UNKNOWN_FILE = "unknown_file"
    UNKNOWN_IMAGE_NAME = "unknown_image_name"
    NO_OFFICIAL_PART = "no_official_part"
    BAD_JSON = "bad_json"
    MISSING_KEY = "missing_key"
    VALUE_OUT_OF_RANGE = "value_out_of_range"
    LABEL_OF_ANOTHER_IMAGE = "label_of_another_image"
    IMAGE_WITHOUT_LABEL = "image_without_label"
    LABEL_WITHOUT_IMAGE = "label_without_image"
    LABELS_DISAGREE = "labels_disagree"
    FOLDER_DISAGREES = "folder_disagrees"
    HEALTHY_FOLDER_WITH_SYMPTOMS = "healthy_folder_with_symptoms"
    BROKEN_IMAGE = "broken_image"
    ONE_NAME_TWO_PICTURES = "one_name_two_pictures"
    EQUAL_PICTURES_DISAGREE = "equal_pictures_disagree"
    NO_QUESTIONNAIRE = "no_questionnaire"
    QUESTIONNAIRE_OF_ANOTHER_IMAGE = "questionnaire_of_another_image"


TOLERATED = frozenset({Kind.UNKNOWN_FILE, Kind.NO_OFFICIAL_PART})
"""No missing, truncated or malformed file: reported, but ``--strict`` continues."""


class Finding(Record):
    """One fault.

    Attributes:
        place: the file, and the member of a zip, relative to the data set's folder.
        skipped: the file is not used; else it is used all the same.
    """

    kind: Kind
    place: str
    detail: str
    skipped: bool


class StrictError(Exception):
    """The first fault of a reading that tolerates none."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(f"{finding.kind}: {finding.place}: {finding.detail}")
        self.finding = finding


class MalformedError(Exception):
    """A file whose content is not what the data set's files hold."""

    def __init__(self, kind: Kind, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail


class Findings:
    """Collects faults; with ``strict`` raises the first that is not merely tolerated."""

    def __init__(self, *, strict: bool = False) -> None:
        self._strict = strict
        self.all: list[Finding] = []
        self.unknown_answers: Counter[str] = Counter()
        """Answers that the public descriptions do not list, by "question: answer"."""

    def report(self, kind: Kind, place: object, detail: str, *, skipped: bool = True) -> None:
        """Name a fault of the file at ``place``."""
        finding = Finding(
            kind=kind, place=printable(str(place)), detail=printable(detail), skipped=skipped
        )
        self.all.append(finding)
        if self._strict and kind not in TOLERATED:
            raise StrictError(finding)


def printable(text: str) -> str:
    """Return text that any terminal and JSON file can take: a name must not steer the terminal."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
