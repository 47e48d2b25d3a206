"""Errors that the project raises. Handlers translate them by class, never by text.

Two kinds matter to the assess function: a :class:`PhotoRejectedError` is an answer for the person
and ends the assessment; anything else is a fault of the system, and the message is delivered again.
"""

from dataclasses import dataclass
from enum import StrEnum

from scalp_core.vocabulary import MAX_MEGAPIXELS


class ScalpSpectraError(Exception):
    """Base of all errors that this project raises on purpose."""


class RejectionCode(StrEnum):
    """Why a photo cannot be assessed; :data:`REJECTIONS` holds the text for the person."""

    EMPTY_FILE = "empty_file"
    FILE_TOO_LARGE = "file_too_large"
    NOT_AN_IMAGE = "not_an_image"
    DAMAGED_IMAGE = "damaged_image"
    IMAGE_TOO_SMALL = "image_too_small"
    IMAGE_TOO_LARGE = "image_too_large"
    IMAGE_TOO_NARROW = "image_too_narrow"
    BLURRED = "blurred"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    NOT_A_SCALP = "not_a_scalp"
    TOO_FAR = "too_far"
    PHOTO_MISSING = "photo_missing"


@dataclass(frozen=True)
class Sentence:
    """A text for the person, in both languages of the product."""

    ko: str
    en: str


REJECTIONS: dict[RejectionCode, Sentence] = {
    RejectionCode.EMPTY_FILE: Sentence(
        "빈 파일이에요. 사진을 다시 골라 올려 주세요.",
        "The file is empty. Choose the photo again and upload it once more.",
    ),
    RejectionCode.FILE_TOO_LARGE: Sentence(
        "파일이 10 MB보다 커요. 사진을 줄이거나 잘라서 올려 주세요.",
        "The file is larger than 10 MB. Save the photo smaller or crop it.",
    ),
    RejectionCode.NOT_AN_IMAGE: Sentence(
        "열 수 없는 파일이에요. JPEG, PNG, WebP, HEIC 사진을 올려 주세요.",
        "The file is not a photo that can be read. Use a JPEG, PNG, WebP or HEIC photo.",
    ),
    RejectionCode.DAMAGED_IMAGE: Sentence(
        "사진이 손상됐거나, 일부가 빠졌거나, 여는 데 너무 오래 걸려요. "
        "다시 올리거나 새로 찍어 주세요.",
        "The photo is damaged, a part is missing, or it takes too long to open. "
        "Upload it again, or take a new one.",
    ),
    RejectionCode.IMAGE_TOO_SMALL: Sentence(
        "사진이 너무 작아서 두피가 보이지 않아요. 가로와 세로가 모두 224픽셀 이상이어야 해요.",
        "The photo is too small to see the scalp: it needs at least 224 pixels on each side.",
    ),
    RejectionCode.IMAGE_TOO_LARGE: Sentence(
        f"사진이 {MAX_MEGAPIXELS * 100}만 화소를 넘어요. 카메라의 일반 해상도로 찍어 주세요.",
        f"The photo has more than {MAX_MEGAPIXELS} megapixels. Use the camera's normal resolution.",
    ),
    RejectionCode.IMAGE_TOO_NARROW: Sentence(
        "사진이 너무 길쭉해요. 파노라마가 아닌 보통 사진으로 두피를 찍어 주세요.",
        "The photo is too narrow (a panorama or strip). Use an ordinary photo of the scalp.",
    ),
    RejectionCode.BLURRED: Sentence(
        "사진이 너무 흐려서 두피를 알아볼 수 없어요. 렌즈를 닦고 초점을 맞춰 다시 찍어 주세요.",
        "The photo is too blurred to make out a scalp. Wipe the lens, focus and take it again.",
    ),
    RejectionCode.TOO_DARK: Sentence(
        "사진이 거의 새까매요. 밝은 곳에서 렌즈를 가리지 말고 다시 찍어 주세요.",
        "The photo is almost black. Take it again in brighter light with the lens uncovered.",
    ),
    RejectionCode.TOO_BRIGHT: Sentence(
        "사진이 거의 새하얘요. 직사광선과 플래시를 피해서 다시 찍어 주세요.",
        "The photo is almost white. Take it again without direct sun or flash.",
    ),
    RejectionCode.NOT_A_SCALP: Sentence(
        "두피 사진이 아닌 것 같아요. 머리카락을 가르고 두피를 가까이에서 찍어 주세요.",
        "This does not look like a scalp. Part the hair and photograph the skin from close up.",
    ),
    RejectionCode.TOO_FAR: Sentence(
        "너무 멀어서 모공이 보이지 않아요. 두피에 5~10cm까지 가까이 대고 다시 찍어 주세요.",
        "The pores cannot be seen from so far. Come closer, 5–10 cm, and take it again.",
    ),
    RejectionCode.PHOTO_MISSING: Sentence(
        "분석할 차례에 사진이 남아 있지 않았어요. 처음부터 다시 올려 주세요.",
        "The photo was no longer there when its turn came. Start again and upload it once more.",
    ),
}


