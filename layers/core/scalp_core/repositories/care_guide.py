"""The care guide's file, which is deployed beside the code."""

from pathlib import Path

from pydantic import ValidationError

from scalp_core.care import CareGuide
from scalp_core.errors import BrokenArtifactError


def load_care_guide(path: Path) -> CareGuide:
    """Read and check the guide.

    Raises:
        BrokenArtifactError: the file is missing, incomplete, or a statement lacks its source.
    """
    try:
        return CareGuide.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise BrokenArtifactError(f"{path.name}: {error}") from error
