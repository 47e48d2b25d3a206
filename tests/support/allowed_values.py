"""Values that the fields of a model allow or refuse."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError


def values(
    model: type[BaseModel], base: dict[str, Any], field: str, good: list[Any], bad: list[Any]
) -> list[Any]:
    """Return a case for each value of a field, with whether it is allowed."""
    named = f"{model.__name__}.{field}"
    return [
        pytest.param(model, base | {field: value}, allowed, id=f"{named}={value}"[:60])
        for allowed, some in ((True, good), (False, bad))
        for value in some
    ]


def takes(model: type[BaseModel], given: dict[str, Any]) -> bool:
    """Return whether a model can be made of these values."""
    try:
        model(**given)
    except ValidationError:
        return False
    return True
