"""Helpers to read a transformed CloudFormation template."""

from typing import Any

Properties = dict[str, Any]


def of_type(resources: dict[str, Any], kind: str) -> dict[str, Properties]:
    """Return the properties of all resources of a type, at least one, by logical id."""
    found = {
        key: one.get("Properties", {}) for key, one in resources.items() if one["Type"] == kind
    }
    assert found, f"the template has no {kind}"
    return found


def target(reference: dict[str, Any]) -> str:
    """Return the logical id that ``Ref`` or ``Fn::GetAtt`` points to."""
    found = reference.get("Ref") or reference["Fn::GetAtt"]
    return found if isinstance(found, str) else str(found[0])


def function_of(reference: dict[str, Any]) -> str:
    """Return the logical id of the function that a reference to it, or to its alias, points to."""
    return target(reference).removesuffix("Aliaslive")


def statements(policy: Properties) -> list[dict[str, Any]]:
    """Return the statements of a policy document's owner."""
    found: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
    return found


def as_list(value: Any) -> list[Any]:
    """Return a list, also for a single value in its place."""
    return value if isinstance(value, list) else [value]
