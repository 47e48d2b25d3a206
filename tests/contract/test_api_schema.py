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
    if case.path == f"{PREFIX}/hospitals" and not (
        case.meta and case.meta.generation.mode.is_negative
    ):
        _ask_one_thing(case)
    case.call_and_validate()


def _ask_one_thing(case: Case) -> None:
    """Region or cell, and no page before: its description says so, OpenAPI has no words for it."""
    around = "cell" in case.query
    names = {"cell", "limit"} if around else {"region", "sigungu", "q", "limit"}
    asked = case.query if around else {"region": "11"} | case.query
    case.query = {name: value for name, value in asked.items() if name in names}
