"""Renders docs/api.md from the API's OpenAPI description."""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

_HEAD = """# The API

`make openapi` generates this page and [openapi.json](openapi.json) from the code; a test compares
them. A running API serves the same at `/api/v1/docs`. `HOST` is the site's address, locally
`http://localhost:8000`.

* **Format**: JSON in UTF-8, names in camelCase, times in UTC by ISO 8601. Requests with unknown
  fields are rejected.
* **Problems** are [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem details
  (`application/problem+json`) with a `code` for programs. They never repeat the request. Besides
  those of each route: `route_not_found` (404), `method_not_allowed` (405), `not_through_the_site`
  (403, for requests to API Gateway itself), `internal_error` (500). If several apply, the first of
  this order is returned: origin (403), path (404), method (405), IAM (403), size (413), validation
  (422).
* **Paths** are matched literally: one with escapes, doubled slashes or another case is not found.
  Queries are decoded; Korean in them may be in NFC or NFD.
* **Rate limits**: for all clients together `ApiRequestsPerSecond` (200) to each route and
  `NewAssessmentsPerSecond` (10); for each address `RequestsPerAddress` and
  `NewAssessmentsPerAddress` in the firewall. Further requests get 429 from API Gateway or 403 from
  the firewall, without problem details.
* **Polling for a result**: poll after `pollAfterSeconds`, then after `Retry-After`, both in whole
  seconds. While a person waits, poll as the site does, at intervals of a fifth of the time waited
  so far and at least 50 ms. Every client observes the `Retry-After` of a 429 or 503.
* **Caching**: *cacheable* means `Cache-Control: public` with an `ETag`, for five minutes
  (statistics, empty lists) or a day (all else); revalidate with `If-None-Match`: a 304 has no body.
  *Not cacheable* means `no-store`, as are all responses about an assessment.
* **Stability**: nothing under `/api/v1` is removed. [openapi-released.json](openapi-released.json)
  describes the last release; a test fails if a path, field or value is missing, or a request needs
  more than there. A release copies `openapi.json` over it; the workflow that deploys a tag fails if
  they differ.
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
    "products_visit_search": "-i HOST/api/v1/products/searches/oliveyoung/dandruff/visit",
    "hospitals_search": "'HOST/api/v1/hospitals?cell=wydm6'",
    "hospitals_places": "'HOST/api/v1/hospitals/places?q=Gangnam'",
}


def render_page(api: Schema) -> str:
    """Return the page as Markdown.

    Args:
        api: an OpenAPI 3.1 description.
    """
    return "\n".join([_HEAD, *_routes(api), *_schemas(api)]) + "\n"


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
        rows.append(f"| body | body | yes | {_type(content['schema'])} | |")
    if rows:
        yield from (
            "| parameter | in | required | type | description |",
            "|---|---|---|---|---|",
            *rows,
            "",
        )


def _row(name: str, place: str, required: object, schema: Schema, description: str | None) -> str:
    needed = "yes" if required else ""
    return f"| `{name}` | {place} | {needed} | {_type(schema)} | {description or ''} |"


def _responses(operation: Schema) -> Iterator[str]:
    yield from ("| status | response |", "|---|---|")
    for status, response in operation["responses"].items():
        content = response.get("content", {})
        problem = content.get("application/problem+json")
        if problem:
            for code, example in problem["examples"].items():
                yield f"| {status} `{code}` | {example['value']['detail']} |"
        else:
            forms = [
                _type(media["schema"]) if "schema" in media else f"`{media_type}`"
                for media_type, media in content.items()
            ]
            yield f"| {status} | {', '.join(forms) or response['description']} |"
    cached = "cacheable" if "304" in operation["responses"] else "not cacheable"
    yield from ("", f"*{cached.capitalize()}.*", "")


def _schemas(api: Schema) -> Iterator[str]:
    """Yield every named schema with its values or fields."""
    yield from ("# Schemas", "")
    for name, schema in sorted(api["components"]["schemas"].items()):
        yield f"## {name}"
        if description := schema.get("description"):
            yield from (description.partition("\n\nAttributes:")[0], "")
        if "enum" in schema:
            yield from (", ".join(f"`{value}`" for value in schema["enum"]), "")
            continue
        yield from ("| field | type | description |", "|---|---|---|")
        required = schema.get("required", [])
        for field, inner in schema.get("properties", {}).items():
            kind = _type(inner) + ("" if field in required else ", optional")
            description = " ".join(inner.get("description", "").split())
            yield f"| `{field}` | {kind} | {description} |"
        yield ""


def _type(schema: Schema) -> str:
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            return " or ".join(_type(inner) for inner in schema[keyword])
    if "const" in schema or "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema.get("enum", [schema.get("const")]))
    kind = str(schema.get("type", "any"))
    if kind == "array":
        inner = schema.get("items") or {"anyOf": schema.get("prefixItems", [{}])[:1]}
        return f"list of {_type(inner)}"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        names = _type(schema["propertyNames"]) if "propertyNames" in schema else "string"
        return f"{names} → {_type(schema['additionalProperties'])}"
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
        bounds.append(f"{schema['default']} by default")
    return f" ({', '.join(bounds)})" if bounds else ""
