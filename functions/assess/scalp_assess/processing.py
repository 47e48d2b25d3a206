"""Process an event: assess the photos that it names, one record at a time."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSEvent, SQSRecord
from aws_lambda_powertools.utilities.idempotency import idempotent_function
from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyAlreadyInProgressError,
    IdempotencyValidationError,
)
from aws_lambda_powertools.utilities.typing import LambdaContext

from scalp_assess.bootstrap import Services
from scalp_assess.events import (
    AssessmentUpload,
    CreatedObject,
    ForeignObject,
    ResearchPhoto,
    UnreadableMessageError,
    is_queue_event,
    parse_message,
    parse_notification,
)
from scalp_core import clock
from scalp_core.assessments.assess import Handled, Outcome, assess_photo, clear_upload
from scalp_core.assessments.mark_failed import mark_failed, set_failure_deadline
from scalp_core.errors import BackendError
from scalp_core.observability import MetricUnit
from scalp_core.research.donate import COPY_PIXELS, donate_photo
from scalp_core.research.reassess import reassess_photo


class ForeignObjectError(Exception):
    """The object is neither an upload nor a consented copy; the text names its bucket."""


def process(event: dict[str, Any], context: LambdaContext, services: Services) -> Mapping[str, Any]:
    """Assess every photo of the event.

    A batch from the queue reports its failed messages one by one. A bare S3 notification, which
    people send by hand and nobody delivers in parts, raises, or reports what became of its photos.
    """
    services.idempotency.register_lambda_context(context)
    services.metrics.add_metric("Records", MetricUnit.Count, len(event.get("Records", [])))
    try:
        if is_queue_event(event):
            _set_failure_deadlines(event, context, services)
            return process_partial_response(
                event=event,
                record_handler=partial(_process_message, services=services),
                processor=BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False),
                context=context,
            )
        created, fault = _read(lambda: parse_notification(event, services.buckets))
        _set_failure_deadline(created, context, services)
        outcomes = _process_each(created, is_last_delivery=True, services=services)
        if fault:
            raise fault
        return {"batchItemFailures": [], "outcomes": outcomes}
    finally:
        services.metrics.flush_metrics()


def _set_failure_deadlines(
    event: dict[str, Any], context: LambdaContext, services: Services
) -> None:
    """Set the deadlines of the whole batch first: a photo may kill the process at any time."""
    for record in SQSEvent(event).records:
        if _is_last_delivery(record, services):
            # A fault is logged when the message's turn comes.
            created, _ = _read(partial(parse_message, record, services.buckets))
            _set_failure_deadline(created, context, services)


def _set_failure_deadline(
    created: Sequence[CreatedObject], context: LambdaContext, services: Services
) -> None:
    deadline = clock.now() + timedelta(milliseconds=context.get_remaining_time_in_millis())
    for item in created:
        if not isinstance(item, AssessmentUpload):
            continue
        try:
            set_failure_deadline(
                item.assessment_id, deadline=deadline, assessments=services.assessments
            )
        except BackendError:  # the delivery itself may still succeed
            services.logger.exception("failure deadline could not be set", extra=item.log_fields)


def _process_message(record: SQSRecord, *, services: Services) -> None:
    """Process the photos of one message; a message with a fault fails, and ends in the DLQ."""
    created, fault = _read(partial(parse_message, record, services.buckets))
    if fault:
        services.logger.error(
            "message could not be read", extra={"message_id": record.message_id}, exc_info=fault
        )
        services.metrics.add_metric("AssessmentFault", MetricUnit.Count, 1)
    _process_each(created, is_last_delivery=_is_last_delivery(record, services), services=services)
    if fault:
        raise fault


def _read(
    parse: Callable[[], list[CreatedObject]],
) -> tuple[Sequence[CreatedObject], UnreadableMessageError | None]:
    """Return the objects that can be read, and what is wrong with the rest."""
    try:
        return parse(), None
    except UnreadableMessageError as fault:
        return fault.readable, fault


def _is_last_delivery(record: SQSRecord, services: Services) -> bool:
    count = int(record.attributes.approximate_receive_count)
    return count >= services.settings.max_receive_count


def _process_each(
    created: Sequence[CreatedObject], *, is_last_delivery: bool, services: Services
) -> list[str]:
    """Process every object, and return the outcomes.

    The first fault is raised after all have had their turn.
    """
    outcomes: list[str] = []
    faults: list[Exception] = []
    for item in created:
        log_fields = item.log_fields | {"last_delivery": is_last_delivery}
        try:
            outcomes.append(_process_object(item, log_fields, services))
        except IdempotencyAlreadyInProgressError as fault:
            services.logger.info("another delivery is assessing the photo", extra=log_fields)
            faults.append(fault)
        except Exception as fault:  # the boundary of a record: logged, counted, delivered again
            services.logger.exception("photo could not be assessed", extra=log_fields)
            services.metrics.add_metric("AssessmentFault", MetricUnit.Count, 1)
            if is_last_delivery and isinstance(item, AssessmentUpload):
                _mark_failed(item, log_fields, services)
            faults.append(fault)
    if faults:
        raise faults[0]
    return outcomes


def _mark_failed(
    upload: AssessmentUpload, log_fields: dict[str, object], services: Services
) -> None:
    services.metrics.add_metric("AssessmentFailed", MetricUnit.Count, 1)
    try:
        mark_failed(upload.assessment_id, assessments=services.assessments, clock=clock.now)
    except BackendError:  # the deadline set before the delivery still holds
        services.logger.exception("assessment could not be marked failed", extra=log_fields)


def _process_object(item: CreatedObject, log_fields: dict[str, object], services: Services) -> str:
    match item:
        case AssessmentUpload():
            outcome = _assess_once(item, services)
            services.logger.info("photo handled", extra=log_fields | {"outcome": outcome})
            return outcome.value
        case ResearchPhoto(token):
            return _reassess(token, log_fields, services)
        case ForeignObject(bucket):
            raise ForeignObjectError(bucket)


def _reassess(token: str, log_fields: dict[str, object], services: Services) -> str:
    """Assess a consented copy; its own record recognises repeated deliveries.

    An idempotency record would keep new models away from it for an hour.
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
    return outcome.value


