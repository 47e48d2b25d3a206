"""What routes ask for: services, and ids that have the right shape."""

from typing import Annotated

from fastapi import Depends, Path

from scalp_api.bootstrap import Services, services
from scalp_core.ids import ID_PATTERN

ServicesDep = Annotated[Services, Depends(services)]

AssessmentId = Annotated[
    str,
    Path(
        pattern=ID_PATTERN,
        description="128-bit id from the creation; whoever holds it may read and delete.",
        examples=["9f86d081884c7d659a2feaa0c55ad015"],
    ),
]
