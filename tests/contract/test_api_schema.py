"""What the API documents and what it does are the same: schemathesis asks about everything."""

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case

from scalp_api.app import PREFIX, create_app
from support.cloud import Cloud

schema = schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", create_app())


@schema.parametrize()
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_operation_keeps_to_its_description(case: Case, cloud: Cloud) -> None:
    case.call_and_validate()
