"""The local server of site and API, with the headers of CloudFront."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.responses import PlainTextResponse

from scalp_deployment.paths import ROOT
from scalp_deployment.site_policy import page_with_result_days
from scalp_local.site import site_and_api, site_headers

UPLOADS = "http://localhost:5000"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text("start")
    (tmp_path / "404.html").write_text("no such page")
    return tmp_path


def get(app: Any, path: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
            return await client.get(path)

    return asyncio.run(ask())


def test_pages_come_with_all_headers_of_infra_web_yaml(built: Path) -> None:
    answer = get(site_and_api(PlainTextResponse("api"), built, upload_origin=UPLOADS), "/")

    assert answer.text == "start"
    for name, value in site_headers(UPLOADS).items():
        assert answer.headers[name] == value
    policy = answer.headers["content-security-policy"]
    assert f"connect-src 'self' {UPLOADS};" in policy
    assert "${" not in policy
    assert "\n" not in policy


def test_an_unknown_path_returns_the_404_page(built: Path) -> None:
    answer = get(site_and_api(PlainTextResponse("api"), built, upload_origin=UPLOADS), "/nothing")

    assert (answer.status_code, answer.text) == (404, "no such page")


def test_the_api_answers_under_its_prefix_and_nothing_else(built: Path) -> None:
    app = site_and_api(PlainTextResponse("api"), built, upload_origin=UPLOADS)

    assert get(app, "/api/v1/health").text == "api"
    assert get(app, "/apiary").status_code == 404


@pytest.mark.parametrize("path", ["/", "/index.html"])
def test_the_start_page_has_the_days_of_results(built: Path, path: str) -> None:
    page = '<head><meta name="result-days" content="" /></head>'
    (built / "index.html").write_text(page)

    app = site_and_api(PlainTextResponse("api"), built, upload_origin=UPLOADS, result_days=7)

    assert get(app, path).text == page.replace('content=""', 'content="7"')


def test_the_built_page_has_the_placeholder_for_the_days() -> None:
    page = (ROOT / "web" / "index.html").read_bytes()

    assert b'<meta name="result-days" content="365" />' in page_with_result_days(page, 365)
