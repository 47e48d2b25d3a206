"""Label and META files of AI Hub data set 216.

Each is one JSON object in UTF-8, with or without byte-order mark, or in cp949.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from scalp_core.vocabulary import Grade, Sex, Site, Symptom
from scalp_train.aihub.findings import Kind, MalformedError
from scalp_train.aihub.names import SITES, key_of
from scalp_train.aihub.records import Grades, Questionnaire

MAX_JSON_BYTES = 1 << 20
VALUES = tuple(f"value_{number}" for number in range(1, len(Symptom) + 1))
SEXES = {"남": Sex.MALE, "여": Sex.FEMALE}

_YEARLY = frozenset({"하지않음", "1~3회/연", "4~6회/연", "7회이상/연"})
QUESTIONS = {
    "shampoo_frequency": ("answers1", frozenset({"1일1회", "1일2회", "2일1회"})),
    "perm_frequency": ("answers2", _YEARLY),
    "dye_frequency": ("answers3", _YEARLY),
    "hair_state": (
        "answers4",
        frozenset({"염색모발", "기타", "가발사용(붙임머리포함)", "모발이식/시술"}),
    ),
    "products": (
        "answers5",
        frozenset(
            {
                "샴푸",
                "트리트먼트",
                "헤어에센스",
                "린스",
                "헤어스타일링제",
                "두피스케일링제",
                "두피세럼",
            }
        ),
    ),
    "wants_custom_care": ("answers6", frozenset({"예", "아니오"})),
    "shampoo_choice": (
        "answers7",
        frozenset({"세정력", "두피자극", "머리결", "향", "헹굼후느낌", "가격"}),
    ),
}
"""Field of the record, key of the META file, and the answers that public descriptions list."""
SEVERAL = frozenset({"hair_state", "products"})
"""Questions with several answers, joined by commas in any order."""

_AGE = re.compile(r"(\d{1,2}|100)대")
_TILDES = str.maketrans(dict.fromkeys("～〜∼˜", "~"))


@dataclass(frozen=True, slots=True)
class Label:
    """A label file: which image, and its six grades."""

    key: str
    grades: Grades


@dataclass(frozen=True, slots=True)
class Meta:
    """A META file.

    Attributes:
        missing: keys it lacks.
        unknown: answers that are not on the public lists, as "key: answer".
    """

    questionnaire: Questionnaire
    site: Site | None
    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def parse(content: bytes) -> dict[str, Any]:
    """Return the JSON object in a file.

    Raises:
        MalformedError: it holds none.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp949")
        except UnicodeDecodeError as error:
            raise MalformedError(Kind.BAD_JSON, "neither UTF-8 nor cp949") from error
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MalformedError(Kind.BAD_JSON, str(error)) from error
    if not isinstance(value, dict):
        raise MalformedError(Kind.BAD_JSON, "not an object")
    return value


def label(content: bytes, file_stem: str) -> Label:
    """Read a label file; its own name must be that of the image, with or without the place.

    Raises:
        MalformedError: it is not one.
    """
    fields = parse(content)
    missing = [key for key in ("image_file_name", *VALUES) if key not in fields]
    if missing:
        raise MalformedError(Kind.MISSING_KEY, ", ".join(missing))
    name = fields["image_file_name"]
    key = key_of(name) if isinstance(name, str) else ""
    image_id = key.rpartition("_")[0]
    stated = str(fields.get("image_id", image_id)).upper()
    if stated != image_id or file_stem.upper() not in (key, image_id):
        detail = f"image_file_name {name!r}, image_id {fields.get('image_id')!r}"
        raise MalformedError(Kind.LABEL_OF_ANOTHER_IMAGE, detail)
    one, two, three, four, five, six = (_grade(key, fields[key]) for key in VALUES)
    return Label(key, (one, two, three, four, five, six))


def _grade(key: str, value: object) -> Grade:
    """Return a grade: the data set has the strings "0" to "3"."""
    text = value.strip() if isinstance(value, str) else repr(value)
    if text not in ("0", "1", "2", "3"):
        raise MalformedError(Kind.VALUE_OUT_OF_RANGE, f"{key} is {value!r}")
    return Grade(int(text))


def meta(content: bytes) -> Meta:
    """Read a META file.

    Raises:
        MalformedError: it is not one, or sex, age or place are none.
    """
    fields = parse(content)
    keys = ("gender", "age", "location", *(key for key, _ in QUESTIONS.values()))
    missing = tuple(key for key in keys if key not in fields)
    if len(missing) == len(keys):
        raise MalformedError(Kind.MISSING_KEY, ", ".join(missing))
    answers: dict[str, str | tuple[str, ...] | None] = {}
    unknown: list[str] = []
    for field, (key, known) in QUESTIONS.items():
        given = _answers(fields.get(key), several=field in SEVERAL)
        unknown += [f"{key}: {answer}" for answer in given if answer not in known]
        answers[field] = given if field in SEVERAL else next(iter(given), None)
    location = _plain(fields.get("location")).upper()
    if location and location not in SITES:
        raise MalformedError(Kind.VALUE_OUT_OF_RANGE, f"location is {location!r}")
    gender = _plain(fields.get("gender"))
    if gender and gender not in SEXES:
        raise MalformedError(Kind.VALUE_OUT_OF_RANGE, f"gender is {gender!r}")
    questionnaire = Questionnaire.model_validate(
        {"sex": SEXES.get(gender), "age": _decade(_plain(fields.get("age"))), **answers}
    )
    return Meta(questionnaire, SITES.get(location), missing, tuple(unknown))


def _plain(value: object) -> str:
    """Return a value without its blanks, and in one form of those signs that have several."""
    if value is None:
        return ""
    whole = str(value).encode(errors="replace").decode()  # JSON can escape half a character
    text = unicodedata.normalize("NFKC", whole).translate(_TILDES)
    return "".join(text.split())


def _answers(value: object, *, several: bool) -> tuple[str, ...]:
    if several:
        parts = value if isinstance(value, list) else _plain(value).split(",")
        return tuple(sorted({_plain(part) for part in parts} - {""}))
    plain = _plain(value)
    return (plain,) if plain else ()


def _decade(age: str) -> int | None:
    if not age:
        return None
    match = _AGE.fullmatch(age)
    if match is None or int(match[1]) % 10:
        raise MalformedError(Kind.VALUE_OUT_OF_RANGE, f"age is {age!r}")
    return int(match[1])
