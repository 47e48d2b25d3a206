"""What in a new description of the API would break a program written for the old one.

One question answers both directions: is every value that one schema allows allowed by the other?
What clients send was allowed by the old one and has to stay allowed; what they receive is given by
the new one and has to be something that they know. Only additions to answers are let through.
"""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

_METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
# A larger number allows less, or a smaller one does.
_LOWER_BOUNDS = ("minimum", "exclusiveMinimum", "minLength", "minItems")
_UPPER_BOUNDS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")
_INNER = ("items", "propertyNames")


def breaking_changes(old: Schema, new: Schema) -> list[str]:
    """Sentences, each about one change that clients of ``old`` would notice."""
    return list(_Comparison(old, new).changes())


class _Comparison:
    def __init__(self, old: Schema, new: Schema) -> None:
        self._old, self._new = old, new

    def changes(self) -> Iterator[str]:
        for path, methods in self._old["paths"].items():
            for method in _METHODS:
                if method not in methods:
                    continue
                place = f"{method.upper()} {path}"
                now = self._new["paths"].get(path, {}).get(method)
                if now is None:
                    yield f"{place}: removed"
                    continue
                yield from self._parameters(place, methods[method], now)
                yield from self._body(place, methods[method], now)
                yield from self._answers(place, methods[method], now)

    def _parameters(self, place: str, old: Schema, new: Schema) -> Iterator[str]:
        before, after = _parameters_of(old), _parameters_of(new)
        for key in before.keys() - after.keys():
            yield f"{place}: parameter {key[1]} removed"
        for key, parameter in after.items():
            known = before.get(key)
            if parameter.get("required") and not (known or {}).get("required"):
                yield f"{place}: parameter {key[1]} is required now"
            if known:
                yield from self._sent(f"{place} {key[1]}", known["schema"], parameter["schema"])

    def _body(self, place: str, old: Schema, new: Schema) -> Iterator[str]:
        before, after = old.get("requestBody", {}), new.get("requestBody", {})
        if after.get("required") and not before.get("required"):
            yield f"{place}: a body is required now"
        for media_type, content in before.get("content", {}).items():
            now = after.get("content", {}).get(media_type)
            if now is None:
                yield f"{place}: no longer takes {media_type}"
            else:
                yield from self._sent(f"{place} body", content["schema"], now["schema"])

    def _answers(self, place: str, old: Schema, new: Schema) -> Iterator[str]:
        for status, answer in old["responses"].items():
            now = new["responses"].get(status)
            if now is None:
                yield f"{place}: answer {status} removed"
                continue
            for media_type, content in answer.get("content", {}).items():
                after = now.get("content", {}).get(media_type)
                if after is None:
                    yield f"{place} {status}: no longer gives {media_type}"
                elif "schema" in content:
                    where = f"{place} {status}"
                    yield from self._received(where, content["schema"], after.get("schema", {}))

    def _sent(self, place: str, old: Schema, new: Schema) -> Iterator[str]:
        yield from _Subset(self._old, self._new, answers=False).faults(place, old, new)

    def _received(self, place: str, old: Schema, new: Schema) -> Iterator[str]:
        yield from _Subset(self._new, self._old, answers=True).faults(place, new, old)


def _parameters_of(operation: Schema) -> dict[tuple[str, str], Schema]:
    return {(one["in"], one["name"]): one for one in operation.get("parameters", [])}


class _Subset:
    """Whether all that a schema of one document gives is taken by one of another."""

    def __init__(self, giving: Schema, taking: Schema, *, answers: bool) -> None:
        self._giving, self._taking, self._answers = giving, taking, answers
        # What is being compared further up: schemas may contain themselves.
        self._open: set[tuple[int, int]] = set()

    def faults(self, place: str, given: Schema, taken: Schema) -> Iterator[str]:
        for one in _variants(self._giving, given):
            found = [self._pair(place, one, other) for other in _variants(self._taking, taken)]
            # Of several that could take it, the one with the fewest differences is the one meant.
            yield from min(found, key=len)

    def _pair(self, place: str, given: Schema, taken: Schema) -> list[str]:
        pair = id(given), id(taken)
        if pair in self._open:
            return []
        self._open.add(pair)
        found = list(self._differences(place, given, taken))
        self._open.remove(pair)
        return found

    def _differences(self, place: str, given: Schema, taken: Schema) -> Iterator[str]:
        yield from self._values(place, given, taken)
        yield from self._fields(place, given, taken)
        for name in _INNER:
            if isinstance(given.get(name), dict) and isinstance(taken.get(name), dict):
                yield from self.faults(f"{place}[]", given[name], taken[name])
        one, other = given.get("additionalProperties"), taken.get("additionalProperties")
        if isinstance(one, dict) and isinstance(other, dict):
            yield from self.faults(f"{place}{{}}", one, other)
        pairs = zip(given.get("prefixItems", []), taken.get("prefixItems", []), strict=False)
        for number, (first, second) in enumerate(pairs):
            yield from self.faults(f"{place}[{number}]", first, second)

    def _values(self, place: str, given: Schema, taken: Schema) -> Iterator[str]:
        if "type" in taken and given.get("type") not in (taken["type"], _narrower(taken["type"])):
            yield f"{place}: type {given.get('type')} where {taken['type']} is known"
        for name in ("pattern", "format", "contentMediaType"):
            if name in taken and given.get(name) != taken[name]:
                yield f"{place}: {name} changed"
        one, other = _allowed(given), _allowed(taken)
        if other is not None and (one is None or not one <= other):
            yield f"{place}: more values than known: {sorted(map(str, (one or set()) - other))}"
        if self._answers and one is not None and other is not None and other - one:
            yield f"{place}: values removed: {sorted(map(str, other - one))}"
        for name in _LOWER_BOUNDS:
            if name in taken and given.get(name, float("-inf")) < taken[name]:
                yield f"{place}: {name} {taken[name]}"
        for name in _UPPER_BOUNDS:
            if name in taken and given.get(name, float("inf")) > taken[name]:
                yield f"{place}: {name} {taken[name]}"

    def _fields(self, place: str, given: Schema, taken: Schema) -> Iterator[str]:
        one, other = given.get("properties", {}), taken.get("properties", {})
        missing = set(taken.get("required", [])) - set(given.get("required", []))
        gone = other.keys() - one.keys() if self._answers else set()
        if not self._answers and taken.get("additionalProperties") is False:
            gone = one.keys() - other.keys()
        for name in sorted(gone):
            yield f"{place}.{name}: removed"
        for name in sorted(missing - gone):
            yield f"{place}.{name}: " + ("optional now" if self._answers else "required now")
        for name in sorted(one.keys() & other.keys()):
            yield from self.faults(f"{place}.{name}", one[name], other[name])


def _variants(document: Schema, schema: Schema) -> list[Schema]:
    """The schemas of which a value keeps to one, with references followed."""
    if "$ref" in schema:
        target: Any = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        return _variants(document, target)
    for name in ("anyOf", "oneOf"):
        if name in schema:
            return [one for inner in schema[name] for one in _variants(document, inner)]
    return [schema]


def _allowed(schema: Schema) -> set[Any] | None:
    if "const" in schema:
        return {schema["const"]}
    return set(schema["enum"]) if "enum" in schema else None


def _narrower(kind: Any) -> str | None:
    return "integer" if kind == "number" else None
