"""An assessed photo goes to research, if its owner agreed to that."""

from collections.abc import Callable

from scalp_core.clock import Clock
from scalp_core.errors import PhotoNotFoundError, PhotoRejectedError
from scalp_core.research.keys import research_token
from scalp_core.research.model import digest
from scalp_core.research.repository import ResearchRepository

# More than the site sends and than any network wants; what only fills the bucket stays away.
COPY_PIXELS = 2048


def donate_photo(
    assessment_id: str,
    *,
    read_upload: Callable[[], bytes],
    research: ResearchRepository,
    copy: Callable[[bytes], bytes],
    clock: Clock,
) -> None:
    """Bring the research copy to what its record says: there, or gone; as often as one likes.

    The record is written by the transaction that finishes the assessment, and says which upload
    it is about. It says so until the copy is there, so whoever is delivered the photo next goes on
    where another was stopped.

    Args:
        read_upload: reads what is uploaded now; raises
            :class:`~scalp_core.errors.PhotoNotFoundError` where nothing is.
        copy: an upload as a JPEG of :data:`COPY_PIXELS` without metadata.

    Raises:
        BackendError: AWS failed; deliver again.
    """
    token = research_token(assessment_id)
    record = research.record(token, clock())
    if record is None:  # never given, or withdrawn while a copy may have been on its way
        research.delete_photo(token)
        return
    if record.awaited is None:
        return
    try:
        content = read_upload()
        # The right to upload lasts minutes: another photo than the assessed one may be there.
        if digest(content) != record.awaited:
            return
        jpeg = copy(content)
    except (PhotoNotFoundError, PhotoRejectedError):
        # Nothing to copy, or nothing that can be: a release between two deliveries may refuse
        # what the one before it assessed. Another delivery would end in the same way.
        return
    research.store_photo(token, jpeg, record)
