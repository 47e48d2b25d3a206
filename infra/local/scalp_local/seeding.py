"""Fills the local stack with the catalogues of ``infra/seed``."""

import boto3

from scalp_core import clock
from scalp_core.repositories.hospitals import HospitalRepository
from scalp_core.usecases.load_hospitals import load_hospitals
from scalp_local.stack import Stack
from scalp_local.template import REGION
from scalp_operator.seeds import read_hospitals


def seed(stack: Stack, endpoint: str) -> int:
    """Load every catalogue into the stack of the moto server at ``endpoint``; gives the rows."""
    dynamodb = boto3.client(
        "dynamodb",
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106 (moto takes any)
    )
    hospitals = read_hospitals()
    load_hospitals(
        hospitals,
        hospitals=HospitalRepository(dynamodb, stack.physical_ids["Table"]),
        clock=clock.now,
    )
    return len(hospitals)
