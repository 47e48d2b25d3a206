"""Whole numbers in JSON bodies: 2 and 2.0 are some there, "2" and true are none."""


def refuse_coercion(value: object) -> object:
    """Return the value; for use before a number's own validation, which would accept more.

    Raises:
        ValueError: it is text or a truth value.
    """
    if isinstance(value, bool | str):
        raise ValueError("a number is needed")
    return value
