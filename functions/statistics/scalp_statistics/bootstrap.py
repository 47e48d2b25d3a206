"""Composition root of the statistics function: builds everything once per process."""

from dataclasses import dataclass
from functools import cache

import boto3
from aws_lambda_powertools import Logger

from scalp_core.aws.clients import client_config
from scalp_core.observability import make_logger
from scalp_core.settings import TableSettings
from scalp_core.statistics.repository import StatsRepository

_AWS = client_config(tries=4)


@dataclass(frozen=True)
class Services:
    """Dependencies of the daily publication."""

    logger: Logger
    stats: StatsRepository


@cache
def services() -> Services:
    """Return client, settings and repository.

    Raises:
        pydantic.ValidationError: an environment variable is missing or wrong; it is named.
    """
    dynamodb = boto3.client("dynamodb", config=_AWS)
    return Services(
        logger=make_logger("statistics"),
        stats=StatsRepository(dynamodb, TableSettings().table_name),
    )
