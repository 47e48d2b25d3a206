"""Dependencies of the routes, as ``Annotated`` aliases.

Routes and dependencies are coroutines although they block: a plain function would cost each
request a thread (docs/adr/0016). An environment of the Lambda function has one request at a time,
so nobody waits for a blocked one.
"""

from typing import Annotated

from fastapi import Depends, Path, Request

from scalp_api import bootstrap
from scalp_api.middleware import is_signed_by_iam
from scalp_core.errors import OperatorsOnlyError
from scalp_core.ids import ID_PATTERN
from scalp_core.products.visitor_buckets import parse_network


async def get_services() -> bootstrap.Services:
    """Return the services of this process, built on first use."""
    return bootstrap.services()


async def get_caller_network(request: Request) -> str:
    """Return the network that a request comes from.

    CloudFront appends the viewer's address to X-Forwarded-For, and API Gateway may append that of
    CloudFront; viewers can forge everything before. Without an origin secret the API can be called
    directly and the whole header may be forged, so only the connection counts.
    """
    connected = request.client.host if request.client else ""
    if not bootstrap.origin_secrets():
        return parse_network(connected)
    header = request.headers.get("x-forwarded-for", "")
    addresses = [address.strip() for address in header.split(",") if address.strip()]
    if addresses and addresses[-1] == connected:
        addresses.pop()
    return parse_network(addresses[-1] if addresses else connected)


async def is_prefetch(request: Request) -> bool:
    """Return whether a browser loads ahead what nobody has asked for yet."""
    purpose = request.headers.get("sec-purpose") or request.headers.get("purpose") or ""
    return purpose.lower().startswith("prefetch")


async def require_operator(request: Request) -> None:
    """Refuse requests that API Gateway has not authorised by IAM.

    template.yaml puts its authoriser before the routes that need this. A route that was forgotten
    there stays closed.

    Raises:
        OperatorsOnlyError: the request is not signed.
    """
    if not is_signed_by_iam(request.scope):
        raise OperatorsOnlyError


ServicesDep = Annotated[bootstrap.Services, Depends(get_services)]
CallerNetwork = Annotated[str, Depends(get_caller_network)]
IsPrefetch = Annotated[bool, Depends(is_prefetch)]
OperatorsOnly = Depends(require_operator)

AssessmentId = Annotated[
    str,
    Path(
        pattern=ID_PATTERN,
        description="128-bit id from the creation; whoever holds it may read and delete.",
        examples=["9f86d081884c7d659a2feaa0c55ad015"],
    ),
]
