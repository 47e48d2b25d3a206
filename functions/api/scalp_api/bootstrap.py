"""Composition root of the API function: builds everything once per process."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import boto3
from aws_lambda_powertools import Logger
from botocore.config import Config

from scalp_core.observability import make_logger
from scalp_core.repositories.assessments import AssessmentRepository
from scalp_core.repositories.hospitals import HospitalRepository
from scalp_core.repositories.photos import PhotoStore
from scalp_core.settings import ApiSettings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True)
class Services:
    """What the routes work with."""

    assessments: AssessmentRepository
    hospitals: HospitalRepository
    photos: PhotoStore


@cache
def logger() -> Logger:
    """The API's logger."""
    return make_logger("api")


@cache
def services() -> Services:
    """Clients and repositories.

    Raises:
        pydantic.ValidationError: an environment variable is missing or wrong; it is named.
    """
    settings = ApiSettings()
    config = Config(
        connect_timeout=1, read_timeout=3, retries={"mode": "standard", "max_attempts": 3}
    )
    s3 = boto3.client("s3", config=config)
    dynamodb = boto3.client("dynamodb", config=config)
    return Services(
        assessments=AssessmentRepository(dynamodb, settings.table_name),
        hospitals=HospitalRepository(dynamodb, settings.table_name),
        photos=PhotoStore(s3, settings.uploads_bucket, signer=_signer(settings)),
    )


def _signer(settings: ApiSettings) -> "S3Client":
    """Client whose presigned URLs a browser can use directly.

    S3's global host name answers a POST to a young bucket of another region with a redirect, which
    browsers do not follow with a body, so the region's own host name is signed.
    """
    region = boto3.session.Session().region_name
    local = settings.s3_public_endpoint
    return boto3.client(
        "s3",
        endpoint_url=local or f"https://s3.{region}.amazonaws.com",
        config=Config(
            signature_version="s3v4", s3={"addressing_style": "path" if local else "virtual"}
        ),
    )
