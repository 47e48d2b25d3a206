"""Entry point of the assess function."""

import os
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from scalp_assess.bootstrap import services
from scalp_assess.processing import process
from scalp_assess.release_check import check_release, is_release_check
from scalp_assess.sam_local import require_stack


def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    """Assess the uploaded photos that a batch of queue messages, or a bare S3 event, names.

    CodeDeploy's hook before a release takes over is answered, too.
    """
    require_stack(os.environ)
    if is_release_check(event):
        return check_release(event, services())
    return process(event, context, services())
