"""Composition root of the API function: builds clients and repositories once per process."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import boto3
from aws_lambda_powertools import Logger
from botocore.config import Config

from scalp_core import clock
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.aws.clients import client_config
from scalp_core.aws.objects import PhotoStore
from scalp_core.care.guide import CareGuide
from scalp_core.deployed_files import load_deployed
from scalp_core.hospitals.places import PlaceNames
from scalp_core.hospitals.repository import HospitalRepository
from scalp_core.observability import make_logger
from scalp_core.products.repository import ProductRepository
from scalp_core.products.traffic_repository import ProductTrafficRepository
from scalp_core.research.repository import ResearchRepository
from scalp_core.settings import ApiSettings, OriginSettings
from scalp_core.statistics.cached import CachedStatistics
from scalp_core.statistics.reference import ReferenceStatistics
from scalp_core.statistics.repository import StatsRepository

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# All tries of one call end before the function's time-out: a 503 says when to try again, a time-out
# does not.
_AWS = client_config(tries=2)

# TTL of cached products and visit rates, in seconds. Both change at night, and when an operator
# loads products; a visit to a shop reads the product itself.
_CATALOGUE_TTL = 60


@dataclass(frozen=True)
class Services:
    """What the routes work with.

    Attributes:
        result_days: days until a result is deleted.
        sponsored_products: whether campaigns may take slots among suggestions.
        stats: counters and published snapshots; ``statistics`` caches what is derived from them.
    """

    assessments: AssessmentRepository
    hospitals: HospitalRepository
    places: PlaceNames
    photos: PhotoStore
    care_guide: CareGuide
    products: ProductRepository
    product_traffic: ProductTrafficRepository
    research: ResearchRepository
    result_days: int
    sponsored_products: bool
    stats: StatsRepository
    statistics: CachedStatistics
    reference_statistics: ReferenceStatistics


@cache
def logger() -> Logger:
    """Return the API's logger."""
    return make_logger("api")


@cache
def origin_secrets() -> tuple[str, ...]:
    """Return the origin secrets that CloudFront may send; none if every request may pass."""
    secret = OriginSettings().origin_secret
    return tuple(secret.get_secret_value().split(",")) if secret else ()


@cache
def services() -> Services:
    """Build clients and repositories, and load the data that is deployed with the code.

    Raises:
        pydantic.ValidationError: an environment variable is missing or invalid; the error names it.
        BrokenArtifactError: the care guide or the reference statistics are missing or damaged.
    """
    settings = ApiSettings()
    s3 = boto3.client("s3", config=_AWS)
    dynamodb = boto3.client("dynamodb", config=_AWS)
    stats = StatsRepository(dynamodb, settings.table_name)
    return Services(
        assessments=AssessmentRepository(dynamodb, settings.table_name),
        hospitals=HospitalRepository(dynamodb, settings.table_name),
        places=PlaceNames(settings.place_names),
        photos=PhotoStore(s3, settings.uploads_bucket, signer=_signer(settings)),
        care_guide=load_deployed(settings.care_guide, CareGuide),
        products=ProductRepository(dynamodb, settings.table_name, cache_ttl=_CATALOGUE_TTL),
        product_traffic=ProductTrafficRepository(
            dynamodb, settings.table_name, cache_ttl=_CATALOGUE_TTL
        ),
        research=ResearchRepository(
            dynamodb, settings.table_name, PhotoStore(s3, settings.research_bucket)
        ),
        result_days=settings.result_days,
        sponsored_products=settings.sponsored_products,
        stats=stats,
        statistics=CachedStatistics(stats, clock=clock.now, ttl=settings.statistics_seconds),
        reference_statistics=load_deployed(settings.reference_statistics, ReferenceStatistics),
    )


def _signer(settings: ApiSettings) -> "S3Client":
    """Return a client whose presigned URLs a browser can use directly.

    S3's global host name redirects a POST to a new bucket of another region, and browsers do not
    resend the body, so the host name of the region is signed.
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
