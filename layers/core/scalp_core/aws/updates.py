"""Build DynamoDB update statements, the only place that does."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from boto3.dynamodb.conditions import ConditionBase, ConditionExpressionBuilder

from scalp_core.aws.dynamodb import is_condition_failure, to_item, translate_errors
from scalp_core.errors import BackendError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import UpdateTypeDef


def build_update(
    table: str,
    key: Mapping[str, object],
    *,
    set_values: Mapping[str, object | None] | None = None,
    set_if_absent: Mapping[str, object] | None = None,
    add: Mapping[str, object] | None = None,
    remove: Iterable[str] = (),
    condition: ConditionBase | None = None,
) -> "UpdateTypeDef":
    """Return an update for ``update_item`` or a transaction.

    Every attribute goes by a placeholder, so no name can collide with a reserved word or with
    another placeholder.

    Args:
        key: partition and sort key, as plain values.
        set_values: attributes to overwrite; those that are ``None`` are left as they are.
        set_if_absent: attributes to write unless the item has them.
        add: numbers to add to counters, or sets to add to sets.
        remove: attributes to delete.
        condition: what must hold for the write (``boto3.dynamodb.conditions.Attr``).

    Raises:
        ValueError: there is nothing to change.
    """
    placeholders: dict[str, str] = {}
    values: dict[str, object] = {}

    def name(attribute: str) -> str:
        return placeholders.setdefault(attribute, f"#u{len(placeholders)}")

    def value(content: object) -> str:
        placeholder = f":u{len(values)}"
        values[placeholder] = content
        return placeholder

    present = {
        attribute: content
        for attribute, content in (set_values or {}).items()
        if content is not None
    }
    clauses = {
        "SET": [
            *(f"{name(attribute)} = {value(content)}" for attribute, content in present.items()),
            *(
                f"{name(attribute)} = if_not_exists({name(attribute)}, {value(content)})"
                for attribute, content in (set_if_absent or {}).items()
            ),
        ],
        "ADD": [
            f"{name(attribute)} {value(content)}" for attribute, content in (add or {}).items()
        ],
        "REMOVE": [name(attribute) for attribute in remove],
    }
    expression = " ".join(f"{verb} {', '.join(parts)}" for verb, parts in clauses.items() if parts)
    if not expression:
        raise ValueError("an update must change something")
    update: UpdateTypeDef = {
        "TableName": table,
        "Key": to_item(key),
        "UpdateExpression": expression,
    }
    names = {placeholder: attribute for attribute, placeholder in placeholders.items()}
    if condition is not None:
        # Its placeholders are #n0, :v0 and so on.
        built = ConditionExpressionBuilder().build_expression(condition)
        update["ConditionExpression"] = built.condition_expression
        names |= built.attribute_name_placeholders
        values |= built.attribute_value_placeholders
    update["ExpressionAttributeNames"] = names
    if values:
        update["ExpressionAttributeValues"] = to_item(values)
    return update


def write_if(action: str, write: Callable[[], object]) -> bool:
    """Run a conditional write; return ``False`` if its condition did not hold.

    Raises:
        BackendError: AWS failed; ``action`` names what it was asked to do.
    """
    try:
        with translate_errors(action):
            write()
    except BackendError as error:
        if is_condition_failure(error):
            return False
        raise
    return True
