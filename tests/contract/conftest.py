"""The template as CloudFormation gets it."""

from typing import Any

import pytest

from scalp_deployment.paths import TEMPLATE
from scalp_local.sam_transform import transform


@pytest.fixture(scope="session")
def template() -> dict[str, Any]:
    return transform(TEMPLATE, {})


@pytest.fixture(scope="session")
def resources(template: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = template["Resources"]
    return found
