"""Decides the region of a stack, for every verb and for the SAM CLI alike.

AWS's tools disagree: boto3 reads ``AWS_DEFAULT_REGION`` alone, the AWS CLI prefers ``AWS_REGION``,
and the SAM CLI asks samconfig.toml first. Here one order holds, and verbs say which source decided.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass

import boto3

from scalp_deployment.template import REGION

# The AWS CLI's order.
_VARIABLES = ("AWS_REGION", "AWS_DEFAULT_REGION")


@dataclass(frozen=True)
class Region:
    """A region, and where its name comes from.

    Attributes:
        source: in words, for the operator.
    """

    name: str
    source: str

    def __str__(self) -> str:
        """Return the line that verbs print for the operator."""
        return f"Region {self.name} (by {self.source})."


def use_region(named: str | None) -> Region:
    """Decide the region for all clients of this process, and return it.

    Args:
        named: what the operator asks for; ``None`` if nothing.

    Raises:
        botocore.exceptions.BotoCoreError: the profile that ``AWS_PROFILE`` names does not exist.
    """
    region = decide_region(named)
    boto3.setup_default_session(region_name=region.name)
    return region


def decide_region(named: str | None, variables: Mapping[str, str] = os.environ) -> Region:
    """Return the region: as named, else by variable, by profile, or the one of samconfig.toml.

    Args:
        named: what the operator asks for; ``None`` if nothing.
        variables: the environment.

    Raises:
        botocore.exceptions.BotoCoreError: the profile that ``AWS_PROFILE`` names does not exist.
    """
    if named:
        return Region(named, "--region")
    for variable in _VARIABLES:
        if name := variables.get(variable):
            return Region(name, variable)
    # Its type says that there is always one; without a profile there is none.
    profile: str | None = boto3.Session().region_name
    if profile:
        return Region(profile, f"profile {variables.get('AWS_PROFILE', 'default')}")
    return Region(REGION, "samconfig.toml")
