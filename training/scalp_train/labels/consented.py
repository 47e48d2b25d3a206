"""Consented copies of a stack, to be labelled; they stay in memory."""

from __future__ import annotations

from scalp_core.aws.objects import PhotoStore
from scalp_core.clock import Clock
from scalp_core.errors import PhotoNotFoundError
from scalp_core.research.keys import research_token_of
from scalp_core.research.listing import list_photos, read_records
from scalp_core.research.model import ResearchRecord
from scalp_core.research.repository import ResearchRepository
from scalp_core.vocabulary import MAX_PHOTO_BYTES
from scalp_deployment.stack import StackResources

COVERING_CONSENTS = frozenset({"2026-11-23"})
"""Versions of the research consent whose text covers that the operator's people grade a photo and
that models learn from it. Whoever changes the text decides whether the new version belongs here; a
test asks for that."""


class ConsentedPhotos:
    """The consented copies of a stack whose owners have agreed to labelling, by token.

    A copy without a record has been withdrawn or has expired. It is not shown, and its labels are
    to be removed. Nothing is written or deleted here: ``make reassess`` deletes such copies.

    Args:
        resources: of the stack.
        clock: to leave out expired records.

    Attributes:
        files: tokens of the copies that may be labelled, in ascending order.
        withdrawn: number of copies without a valid record.
        not_covered: number of copies whose consent does not cover labelling.

    Raises:
        BackendError: DynamoDB or S3 failed; also every method.
    """

    def __init__(self, resources: StackResources, clock: Clock) -> None:
        self._clock = clock
        store = PhotoStore(resources.s3, resources.research_bucket)
        self._research = ResearchRepository(resources.dynamodb, resources.table, store)
        photos = list(list_photos(resources.s3, resources.research_bucket))
        tokens = {token for photo in photos if (token := research_token_of(photo["Key"]))}
        now = clock()
        records = {
            token: record
            for token, record in read_records(resources.dynamodb, resources.table, photos)
            if record.expires_at > now
        }
        self.files = sorted(token for token, record in records.items() if _covers(record))
        self.withdrawn = len(tokens - records.keys())
        self.not_covered = len(records) - len(self.files)

    def is_available(self, token: str) -> bool:
        """Return whether the owner still agrees: a withdrawal counts at once."""
        record = self._research.record(token, self._clock())
        return record is not None and _covers(record)

    def read(self, token: str) -> bytes:
        """Return a copy, unless its owner has withdrawn it by now.

        Raises:
            PhotoNotFoundError: it is gone, or its consent does not cover labelling.
            PhotoRejectedError: it is larger than any upload.
        """
        if not self.is_available(token):
            raise PhotoNotFoundError
        return self._research.read_photo(token, max_bytes=MAX_PHOTO_BYTES)


def _covers(record: ResearchRecord) -> bool:
    return record.consent_version in COVERING_CONSENTS
