"""Data files that are deployed with the code."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from scalp_core.errors import BrokenArtifactError

Data = TypeVar("Data", bound=BaseModel)


def load_deployed(file: Path, model: type[Data]) -> Data:
    """Read and validate a JSON file.

    Raises:
        BrokenArtifactError: it is missing or does not fit the model.
    """
    try:
        return model.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        raise BrokenArtifactError(f"{file.name}: {error}") from error
