"""Entry point of the statistics function, which a schedule invokes once a day."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from scalp_core import clock
from scalp_core.statistics.publish import publish_pending_batches
from scalp_statistics.bootstrap import services


def handler(_event: dict[str, Any], _context: LambdaContext) -> dict[str, int]:
    """Publish the batches that are pending, whatever the event says; return how many.

    Invoked again on the same day it publishes nothing twice.

    Raises:
        BackendError: DynamoDB failed; Lambda invokes again, which publishes the rest.
    """
    published = publish_pending_batches(stats=services().stats, clock=clock.now)
    # Neither cells nor numbers of people: what is public is in the table.
    services().logger.info("statistics published", extra={"batches": len(published)})
    return {"batches": len(published)}
