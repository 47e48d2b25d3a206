"""Composition root of the assess function: builds everything once per process."""

from dataclasses import dataclass
from functools import cache

import boto3
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer, IdempotencyConfig

from scalp_assess.events import Buckets
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.aws.clients import client_config
from scalp_core.aws.objects import PhotoStore
from scalp_core.observability import make_logger, make_metrics
from scalp_core.research.repository import ResearchRepository
from scalp_core.settings import AssessSettings
from scalp_core.vision.decoding.client import PhotoDecoder
from scalp_core.vision.ensemble import Ensemble
from scalp_core.vision.loading import load_ensemble, vcpus

# All tries of one call fit into the function's time-out several times over.
_AWS = client_config(tries=3)

# A duplicate delivery comes within minutes; afterwards the transaction alone suffices.
_IDEMPOTENCY_SECONDS = 3600


@dataclass(frozen=True)
class Services:
    """Dependencies of the handler."""

    settings: AssessSettings
    buckets: Buckets
    logger: Logger
    metrics: Metrics
    assessments: AssessmentRepository
    photos: PhotoStore
    research: ResearchRepository
    decoder: PhotoDecoder
    ensemble: Ensemble
    idempotency_store: DynamoDBPersistenceLayer
    idempotency: IdempotencyConfig


@cache
def services() -> Services:
    """Return clients, settings and models.

    Raises:
        pydantic.ValidationError: an environment variable is missing or wrong; it is named.
        BrokenArtifactError: a model is missing or damaged; it is named.
    """
    settings = AssessSettings()
    dynamodb = boto3.client("dynamodb", config=_AWS)
    s3 = boto3.client("s3", config=_AWS)
    decoder = PhotoDecoder()
    return Services(
        settings=settings,
        buckets=Buckets(settings.uploads_bucket, settings.research_bucket),
        logger=make_logger("assess"),
        metrics=make_metrics("assess"),
        assessments=AssessmentRepository(dynamodb, settings.table_name),
        photos=PhotoStore(s3, settings.uploads_bucket),
        research=ResearchRepository(
            dynamodb, settings.table_name, PhotoStore(s3, settings.research_bucket)
        ),
        decoder=decoder,
        ensemble=load_ensemble(
            settings.model_artifacts,
            settings.engine,
            decoder=decoder,
            workers=vcpus(settings.aws_lambda_function_memory_size),
        ),
        idempotency_store=DynamoDBPersistenceLayer(
            table_name=settings.idempotency_table, boto3_client=dynamodb
        ),
        idempotency=IdempotencyConfig(
            # One presigned POST allows many uploads. The first is assessed; Powertools raises
            # IdempotencyValidationError for any other, whether the first is in progress or done.
            event_key_jmespath="[bucket, key]",
            payload_validation_jmespath="[etag, sequencer]",
            raise_on_no_idempotency_key=True,
            expires_after_seconds=_IDEMPOTENCY_SECONDS,
        ),
    )
