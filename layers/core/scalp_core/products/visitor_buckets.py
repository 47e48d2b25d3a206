"""Recognise that requests of one day come from one network, without storing which one.

An address is hashed with the day's random salt, which is deleted afterwards. One byte of the hash
is stored: many addresses share it, and without the salt it leads to none of them.
"""

import hmac
from ipaddress import IPv6Address, ip_address

# Networks distinguished for one product and day, which is also the most visits counted in a day.
BUCKETS = 256


def parse_network(address: str) -> str:
    """Return the network of one subscriber: an IPv4 address, or the first 64 bits of an IPv6 one.

    All text that is no address counts as one network.
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

    Buckets of different subjects are unrelated, so visits to several products cannot be linked.

    Args:
        salt: of the day.
    """
    return hmac.digest(salt, f"{subject} {network}".encode(), "sha256")[0] % BUCKETS
