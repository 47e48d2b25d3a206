"""Checks what only AWS shows: CORS, the signed policy, the site's headers, error pages."""

import base64
import json
from typing import Any
from urllib.parse import urlsplit

import httpx

_TIMEOUT = 60
_FOREIGN = "https://elsewhere.example"
# Not a type that a photo may have.
_OTHER_TYPE = "text/html"


def check_edge(site: str) -> list[str]:
    """Return what is wrong at CloudFront and at the bucket of uploads, a sentence for each.

    It creates an assessment of the sample photo, uploads nothing that S3 accepts, and deletes it.

    Args:
        site: URL of the site, without a closing slash.

    Raises:
        httpx.HTTPError: something does not answer at all.
    """
    with httpx.Client(timeout=_TIMEOUT) as client:
        created = client.post(f"{site}/api/v1/assessments-of-sample").raise_for_status().json()
        try:
            upload = created["upload"]
            return [
                *_check_pages(client, site, upload["url"]),
                *_check_cors(client, site, upload),
                *_check_policy(client, site, upload),
            ]
        finally:
            client.delete(f"{site}/api/v1/assessments/{created['id']}")


def _check_pages(client: httpx.Client, site: str, uploads: str) -> list[str]:
    page = client.get(f"{site}/")
    missing_page = client.get(f"{site}/there-is-no-such-page")
    missing_route = client.get(f"{site}/api/v1/there-is-no-such-route")
    url = urlsplit(uploads)
    failures = []
    if f"{url.scheme}://{url.netloc}" not in _connect_sources(page):
        failures.append(f"the page's policy (connect-src) does not allow uploads to {url.netloc}")
    if missing_page.status_code != httpx.codes.NOT_FOUND:
        failures.append(f"a page that does not exist answers {missing_page.status_code}")
    if (
        missing_route.status_code != httpx.codes.NOT_FOUND
        or "json" not in missing_route.headers.get("content-type", "")
    ):
        failures.append(
            f"a route that does not exist answers {missing_route.status_code} as "
            f"{missing_route.headers.get('content-type', 'nothing')} instead of 404 as JSON"
        )
    return failures


def _connect_sources(page: httpx.Response) -> list[str]:
    for directive in page.headers.get("content-security-policy", "").split(";"):
        name, *sources = directive.split() or [""]
        if name == "connect-src":
            return sources
    return []


def _check_cors(client: httpx.Client, site: str, upload: dict[str, Any]) -> list[str]:
    failures = []
    allowed = _preflight(client, upload["url"], site)
    if allowed != site:
        failures.append(f"the bucket's CORS allows {allowed or 'nobody'} instead of {site}")
    foreign = _preflight(client, upload["url"], _FOREIGN)
    if foreign in {"*", _FOREIGN}:
        failures.append("the bucket's CORS allows pages of any origin to upload")
    return failures


def _preflight(client: httpx.Client, url: str, origin: str) -> str | None:
    """Return the origin that the bucket allows to upload when this one asks."""
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    allowed: str | None = client.options(url, headers=headers).headers.get(
        "access-control-allow-origin"
    )
    return allowed


def _check_policy(client: httpx.Client, site: str, upload: dict[str, Any]) -> list[str]:
    """Send what the signed policy does not allow; a refusal must be readable by the page, too."""
    fields = upload["fields"]
    sent = {
        "another type": _send(client, site, upload["url"], fields | {"Content-Type": _OTHER_TYPE}),
        "a file that is too large": _send(
            client, site, upload["url"], fields, size=_largest(fields["policy"]) + 1
        ),
    }
    failures = []
    for what, response in sent.items():
        if not response.is_client_error:
            failures.append(f"an upload of {what} answers {response.status_code}")
        elif response.headers.get("access-control-allow-origin") != site:
            failures.append(f"the refusal of {what} has no CORS header, so the page cannot read it")
    return failures


def _send(
    client: httpx.Client, site: str, url: str, fields: dict[str, str], *, size: int = 1
) -> httpx.Response:
    files = {"file": ("photo", b"0" * size, fields["Content-Type"])}
    return client.post(url, data=fields, files=files, headers={"Origin": site})


def _largest(policy: str) -> int:
    """Return the bytes that a signed policy allows at most."""
    conditions = json.loads(base64.b64decode(policy))["conditions"]
    (limit,) = (
        one[2] for one in conditions if isinstance(one, list) and one[0] == "content-length-range"
    )
    return int(limit)
