"""The content security policy of infra/web.yaml against what the site's sources load."""

import inspect
import re

from scalp_deployment.paths import ROOT
from scalp_local.site import site_headers

UPLOADS = "https://uploads.s3.example"
SOURCES = ("src/**/*.ts", "src/**/*.tsx", "src/**/*.css", "index.html", "public/*.html")
# Names of XML vocabularies look like addresses and are never fetched; the rest are links, which a
# person follows: a policy says nothing about those.
NOT_FETCHED = {"www.w3.org"}
TILES = "https://tile.openstreetmap.org"


def directives() -> dict[str, list[str]]:
    policy = site_headers(UPLOADS)["content-security-policy"]
    return {name: sources for name, *sources in (one.split() for one in policy.split(";"))}


def test_pages_talk_to_the_site_the_uploads_bucket_and_the_maps_tiles_only() -> None:
    hosts = {
        source
        for name, sources in directives().items()
        for source in sources
        if name != "trusted-types"
        and not source.startswith("'")
        and source not in {"blob:", "data:"}
    }
    assert hosts == {UPLOADS, TILES}
    assert directives()["connect-src"] == ["'self'", UPLOADS]


def test_the_policy_forbids_what_it_does_not_allow() -> None:
    allowed = directives()
    assert allowed["default-src"] == ["'none'"]
    for name in ("base-uri", "form-action", "frame-ancestors"):
        assert allowed[name] == ["'none'"], name
    for sources in allowed.values():
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:"} & set(sources)


def test_text_becomes_no_script_but_where_kakao_brings_scripts_of_its_own() -> None:
    assert directives()["require-trusted-types-for"] == ["'script'"]
    assert directives()["trusted-types"] == ["default"]
    with_kakao = site_headers(UPLOADS, {"KakaoMap": "on"})["content-security-policy"]
    assert "trusted-types" not in with_kakao
    assert with_kakao.endswith("frame-ancestors 'none'")


def test_the_site_fetches_from_no_other_hosts_than_the_policy_names() -> None:
    """Every foreign address in what a browser loads or calls; links may lead anywhere."""
    loading = re.compile(
        r"""(?:\bsrc=|<link[^>]*\bhref=|url\(|fetch\(|open\("[A-Z]+",|import\()\s*["'`]?"""
        r"https?://(?P<host>[^/\"'`)\s]+)"
    )
    files = [path for pattern in SOURCES for path in (ROOT / "web").glob(pattern)]
    assert len(files) > 10
    found = {
        one["host"] for path in files for one in loading.finditer(path.read_text(encoding="utf-8"))
    }
    assert found - NOT_FETCHED == set()


def test_pages_may_be_framed_by_nobody_and_use_camera_and_position_themselves_only() -> None:
    headers = site_headers(UPLOADS)
    allowed = dict(one.strip().split("=") for one in headers["permissions-policy"].split(","))
    assert headers["x-frame-options"] == "DENY"
    assert {name for name, who in allowed.items() if who != "()"} == {"camera", "geolocation"}
    assert allowed["camera"] == allowed["geolocation"] == "(self)"


def test_the_local_stack_has_no_policy_of_its_own() -> None:
    import scalp_local.site

    assert "default-src" not in inspect.getsource(scalp_local.site)
