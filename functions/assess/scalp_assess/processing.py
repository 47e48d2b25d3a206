"""From an event to assessed photos, one record at a time."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.idempotency import idempotent_function
from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyAlreadyInProgressError,
)
from aws_lambda_powertools.utilities.typing import LambdaContext

from scalp_assess.bootstrap import Services
from scalp_assess.events import Upload, is_queue_event, uploads_in, uploads_in_message
from scalp_core import clock
from scalp_core.ids import fingerprint
from scalp_core.keys import assessment_id_of
from scalp_core.observability import MetricUnit
from scalp_core.usecases.assess_photo import assess_photo
from scalp_core.usecases.give_up import announce_last_try, give_up


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
            return process_partial_response(
                event=event,
                record_handler=partial(_message, services=services, context=context),
                processor=BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False),
                context=context,
            )
        for upload in uploads_in(event):
            _deliver(upload, last=True, services=services, context=context)
        return {"batchItemFailures": []}
    finally:
        services.metrics.flush_metrics()


def _message(record: SQSRecord, *, services: Services, context: LambdaContext) -> None:
    count = int(record.attributes.approximate_receive_count)
    try:
        uploads = uploads_in_message(record)
    except ValueError:
        services.logger.exception("message is no notification of an upload")
        raise
    for upload in uploads:
        _deliver(
            upload,
            last=count >= services.settings.max_receive_count,
            services=services,
            context=context,
        )


def _deliver(upload: Upload, *, last: bool, services: Services, context: LambdaContext) -> None:
    logger, assessments = services.logger, services.assessments
    assessment_id = assessment_id_of(upload.key)
    if assessment_id is None or upload.bucket != services.settings.uploads_bucket:
        logger.warning(
            "event is about another object, skipped",
            bucket=upload.bucket,
            expected_bucket=services.settings.uploads_bucket,
        )
        return
    log_fields = {"assessment": fingerprint(assessment_id), "last_try": last}
    try:
        if last:
            remaining = timedelta(milliseconds=context.get_remaining_time_in_millis())
            announce_last_try(
                assessment_id, ends_at=clock.now() + remaining, assessments=assessments
            )
        outcome = _assess_once(services)(upload=upload.model_dump(), assessment_id=assessment_id)
    except IdempotencyAlreadyInProgressError:
        logger.info("another delivery is at work on it, try later", extra=log_fields)
        raise
    except Exception:  # the boundary of a record: told, counted and delivered again
        logger.exception("photo could not be assessed", extra=log_fields)
        services.metrics.add_metric("AssessmentFault", MetricUnit.Count, 1)
        if last:
            give_up(assessment_id, assessments=assessments, clock=clock.now)
        raise
    logger.info("photo handled", extra=log_fields | {"outcome": outcome})


def _assess_once(services: Services) -> Callable[..., str]:
    """Saves a second inference for a second delivery; the transaction keeps the count right.

    Only the outcome's name is remembered, never a result.
    """

    def assess(upload: dict[str, str], assessment_id: str) -> str:  # noqa: ARG001 (the key)
        outcome = assess_photo(
            assessment_id,
            assessments=services.assessments,
            photos=services.photos,
            analyse=services.ensemble.analyse,
            result_lifetime=timedelta(days=services.settings.result_days),
            clock=clock.now,
        )
        services.metrics.add_metric(f"Assessment{outcome.title()}", MetricUnit.Count, 1)
        return outcome.value

    wrapped: Callable[..., str] = idempotent_function(
        assess,
        data_keyword_argument="upload",
        persistence_store=services.idempotency_store,
        config=services.idempotency,
        key_prefix="assess",
    )
    return wrapped
