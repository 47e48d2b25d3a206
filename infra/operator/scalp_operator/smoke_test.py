"""Tests a deployed stack from outside: one photo, every kind of route, and the firewall."""

from pathlib import Path

import httpx

from scalp_deployment.assessment_client import AssessmentRequestError, assess_photo
from scalp_deployment.paths import SAMPLE_PHOTO
from scalp_operator.edge_checks import check_edge
from scalp_operator.errors import OperatorError

_ROUTES = ("/health", "/stats", "/care/normal", "/products", "/hospitals/regions")


def run_smoke_test(site: str, photo: Path, *, api_gateway: str) -> None:
    """Assess a photo, check the other routes, and delete the assessment.

    The sample photo is not counted in the statistics; any other is.

    Args:
        site: URL of the site.
        api_gateway: URL of API Gateway itself, which must refuse. Empty to skip that test, and
            those of what only AWS shows.

    Raises:
        OperatorError: something does not work; the text names all of it.
    """
    try:
        assessment = assess_photo(site, photo, sample=photo == SAMPLE_PHOTO)
        failures = check_edge(site) if site.startswith("https://") and site != api_gateway else []
    except (AssessmentRequestError, httpx.HTTPError) as error:
        raise OperatorError(f"{site}: {error}") from error
    with httpx.Client(base_url=f"{site}/api/v1", timeout=30) as api:
        failures += _check_routes(api, assessment["id"])
    if api_gateway and site != api_gateway:
        bypassed = httpx.get(f"{api_gateway}/api/v1/health", timeout=30).status_code
        if bypassed != httpx.codes.FORBIDDEN:
            failures.append(f"the firewall can be bypassed ({bypassed})")
    if assessment["status"] != "done":
        failures.append(f"the photo's assessment is {assessment['status']}")
    if failures:
        raise OperatorError(f"{site}: " + "; ".join(failures))


def _check_routes(api: httpx.Client, assessment_id: str) -> list[str]:
    """Return the failures of the API's routes; delete the assessment."""
    failures = []
    for path in _ROUTES:
        status = api.get(path).status_code
        if status != httpx.codes.OK:
            failures.append(f"{path} answers {status}")
    deleted = api.delete(f"/assessments/{assessment_id}").status_code
    left = api.get(f"/assessments/{assessment_id}").status_code
    if (deleted, left) != (httpx.codes.NO_CONTENT, httpx.codes.NOT_FOUND):
        failures.append(f"the assessment cannot be deleted ({deleted}, then {left})")
    return failures
