"""Entry point of the catalog function."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from scalp_catalog.bootstrap import services
from scalp_catalog.refresh import refresh


def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Refresh what the event names, e.g. ``{"refresh": "hospitals"}``; return what changed."""
    return refresh(event, services())
