"""The vocabulary: symptoms, grades, scalp types, cohorts. Everything else derives from it.

Symptoms and grades are those of AI Hub data set 216 "유형별 두피 이미지" (label fields
value_1..value_6, 0 양호 .. 3 중증), in the data set's order.
"""

from enum import IntEnum, StrEnum

MAX_PHOTO_BYTES = 10 * 1024 * 1024

# Cameras sold as 50 megapixels have up to 8192 × 6144 = 50.3: any number that rounds to 50.
MAX_MEGAPIXELS = 50
MAX_PIXELS = MAX_MEGAPIXELS * 1_000_000 + 499_999


class Symptom(StrEnum):
    """The six symptoms, in the order of the data set's fields value_1 … value_6."""

    FINE_SCALING = "fine_scaling"
    EXCESS_SEBUM = "excess_sebum"
    INTERFOLLICULAR_ERYTHEMA = "interfollicular_erythema"
    FOLLICULAR_ERYTHEMA_PUSTULES = "follicular_erythema_pustules"
    DANDRUFF = "dandruff"
    HAIR_LOSS = "hair_loss"


class Grade(IntEnum):
    """Severity of one symptom."""

    NONE = 0
    MILD = 1
    MODERATE = 2
    SEVERE = 3


class ScalpType(StrEnum):
    """The data set's eight types, and ``combined`` for every pattern its table leaves open."""

    NORMAL = "normal"
    DRY = "dry"
    OILY = "oily"
    SENSITIVE = "sensitive"
    SEBORRHEIC = "seborrheic"
    INFLAMMATORY = "inflammatory"
    DANDRUFF = "dandruff"
    HAIR_LOSS = "hair_loss"
    COMBINED = "combined"


class DandruffKind(StrEnum):
    """Whether dandruff comes with dryness or with sebum."""

    DRY = "dry"
    OILY = "oily"


class Sex(StrEnum):
    """Sex as the person states it; ``undisclosed`` counts only toward everyone."""

    MALE = "male"
    FEMALE = "female"
    UNDISCLOSED = "undisclosed"


class AgeGroup(StrEnum):
    """Age by decade; the service is for people of 14 and older."""

    TEENS = "10s"
    TWENTIES = "20s"
    THIRTIES = "30s"
    FORTIES = "40s"
    FIFTIES = "50s"
    SIXTIES = "60s"
    SEVENTIES_PLUS = "70s_plus"


class Site(StrEnum):
    """Head region in the photo: the data set's TH, LH, RH and BH."""

    TOP = "top"
    LEFT = "left"
    RIGHT = "right"
    BACK = "back"


class ContentType(StrEnum):
    """Photos that may be uploaded."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"
    HEIF = "image/heif"


class Status(StrEnum):
    """Life of an assessment: ``pending`` becomes one of the other three."""

    PENDING = "pending"
    DONE = "done"
    REJECTED = "rejected"
    FAILED = "failed"


class PhotoWarning(StrEnum):
    """Reasons why a result is less certain although the photo could be assessed.

    ``unfamiliar`` also keeps the result out of all statistics
    (:func:`scalp_core.statistics.publication.contribution`).
    """

    LOW_RESOLUTION = "low_resolution"
    BLURRED = "blurred"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    UNFAMILIAR = "unfamiliar"


class TrainedOn(StrEnum):
    """What a model was trained on; part of every result."""

    RENDERED = "rendered"
    AIHUB = "aihub"
    ADAPTED = "adapted"
    """On either of them, with last layers fitted to an operator's labelled photos."""
