"""Renders docs/api.md from the API's OpenAPI description."""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

_HEAD = """# The API

Made by `make openapi` from the code, as is [openapi.json](openapi.json); a test compares. While the
API runs, the same is at `/api/v1/docs`. `HOST` is the site's address, locally
`http://localhost:8000`.

* **Form**: JSON in UTF-8, names in camelCase, times in UTC by ISO 8601. Unknown fields of a request
  are refused.
* **Problems** are [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem details
  (`application/problem+json`) with a `code` for programs. They never repeat what was sent. Besides
  those of each route: `route_not_found` (404), `method_not_allowed` (405), `not_through_the_site`
  (403, whoever asks API Gateway itself), `internal_error` (500). Of several that apply the first is
  the answer: origin (403), path (404), method (405), IAM (403), size (413), form (422).
* **Paths** are taken as they are written here: one with escapes, doubled slashes or another case is
  another path. Queries are decoded, and Korean in them may be in either Unicode form (NFC or NFD).
* **Limits**: `ApiRequestsPerSecond` (200) for each route, `NewAssessmentsPerSecond` (10) for new
  assessments, of everybody together; and by address in the firewall (`RequestsPerAddress`,
  `NewAssessmentsPerAddress`). Beyond them the answer is 429 from API Gateway or 403 from the
  firewall, without problem details.
* **Waiting for a result**: ask after `pollAfterSeconds`, then after `Retry-After`, whole seconds
  both. Where a person looks on, ask as the site does: a fifth of the wait so far apart, at least
  50 ms. The `Retry-After` of a 429 or 503 holds for everybody.
* **Keeping**: *may be kept* means `Cache-Control: public` with an `ETag`, for five minutes
  (statistics, empty lists) or a day (all else); ask again with `If-None-Match`: 304 has no body.
  *Not kept* is `no-store`. An answer about a named assessment is never kept.
* **Stability**: nothing under `/api/v1` is taken away. The last release is described by
  [openapi-released.json](openapi-released.json); a test fails when a path, field or value is gone,
  or a request has to say more than there. Whoever releases copies `openapi.json` over it; the
  workflow that deploys a tag refuses one where they differ.
"""

_EXAMPLES = {
    "assessments_create": "-H 'content-type: application/json' "
    '-d \'{"sex": "female", "ageGroup": "40s", "consent": true, "contentType": "image/jpeg"}\' '
    "HOST/api/v1/assessments",
    "assessments_read": "HOST/api/v1/assessments/9f86d081884c7d659a2feaa0c55ad015",
    "assessments_delete": "-X DELETE HOST/api/v1/assessments/9f86d081884c7d659a2feaa0c55ad015",
    "stats_read": "'HOST/api/v1/stats?sex=female&ageGroup=40s'",
    "care_for_symptoms": "'HOST/api/v1/care?symptoms=dandruff:2,excess_sebum:1'",
    "care_for_type": "HOST/api/v1/care/seborrheic",
    "products_suggest": "'HOST/api/v1/products?symptom=dandruff&grade=2'",
    "products_report": '--aws-sigv4 "aws:amz:$AWS_REGION:execute-api" '
    '--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" '
    "'HOST/api/v1/products/report.csv?from=2026-11-01'",
    "products_visit": "-i HOST/api/v1/products/P001/visit",
    "hospitals_search": "'HOST/api/v1/hospitals?cell=wydm6'",
}


def render_page(api: Schema) -> str:
    """Return the page as Markdown.

    Args:
        api: an OpenAPI 3.1 description.
    """
    return "\n".join([_HEAD, *_routes(api), *_types(api)]) + "\n"


def _routes(api: Schema) -> Iterator[str]:
    for path, methods in api["paths"].items():
        for method, operation in methods.items():
            yield f"## `{method.upper()} {path}`"
            yield from (operation["description"], "")
            example = _EXAMPLES.get(operation["operationId"], f"HOST{path}")
            yield from ("```sh", f"curl {example}", "```", "")
            yield from _parameters(operation)
            yield from _responses(operation)


def _parameters(operation: Schema) -> Iterator[str]:
    rows = [
        _row(
            parameter["name"],
            parameter["in"],
            parameter.get("required"),
            parameter["schema"],
            parameter.get("description"),
        )
        for parameter in operation.get("parameters", [])
    ]
    for content in operation.get("requestBody", {}).get("content", {}).values():
        rows.append(f"| the whole | body | yes | {_form(content['schema'])} | |")
    if rows:
        yield from ("| sent | in | required | form | |", "|---|---|---|---|---|", *rows, "")


def _row(name: str, place: str, required: object, schema: Schema, description: str | None) -> str:
    needed = "yes" if required else ""
    return f"| `{name}` | {place} | {needed} | {_form(schema)} | {description or ''} |"


def _responses(operation: Schema) -> Iterator[str]:
    yield from ("| answer | |", "|---|---|")
    for status, response in operation["responses"].items():
        content = response.get("content", {})
        problem = content.get("application/problem+json")
        if problem:
            for code, example in problem["examples"].items():
                yield f"| {status} `{code}` | {example['value']['detail']} |"
        else:
            forms = [
                _form(media["schema"]) if "schema" in media else f"`{media_type}`"
                for media_type, media in content.items()
            ]
            yield f"| {status} | {', '.join(forms) or response['description']} |"
    cached = "may be kept" if "304" in operation["responses"] else "not kept"
    yield from ("", f"*{cached.capitalize()}.*", "")


def _types(api: Schema) -> Iterator[str]:
    """Yield every named schema with its values or fields."""
    yield from ("# Forms", "")
    for name, schema in sorted(api["components"]["schemas"].items()):
        yield f"## {name}"
        if description := schema.get("description"):
            yield from (description.partition("\n\nAttributes:")[0], "")
        if "enum" in schema:
            yield from (", ".join(f"`{value}`" for value in schema["enum"]), "")
            continue
        yield from ("| field | form | |", "|---|---|---|")
        required = schema.get("required", [])
        for field, inner in schema.get("properties", {}).items():
            form = _form(inner) + ("" if field in required else ", may be absent")
            description = " ".join(inner.get("description", "").split())
            yield f"| `{field}` | {form} | {description} |"
        yield ""


def _form(schema: Schema) -> str:
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            return " or ".join(_form(inner) for inner in schema[keyword])
    if "const" in schema or "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema.get("enum", [schema.get("const")]))
    kind = str(schema.get("type", "anything"))
    if kind == "array":
        inner = schema.get("items") or {"anyOf": schema.get("prefixItems", [{}])[:1]}
        return f"list of {_form(inner)}"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        names = _form(schema["propertyNames"]) if "propertyNames" in schema else "text"
        return f"{names} → {_form(schema['additionalProperties'])}"
    return kind + _bounds(schema)


def _bounds(schema: Schema) -> str:
    bounds = []
    if "format" in schema:
        bounds.append(schema["format"])
    if "pattern" in schema:
        bounds.append(f"`{schema['pattern'].replace('|', chr(92) + '|')}`")
    least = schema.get("minimum", schema.get("minLength"))
    most = schema.get("maximum", schema.get("maxLength"))
    if least is not None or most is not None:
        bounds.append(f"{'' if least is None else least}…{'' if most is None else most}")
    if "default" in schema:
        bounds.append(f"{schema['default']} if absent")
    return f" ({', '.join(bounds)})" if bounds else ""
