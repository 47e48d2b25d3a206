"""What routes ask for: services, and ids that have the right shape."""

from typing import Annotated

from fastapi import Depends, Path, Request

from scalp_api.bootstrap import Services, services
from scalp_core.errors import OperatorsOnlyError
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


def operators_only(request: Request) -> None:
    """Let in whom API Gateway has let in by IAM.

    template.yaml puts its authoriser before the routes that need this. Only API Gateway writes this
    part of the event, so a route that was forgotten there stays shut.

    Raises:
        OperatorsOnlyError: nobody has been let in by IAM.
    """
    context = request.scope.get("aws.event", {}).get("requestContext", {})
    if not context.get("authorizer", {}).get("iam"):
        raise OperatorsOnlyError
