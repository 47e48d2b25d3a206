"""From an event to assessed photos, one record at a time."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSEvent, SQSRecord
from aws_lambda_powertools.utilities.idempotency import idempotent_function
from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyAlreadyInProgressError,
    IdempotencyValidationError,
)
from aws_lambda_powertools.utilities.typing import LambdaContext

from scalp_assess.bootstrap import Services
from scalp_assess.events import (
    UnreadableMessageError,
    Upload,
    is_queue_event,
    uploads_in,
    uploads_in_message,
)
from scalp_core import clock
from scalp_core.assessments.assess import Outcome, assess_photo, clear_upload
from scalp_core.assessments.keys import assessment_id_of
from scalp_core.assessments.mark_failed import announce_last_try, give_up
from scalp_core.errors import BackendError
from scalp_core.ids import fingerprint
from scalp_core.observability import MetricUnit
from scalp_core.research.donate import COPY_PIXELS
from scalp_core.research.keys import research_token_of
from scalp_core.research.reassess import reassess_photo


class ForeignObjectError(Exception):
    """The object is no photo that somebody uploaded; the text names its bucket."""


def process(
    event: dict[str, Any], context: LambdaContext, services: Services
) -> PartialItemFailureResponse:
    """Assess every photo of the event.

    A batch from the queue reports its failed messages one by one; a bare S3 notification, which
    nobody delivers in parts, raises.
    """
    services.idempotency.register_lambda_context(context)
    services.metrics.add_metric("Records", MetricUnit.Count, len(event.get("Records", [])))
    try:
        if is_queue_event(event):
            _announce_last_tries(event, services, context)
            return process_partial_response(
                event=event,
                record_handler=partial(_message, services=services),
                processor=BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False),
                context=context,
            )
        uploads, fault = _read(lambda: uploads_in(event))
        _announce(uploads, services, context)
        _deliver_each(uploads, last=True, services=services)
        if fault:
            raise fault
        return {"batchItemFailures": []}
    finally:
        services.metrics.flush_metrics()


def _announce_last_tries(event: dict[str, Any], services: Services, context: LambdaContext) -> None:
    """For the whole batch before any of it: a photo that kills the process leaves no time later."""
    for record in SQSEvent(event).records:
        if _is_last(record, services):
            uploads, _ = _read(partial(uploads_in_message, record))  # a fault is logged in its turn
            _announce(uploads, services, context)


def _announce(uploads: Sequence[Upload], services: Services, context: LambdaContext) -> None:
    ends_at = clock.now() + timedelta(milliseconds=context.get_remaining_time_in_millis())
    for upload in uploads:
        assessment_id = _assessment_id(upload, services)
        if assessment_id is None:
            continue
        try:
            announce_last_try(assessment_id, ends_at=ends_at, assessments=services.assessments)
        except BackendError:  # the try itself may still succeed
            log_fields = {"assessment": fingerprint(assessment_id)}
            services.logger.exception("last try could not be announced", extra=log_fields)


def _message(record: SQSRecord, *, services: Services) -> None:
    """Assess the photos of one message; what holds anything else is delivered again, and dies."""
    uploads, fault = _read(partial(uploads_in_message, record))
    if fault:
        services.logger.error(
            "message could not be read", extra={"message_id": record.message_id}, exc_info=fault
        )
        services.metrics.add_metric("AssessmentFault", MetricUnit.Count, 1)
    _deliver_each(uploads, last=_is_last(record, services), services=services)
    if fault:
        raise fault


def _read(
    uploads_of: Callable[[], list[Upload]],
) -> tuple[Sequence[Upload], UnreadableMessageError | None]:
    """Return the uploads that can be read, and what is wrong with the rest."""
    try:
        return uploads_of(), None
    except UnreadableMessageError as fault:
        return fault.uploads, fault


def _is_last(record: SQSRecord, services: Services) -> bool:
    count = int(record.attributes.approximate_receive_count)
    return count >= services.settings.max_receive_count


def _assessment_id(upload: Upload, services: Services) -> str | None:
    """Whose photo it is; ``None`` for an object that is not one of ours."""
    ours = upload.bucket == services.settings.uploads_bucket
    return assessment_id_of(upload.key) if ours else None


def _deliver_each(uploads: Sequence[Upload], *, last: bool, services: Services) -> None:
    """One that fails keeps none of the others from its try."""
    faults: list[Exception] = []
    for upload in uploads:
        log_fields = _named(upload, services) | {"last_try": last}
        try:
            _deliver(upload, log_fields, services)
        except IdempotencyAlreadyInProgressError as fault:
            services.logger.info("another delivery is at work on it, try later", extra=log_fields)
            faults.append(fault)
        except Exception as fault:  # the boundary of a record: told, counted and delivered again
            services.logger.exception("photo could not be assessed", extra=log_fields)
            services.metrics.add_metric("AssessmentFault", MetricUnit.Count, 1)
            if last:
                _give_up(upload, log_fields, services)
            faults.append(fault)
    if faults:
        raise faults[0]


def _named(upload: Upload, services: Services) -> dict[str, object]:
    """What logs may call a photo."""
    token = _research_token(upload, services)
    if token is not None:
        return {"research_photo": token[:12]}
    assessment_id = _assessment_id(upload, services)
    return {} if assessment_id is None else {"assessment": fingerprint(assessment_id)}


def _research_token(upload: Upload, services: Services) -> str | None:
    given = upload.bucket == services.settings.research_bucket
    return research_token_of(upload.key) if given else None


def _give_up(upload: Upload, log_fields: dict[str, object], services: Services) -> None:
    assessment_id = _assessment_id(upload, services)
    if assessment_id is None:
        return
    try:
        give_up(assessment_id, assessments=services.assessments, clock=clock.now)
    except BackendError:  # what was announced before the try still holds
        services.logger.exception("failure could not be told", extra=log_fields)


def _deliver(upload: Upload, log_fields: dict[str, object], services: Services) -> None:
    token = _research_token(upload, services)
    if token is not None:
        _reassess(token, log_fields, services)
        return
    assessment_id = _assessment_id(upload, services)
    if assessment_id is None:
        raise ForeignObjectError(upload.bucket)
    outcome = _assess_once(upload, assessment_id, services)
    services.logger.info("photo handled", extra=log_fields | {"outcome": outcome})


def _reassess(token: str, log_fields: dict[str, object], services: Services) -> None:
    """Assess a photo given to research; its record, and no idempotency record, tells of repeats.

    Those would keep out new models for an hour.
    """
    outcome = reassess_photo(
        token,
        research=services.research,
        analyse=services.ensemble.analyse,
        model=services.ensemble.model,
        clock=clock.now,
    )
    services.metrics.add_metric(f"Reassessment{outcome.title()}", MetricUnit.Count, 1)
    services.logger.info("research photo handled", extra=log_fields | {"outcome": outcome})


def _assess_once(upload: Upload, assessment_id: str, services: Services) -> Outcome:
    """Assess an upload, unless it has been delivered before or is not the first of its assessment.

    That saves the inference; the transaction keeps the count right. Only the outcome's name is
    stored, never a result.
    """
    copy = partial(services.decoder.upright_jpeg, longest=COPY_PIXELS)
    fresh: list[Outcome] = []

    def assess(upload: dict[str, str], assessment_id: str) -> str:  # noqa: ARG001 (the key)
        outcome = assess_photo(
            assessment_id,
            assessments=services.assessments,
            photos=services.photos,
            research=services.research,
            analyse=services.ensemble.analyse,
            copy=copy,
            result_lifetime=timedelta(days=services.settings.result_days),
            research_lifetime=timedelta(days=services.settings.research_days),
            clock=clock.now,
        )
        fresh.append(outcome)
        return outcome.value

    once: Callable[..., str] = idempotent_function(
        assess,
        data_keyword_argument="upload",
        persistence_store=services.idempotency_store,
        config=services.idempotency,
        key_prefix="assess",
    )
    with suppress(IdempotencyValidationError):  # another upload of the same assessment came first
        once(upload=upload.model_dump(), assessment_id=assessment_id)
    outcome = (
        fresh[0]
        if fresh
        else clear_upload(
            assessment_id,
            assessments=services.assessments,
            photos=services.photos,
            research=services.research,
            copy=copy,
            clock=clock.now,
        )
    )
    services.metrics.add_metric(f"Assessment{outcome.title()}", MetricUnit.Count, 1)
    return outcome
