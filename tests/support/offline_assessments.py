"""Assessments in a table that is not there."""

from datetime import UTC, datetime, timedelta
from typing import Any

from support.offline_aws import OfflineDynamo

NOW = datetime(2026, 11, 22, 12, 30, 15, tzinfo=UTC)
DAY = timedelta(days=1)


def stored(dynamo: OfflineDynamo) -> dict[str, Any]:
    """Return the item that the first request wrote."""
    return dict(dynamo.requests[0][1]["Item"])
