"""What routes ask for: ids that have the right shape, and who may come in.

Routes and what they depend on are coroutines, although nothing in them waits for another: what is
none, FastAPI has a thread do, which costs more than most of the work. They block while boto3 does,
and may, as an environment of the function has one request at a time.
"""

import hmac
from typing import Annotated

from fastapi import Path, Request
from starlette.datastructures import Headers
from starlette.types import Scope

from scalp_api import bootstrap
from scalp_core.errors import OperatorsOnlyError
from scalp_core.ids import ID_PATTERN

# infra/web.yaml lets CloudFront add it, in place of whatever a browser sends under this name.
ORIGIN_HEADER = "x-scalp-origin"

AssessmentId = Annotated[
    str,
    Path(
        pattern=ID_PATTERN,
        description="128-bit id from the creation; whoever holds it may read and delete.",
        examples=["9f86d081884c7d659a2feaa0c55ad015"],
    ),
]


async def operators_only(request: Request) -> None:
    """Let in whom API Gateway has let in by IAM.

    template.yaml puts its authoriser before the routes that need this. Only API Gateway writes this
    part of the event, so a route that was forgotten there stays shut.

    Raises:
        OperatorsOnlyError: nobody has been let in by IAM.
    """
    if not _by_iam(request.scope):
        raise OperatorsOnlyError


def is_admitted(scope: Scope) -> bool:
    """Return whether the request comes through CloudFront, where the firewall stands, or by IAM.

    API Gateway's own address is public, too, and would be a way around the firewall. Operators sign
    their requests to that address, so their header cannot come from CloudFront. Without a
    configured secret everybody is admitted.
    """
    secrets = bootstrap.origin_secrets()
    if not secrets or _by_iam(scope):
        return True
    said = Headers(scope=scope).get(ORIGIN_HEADER, "").encode()
    # In constant time, so that the time does not tell how much of a guess was right.
    return any(hmac.compare_digest(said, secret.encode()) for secret in secrets)


def _by_iam(scope: Scope) -> bool:
    """Return whether API Gateway has let the request in by IAM; nobody else writes this part."""
    context = scope.get("aws.event", {}).get("requestContext", {})
    return bool(context.get("authorizer", {}).get("iam"))
