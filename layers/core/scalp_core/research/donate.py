"""Copy an assessed photo to research, if its owner has consented to that."""

from collections.abc import Callable

from scalp_core.clock import Clock
from scalp_core.errors import PhotoNotFoundError, PhotoRejectedError
from scalp_core.research.keys import research_token
from scalp_core.research.model import digest
from scalp_core.research.repository import ResearchRepository

# Longer side in pixels: more than the site sends and than any network takes.
COPY_PIXELS = 2048


def donate_photo(
    assessment_id: str,
    *,
    read_upload: Callable[[], bytes],
    research: ResearchRepository,
    copy: Callable[[bytes], bytes],
    clock: Clock,
) -> None:
    """Make the consented copy agree with its record: there, or gone; repeatable.

    The record is written by the transaction that finishes the assessment, and names the upload
    that is to be copied until the copy is there. So the next delivery continues where this one
    stops.

    Args:
        read_upload: returns what is uploaded now; raises
            :class:`~scalp_core.errors.PhotoNotFoundError` where nothing is.
        copy: returns an upload as a JPEG of :data:`COPY_PIXELS` without metadata.

    Raises:
        BackendError: AWS failed; deliver again.
    """
    token = research_token(assessment_id)
    record = research.record(token, clock())
    if record is None:  # never donated, or withdrawn while a copy was being made
        research.delete_photo(token)
        return
    if record.pending_copy_sha256 is None:
        return
    try:
        content = read_upload()
        # A presigned POST is valid for minutes: another photo may have replaced the assessed one.
        if digest(content) != record.pending_copy_sha256:
            return
        jpeg = copy(content)
    except (PhotoNotFoundError, PhotoRejectedError):
        # Nothing to copy, or nothing that can be copied: a release between two deliveries may
        # refuse what the previous one assessed. Another delivery would end the same way.
        return
    research.store_photo(token, jpeg, record)
