"""Where a request comes from, as far as counting needs to know."""

from fastapi import Request

from scalp_api import bootstrap
from scalp_core.products.visitor_buckets import parse_network


def network_of_caller(request: Request) -> str:
    """Return the network of whoever sent a request.

    CloudFront adds the viewer's address to the end of X-Forwarded-For, and API Gateway may add
    CloudFront's, from which it was called; everything before is the viewer's own invention. Where
    no origin secret is set, the API can be called without CloudFront and the whole header may be
    invented, so only the connection counts.
    """
    connected = request.client.host if request.client else ""
    if not bootstrap.origin_secrets():
        return parse_network(connected)
    header = request.headers.get("x-forwarded-for", "")
    named = [address.strip() for address in header.split(",") if address.strip()]
    if named and named[-1] == connected:
        named.pop()
    return parse_network(named[-1] if named else connected)


def is_prefetch(request: Request) -> bool:
    """Return whether a browser only loads ahead what nobody has asked for yet."""
    purpose = request.headers.get("sec-purpose") or request.headers.get("purpose") or ""
    return purpose.lower().startswith("prefetch")
