"""Results for the history, made from one real result: other days, other sites, other grades."""

import copy
import json
from typing import Any

from playwright.sync_api import Page, expect

Json = dict[str, Any]


def kept(
    assessment: Json,
    number: int,
    day: str,
    *,
    site: str | None = "top",
    grades: dict[str, int] | None = None,
    version: str | None = None,
) -> Json:
    """One entry of an exported file; without grades given, every symptom is absent."""
    facts = copy.deepcopy(assessment)
    result = facts.pop("result")
    facts |= {
        "id": f"{number:032x}",
        "site": site,
        "createdAt": f"{day}T03:00:00Z",
        "finishedAt": f"{day}T03:00:05Z",
        "expiresAt": f"{day}T03:00:06Z",
    }
    for symptom, finding in result["symptoms"].items():
        finding["grade"] = (grades or {}).get(symptom, 0)
        finding["plausibleGrades"] = [finding["grade"]]
        finding["uncertain"] = False
    result["model"]["version"] = version or result["model"]["version"]
    return {
        "id": facts["id"],
        "keptAt": facts["createdAt"],
        "assessment": facts,
        "result": result,
        "photo": None,
    }


def exported(*results: Json) -> bytes:
    return json.dumps(
        {
            "format": "scalpspectra-history",
            "version": 1,
            "exportedAt": "2026-09-01T00:00:00Z",
            "results": list(results),
        }
    ).encode()


def bring(page: Page, content: bytes) -> None:
    """Import a file on the history's page."""
    page.locator("input[type=file]").set_input_files(
        [{"name": "history.json", "mimeType": "application/json", "buffer": content}]
    )


def databases(page: Page) -> list[str]:
    names: list[str] = page.evaluate("indexedDB.databases().then(all => all.map(one => one.name))")
    return names


def keep_it(page: Page, say: dict[str, str]) -> None:
    page.get_by_role("checkbox", name=say["history.keep"]).check()
    expect(page.get_by_text(say["history.keep.said.kept"])).to_be_visible()


def cards(page: Page) -> Any:
    return page.locator(".kept-card")
