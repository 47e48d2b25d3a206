"""Ways around in a transformed CloudFormation template."""

from typing import Any

Properties = dict[str, Any]


def of_type(resources: dict[str, Any], kind: str) -> dict[str, Properties]:
    """Properties of all resources of a kind, at least one, by logical id."""
    found = {
        key: one.get("Properties", {}) for key, one in resources.items() if one["Type"] == kind
    }
    assert found, f"the template has no {kind}"
    return found


def target(reference: dict[str, Any]) -> str:
    """Logical id that ``Ref`` or ``Fn::GetAtt`` points to."""
    found = reference.get("Ref") or reference["Fn::GetAtt"]
    return found if isinstance(found, str) else str(found[0])


def statements(policy: Properties) -> list[dict[str, Any]]:
    """Statements of something with a policy document."""
    found: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
    return found


def as_list(value: Any) -> list[Any]:
    """What may stand alone where a list is meant."""
    return value if isinstance(value, list) else [value]
