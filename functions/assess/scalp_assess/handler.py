"""Entry point of the assess function."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from scalp_assess.bootstrap import services
from scalp_assess.processing import process


def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    """Assess the uploaded photos that a batch of queue messages, or a bare S3 event, names."""
    return process(event, context, services())
