"""Compare names of products as different registers and shops write them."""

import re
import unicodedata


def comparable_name(text: str) -> str:
    """Return a name without spaces, punctuation, width and case."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).casefold()
