"""Composition root of the API function: builds everything once per process."""

import gc
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import boto3
from aws_lambda_powertools import Logger
from botocore.config import Config

from scalp_api.told_statistics import ToldStatistics
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.aws.clients import client_config
from scalp_core.aws.objects import PhotoStore
from scalp_core.care.guide import CareGuide
from scalp_core.deployed_files import load_deployed
from scalp_core.hospitals.repository import HospitalRepository
from scalp_core.memory import Memory
from scalp_core.observability import make_logger
from scalp_core.products.repository import ProductRepository
from scalp_core.products.traffic_repository import ProductTrafficRepository
from scalp_core.research.repository import ResearchRepository
from scalp_core.settings import ApiSettings, OriginSettings
from scalp_core.statistics.reference import ReferenceStatistics
from scalp_core.statistics.repository import StatsRepository

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# All tries of one call end before the function's time-out does: an answer of 503 says when to come
# again, and a time-out says nothing.
_AWS = client_config(tries=2)

# The catalogue and what is visited most change at night, and when an operator loads them. So old
# may be what suggestions come from; a visit to a shop reads the product itself.
_CATALOGUE_SECONDS = 60


@dataclass(frozen=True)
class Services:
    """What the routes work with.

    Attributes:
        result_days: days until a result is deleted.
        sponsored_products: campaigns may take places among suggestions.
        told_statistics: by the group, and by the cohort of the result that they stand beside.
    """

    assessments: AssessmentRepository
    hospitals: HospitalRepository
    photos: PhotoStore
    care_guide: CareGuide
    products: ProductRepository
    product_traffic: ProductTrafficRepository
    research: ResearchRepository
    result_days: int
    sponsored_products: bool
    stats: StatsRepository
    told_statistics: Memory[ToldStatistics]
    reference_statistics: ReferenceStatistics


@cache
def logger() -> Logger:
    """The API's logger."""
    return make_logger("api")


@cache
def origin_secrets() -> tuple[str, ...]:
    """What CloudFront may say to be let in; nothing if everybody may come in."""
    secret = OriginSettings().origin_secret
    return tuple(secret.get_secret_value().split(",")) if secret else ()


@cache
def services() -> Services:
    """Clients, repositories and the data that is deployed with the code.

    Raises:
        pydantic.ValidationError: an environment variable is missing or wrong; it is named.
        BrokenArtifactError: the care guide or the reference statistics are missing or damaged.
    """
    settings = ApiSettings()
    s3 = boto3.client("s3", config=_AWS)
    dynamodb = boto3.client("dynamodb", config=_AWS)
    built = Services(
        assessments=AssessmentRepository(dynamodb, settings.table_name),
        hospitals=HospitalRepository(dynamodb, settings.table_name),
        photos=PhotoStore(s3, settings.uploads_bucket, signer=_signer(settings)),
        care_guide=load_deployed(settings.care_guide, CareGuide),
        products=ProductRepository(
            dynamodb, settings.table_name, remember_seconds=_CATALOGUE_SECONDS
        ),
        product_traffic=ProductTrafficRepository(
            dynamodb, settings.table_name, remember_seconds=_CATALOGUE_SECONDS
        ),
        research=ResearchRepository(
            dynamodb, settings.table_name, PhotoStore(s3, settings.research_bucket)
        ),
        result_days=settings.result_days,
        sponsored_products=settings.sponsored_products,
        stats=StatsRepository(dynamodb, settings.table_name),
        told_statistics=Memory(settings.statistics_seconds),
        reference_statistics=load_deployed(settings.reference_statistics, ReferenceStatistics),
    )
    # All of it stays: a collector that walks through botocore's models makes single requests late.
    gc.freeze()
    return built


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
