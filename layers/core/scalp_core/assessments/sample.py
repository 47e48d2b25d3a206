"""The sample photo: a drawing that anybody may have assessed, without anybody's consent."""

from hashlib import sha256

from scalp_core.analysis import Cohort
from scalp_core.errors import PhotoRejectedError, RejectionCode
from scalp_core.vocabulary import AgeGroup, Sex

# Of infra/local/sample/scalp.jpg. Another photo could be a person's, for which there is no consent.
SAMPLE_SHA256 = "37b2e4a6733f0431dc81dcf2d27cd889a7574a78b68af6a73a60507306c3b220"
SAMPLE_BYTES = 108_395
# Nobody's: the sample is never counted. Comparison and products need some cohort.
SAMPLE_COHORT = Cohort(sex=Sex.UNDISCLOSED, age_group=AgeGroup.THIRTIES)


def require_sample(content: bytes) -> None:
    """Accept the sample photo only.

    Raises:
        PhotoRejectedError: it is another photo, which must not be looked at.
    """
    if sha256(content).hexdigest() != SAMPLE_SHA256:
        raise PhotoRejectedError(RejectionCode.PHOTO_MISSING)
