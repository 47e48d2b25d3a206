"""The sample photo: a drawing that anybody may have assessed, without anybody's consent."""

from hashlib import sha256

from scalp_core.analysis import Cohort
from scalp_core.errors import PhotoRejectedError, RejectionCode
from scalp_core.vocabulary import AgeGroup, Sex

# Of infra/local/sample/scalp.jpg. Another photo could be a person's, for which there is no consent.
SAMPLE_SHA256 = "a9e2bf7bdc6cf27f303c747d73dd6bf0a6f1a39a39eb885f7ec1822869f91d5e"
SAMPLE_BYTES = 98_230
# Nobody's: the sample is never counted. Comparison and products need some cohort.
SAMPLE_COHORT = Cohort(sex=Sex.UNDISCLOSED, age_group=AgeGroup.THIRTIES)


def require_sample(content: bytes) -> None:
    """Accept the sample photo only.

    Raises:
        PhotoRejectedError: it is another photo, which must not be looked at.
    """
    if sha256(content).hexdigest() != SAMPLE_SHA256:
        raise PhotoRejectedError(RejectionCode.PHOTO_MISSING)