class PhotoRejectedError(ScalpSpectraError):
    """The photo cannot be assessed and never will be: an answer, not a fault."""

    def __init__(self, code: RejectionCode) -> None:
        super().__init__(REJECTIONS[code].en)
        self.code = code


class DecoderStoppedError(ScalpSpectraError):
    """The decoder process was stopped from outside, not by the photo: try again."""

    def __init__(self) -> None:
        super().__init__("The photo's decoder was stopped from outside, or memory ran out.")


class AssessmentNotFoundError(ScalpSpectraError):
    """No such assessment: never created, deleted or expired; which of them is not disclosed."""


class AlreadyFinishedError(ScalpSpectraError):
    """The assessment is finished or deleted, so nothing may be written."""


class PhotoNotFoundError(ScalpSpectraError):
    """The uploaded object is not there."""


class ConsentRequiredError(ScalpSpectraError):
    """Explicit consent to the use of health information is missing (PIPA art. 23)."""


class BackendError(ScalpSpectraError):
    """AWS failed (5xx, throttling, conflict, time-out): try again later."""


class DamagedResultError(BackendError):
    """A stored result cannot be read: its schema version or its JSON is invalid.

    Attributes:
        fingerprint: of the assessment, for logs.
    """

    def __init__(self, fingerprint: str) -> None:
        super().__init__(f"stored result of assessment {fingerprint} cannot be read")
        self.fingerprint = fingerprint


class AssessmentNotFinishedError(ScalpSpectraError):
    """The assessment has no result (yet)."""


class ProductNotFoundError(ScalpSpectraError):
    """No such product, or a medicine, which has no link to a shop."""


class CampaignNotFoundError(ScalpSpectraError):
    """No such campaign; the text names it."""

    def __init__(self, campaign_id: str) -> None:
        super().__init__(f"There is no campaign {campaign_id}.")


class OperatorsOnlyError(ScalpSpectraError):
    """The caller is no operator of the stack."""


class CatalogueFileError(ScalpSpectraError):
    """A catalogue file has invalid rows.

    Attributes:
        problems: each names its row or item.
    """

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class ShrunkenCatalogueError(ScalpSpectraError):
    """Too many rows are missing, so the stored ones are kept."""

    def __init__(self, *, stored: int, offered: int) -> None:
        super().__init__(f"{offered} rows offered, {stored} stored: the stored ones are kept")
        self.stored = stored
        self.offered = offered


class BrokenArtifactError(ScalpSpectraError):
    """A file deployed with the code is missing or invalid; the text names it."""


class InvalidCursorError(ScalpSpectraError):
    """The cursor does not belong to this query."""


class DuplicateHospitalError(ScalpSpectraError):
    """Two hospitals of one load have the same id; the text is the id."""
