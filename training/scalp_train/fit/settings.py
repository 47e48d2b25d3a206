"""``--set KEY=VALUE``: single fields of a recipe, changed from the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

Schema = Mapping[str, Any]
"""A JSON schema, as pydantic writes it."""


class SettingError(ValueError):
    """A setting names no field of the recipe; the message lists those that there are."""


def change(content: dict[str, Any], settings: Sequence[str], schema: Schema) -> None:
    """Set fields of a recipe's ``content`` in place; values are YAML and not validated here.

    Args:
        content: a recipe as read from YAML.
        settings: ``KEY=VALUE`` each; dots lead into sections, numbers count phases from 0.
        schema: of the recipe's model; names the known fields, set in the file or not.

    Raises:
        SettingError: a setting is not of that form, or its key names no field.
    """
    for setting in settings:
        key, equals, text = setting.partition("=")
        if not equals or not key:
            raise SettingError(f"{setting!r} is not KEY=VALUE, as in train.count=500")
        try:
            value = yaml.safe_load(text)
        except yaml.YAMLError as error:
            raise SettingError(f"{key}: {text!r} is not a YAML value") from error
        _put(content, key.split("."), value, schema)


def known_keys(schema: Schema, path: Sequence[str | int]) -> list[str]:
    """Return the names of the fields below a path of a schema; none where it has no fields."""
    node: Schema = schema
    for part in path:
        below = _below(node, schema)
        if isinstance(part, int):
            node = _items(node, schema)
        elif part in below:
            node = below[part]
        else:
            return []
    return sorted(_below(node, schema))


def _put(content: Any, keys: list[str], value: object, schema: Schema) -> None:
    node: Schema = schema
    for number, key in enumerate(keys):
        last = number == len(keys) - 1
        place: str | int = key
        if isinstance(content, list):
            names = [str(index) for index in range(len(content))]
            node = _items(node, schema)
            place = int(key) if key in names else key
        else:
            below = _below(node, schema)
            names = sorted(below)
            node = below.get(key, {})
        if key not in names:
            raise SettingError(_unknown(keys, number, names))
        if last:
            content[place] = value
        elif isinstance(content, list):
            content = content[int(place)]
        else:
            if not isinstance(content.get(key), dict | list):
                content[key] = {}
            content = content[key]


def _unknown(keys: Sequence[str], number: int, names: Sequence[str]) -> str:
    wrong, above = ".".join(keys[: number + 1]), ".".join(keys[:number])
    if not names:
        return f"{wrong}: {above} has no fields"
    prefix = f"{above}." if above else ""
    return f"{wrong}: no such field; known are {', '.join(prefix + name for name in names)}"


def _below(node: Schema, root: Schema) -> dict[str, Schema]:
    """Return the schemas of a node's fields by name; of a mapping with known keys, of its keys."""
    found: dict[str, Schema] = {}
    for option in _options(node, root):
        found |= option.get("properties", {})
        for names in _options(option.get("propertyNames", {}), root):
            found |= dict.fromkeys(names.get("enum", ()), option.get("additionalProperties", {}))
    return found


def _items(node: Schema, root: Schema) -> Schema:
    """Return the schema of an array's items."""
    for option in _options(node, root):
        if "items" in option or "prefixItems" in option:
            found: Schema = option.get("items") or option["prefixItems"][0]
            return found
    return {}


def _options(node: Schema, root: Schema) -> list[Schema]:
    if "$ref" in node:
        return _options(root["$defs"][node["$ref"].rpartition("/")[2]], root)
    if "anyOf" in node:
        return [found for option in node["anyOf"] for found in _options(option, root)]
    return [node]
