"""The local site's Content-Security-Policy, which is that of production."""

import asyncio
import json
from pathlib import Path

import httpx
import pytest

from scalp_core.products.model import IMAGE_HOSTS
from scalp_local.site import site_and_api


def policy(site: Path) -> dict[str, str]:
    """Return the Content-Security-Policy of the start page, by directive."""

    async def api(*_: object) -> None:
        raise AssertionError("the page asked the API")

    async def ask() -> httpx.Response:
        app = site_and_api(api, site, upload_origin="https://uploads.example")
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
            return await client.get("/")

    header = asyncio.run(ask()).headers["content-security-policy"]
    return dict(part.strip().split(" ", 1) for part in header.split(";"))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text("<!doctype html>")
    return tmp_path


def test_nothing_may_be_framed_unless_a_dashboard_is_configured(site: Path) -> None:
    assert policy(site)["frame-src"] == "'none'"
    (site / "config.json").write_text(json.dumps({"kakaoKey": None, "tableauUrl": None}))
    assert policy(site)["frame-src"] == "'none'"


def test_pictures_of_products_come_from_the_shops_host_only_where_switched_on(site: Path) -> None:
    (site / "config.json").write_text(json.dumps({"shopPictures": False}))
    assert "pstatic" not in policy(site)["img-src"]
    (site / "config.json").write_text(json.dumps({"shopPictures": True}))
    (host,) = IMAGE_HOSTS
    assert policy(site)["img-src"].endswith(f" https://{host}")


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://public.tableau.com/views/scalp/one?:lang=ko", "https://public.tableau.com"),
        ("http://public.tableau.com/views/scalp/one", "'none'"),
        ("javascript:alert(1)", "'none'"),
    ],
)
def test_a_dashboard_opens_the_policy_for_its_own_server_only(
    site: Path, url: str, allowed: str
) -> None:
    (site / "config.json").write_text(json.dumps({"kakaoKey": None, "tableauUrl": url}))
    found = policy(site)
    assert found["frame-src"] == allowed
    assert found["script-src"] == "'self'"
    assert found["style-src"] == "'self'"