def _assess_once(upload: AssessmentUpload, services: Services) -> Outcome:
    """Assess an upload, unless it has been delivered before or is not the first of its assessment.

    This saves the inference; the transaction keeps the count right. Only the outcome's name is
    stored, never a result.
    """
    donate = partial(
        donate_photo,
        research=services.research,
        copy=partial(services.decoder.upright_jpeg, longest=COPY_PIXELS),
        clock=clock.now,
    )
    fresh: list[Handled] = []

    def assess(upload: AssessmentUpload) -> str:
        handled = assess_photo(
            upload.assessment_id,
            upload.key,
            assessments=services.assessments,
            photos=services.photos,
            analyse=services.ensemble.analyse,
            donate=donate,
            result_lifetime=timedelta(days=services.settings.result_days),
            research_lifetime=timedelta(days=services.settings.research_days),
            clock=clock.now,
        )
        fresh.append(handled)
        return handled.outcome.value

    assess_first_delivery: Callable[..., str] = idempotent_function(
        assess,
        data_keyword_argument="upload",
        persistence_store=services.idempotency_store,
        config=services.idempotency,
        key_prefix="assess",
    )
    with suppress(IdempotencyValidationError):  # another upload of the same assessment came first
        assess_first_delivery(upload=upload)
    outcome = (
        fresh[0].outcome
        if fresh
        else clear_upload(
            upload.assessment_id,
            upload.key,
            assessments=services.assessments,
            photos=services.photos,
            donate=donate,
            clock=clock.now,
        )
    )
    services.metrics.add_metric(f"Assessment{outcome.title()}", MetricUnit.Count, 1)
    if fresh:
        _measure_journey(upload, fresh[0], services)
    return outcome


def _measure_journey(upload: AssessmentUpload, handled: Handled, services: Services) -> None:
    """Record how long the person took to upload, and then waited for the answer, in seconds.

    The SLOs of docs/operations.md are about the second. Deliveries that answer nobody do not count.
    """
    if upload.uploaded_at is None or handled.outcome not in (Outcome.DONE, Outcome.REJECTED):
        return
    waited = clock.now() - upload.uploaded_at
    services.metrics.add_metric("ResultSeconds", MetricUnit.Seconds, waited.total_seconds())
    if handled.created_at:
        sent = upload.uploaded_at - handled.created_at
        services.metrics.add_metric("UploadSeconds", MetricUnit.Seconds, sent.total_seconds())
