"""Recognise that requests of one day come from one network, without storing which one.

An address is hashed with a random salt that is the day's own and is deleted afterwards. One byte of
the hash is kept: many addresses share it, and without the salt it leads to none of them.
"""

import hmac
from ipaddress import IPv6Address, ip_address

# As many networks are told apart for one product and day; so many visits of a day count at most.
BUCKETS = 256


def parse_network(address: str) -> str:
    """Return what one subscriber has: an IPv4 address, or the first 64 bits of an IPv6 address.

    Whatever is no address counts as one and the same network.
    """
    try:
        found = ip_address(address.strip())
    except ValueError:
        return "unknown"
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return found.packed[:8].hex()


def visitor_bucket(network: str, subject: str, salt: bytes) -> int:
    """Return the network's bucket of a day for a product or campaign.

    Different subjects have unrelated buckets, so nobody's way through the shop can be followed.

    Args:
        salt: of the day.
    """
    return hmac.digest(salt, f"{subject} {network}".encode(), "sha256")[0] % BUCKETS
