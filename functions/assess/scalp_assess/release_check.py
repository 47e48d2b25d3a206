"""Checks a release on stored renders, before CodeDeploy sends it anybody's photo.

CodeDeploy calls the function as the hook of its own release (template.yaml), after the new version
has been published and before any traffic reaches it. The drawn grades are known, so the networks
can be held to what the manifest says that they can do, on Lambda's own processors.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from scalp_assess.bootstrap import Services
from scalp_core.analysis import AnalysisResult
from scalp_core.errors import PhotoRejectedError
from scalp_core.vision.manifest import Artifacts
from scalp_core.vocabulary import Grade, Symptom

RENDERS = Path(__file__).parent / "renders"

# A handful of pictures shows broken networks, not slightly worse ones: those are found when models
# are published (scalp_train release).
_ALLOWANCE = 0.5


@dataclass(frozen=True)
class Render:
    """A drawn scalp.

    Attributes:
        grades: as drawn.
    """

    content: bytes
    grades: Mapping[Symptom, Grade]


def stored_renders(folder: Path = RENDERS) -> list[Render]:
    """Return the stored renders; their names end in the six grades, in the order of symptoms."""
    return [
        Render(
            path.read_bytes(),
            {
                symptom: Grade(int(digit))
                for symptom, digit in zip(Symptom, path.stem.rpartition("-")[2], strict=True)
            },
        )
        for path in sorted(folder.glob("*.jpg"))
    ]


def find_faults(
    renders: Iterable[Render],
    analyse: Callable[[bytes], AnalysisResult],
    expected_errors: Mapping[Symptom, float],
) -> Iterator[str]:
    """Yield what is wrong with the models, in words; nothing if they do what they should.

    Args:
        expected_errors: mean absolute error of each symptom's grades in the evaluation.
    """
    errors: dict[Symptom, list[int]] = {symptom: [] for symptom in Symptom}
    for render in renders:
        try:
            found = analyse(render.content).symptoms
        except PhotoRejectedError as error:
            yield f"a stored render was rejected: {error.code}"
            continue
        for symptom in Symptom:
            errors[symptom].append(abs(found[symptom].grade - render.grades[symptom]))
    for symptom, seen in errors.items():
        limit = expected_errors[symptom] + _ALLOWANCE
        if not seen:
            yield f"{symptom} was not checked"
        elif sum(seen) > limit * len(seen):
            yield f"{symptom} is {sum(seen) / len(seen):.2f} grades off, {limit:.2f} are allowed"


def is_release_check(event: Mapping[str, Any]) -> bool:
    """Return whether CodeDeploy asks for a check."""
    return "LifecycleEventHookExecutionId" in event


def check_release(event: Mapping[str, Any], services: Services) -> dict[str, object]:
    """Check the models, tell CodeDeploy, and return the faults.

    A fault of the check itself is one of the release: whatever stops it would stop photos, too.
    """
    try:
        models = Artifacts(services.settings.model_artifacts).manifest.models
        expected = {symptom: models[symptom].metrics.mean_absolute_error for symptom in Symptom}
        faults = list(find_faults(stored_renders(), services.ensemble.analyse, expected))
    except Exception as error:  # the boundary of the release
        services.logger.exception("release could not be checked")
        faults = [type(error).__name__]
    services.logger.info("release checked", extra={"faults": faults})
    codedeploy: Any = boto3.client("codedeploy")
    codedeploy.put_lifecycle_event_hook_execution_status(
        deploymentId=event["DeploymentId"],
        lifecycleEventHookExecutionId=event["LifecycleEventHookExecutionId"],
        status="Failed" if faults else "Succeeded",
    )
    return {"faults": faults}
