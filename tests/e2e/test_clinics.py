"""Finding a clinic: near a person, by region, by name, on the map and in the list."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from steps import choose_region, show_departments, words

OpenPage = Callable[..., Page]

# OpenStreetMap's tiles cannot be loaded in tests: the map has to do without them.
NO_TILES = "net::ERR"
POSITION = {"latitude": 37.498531, "longitude": 127.027349}
HOSPITALS = re.compile(r"/api/v1/hospitals\?")


def opened(open_page: OpenPage, say: dict[str, str], **settings: Any) -> Page:
    page = open_page("/#/clinics", tolerated=NO_TILES, **settings)
    expect(page.get_by_role("heading", level=1)).to_have_text(say["clinics.title"])
    return page


def status(page: Page) -> Locator:
    return page.locator(".clinics-results").get_by_role("status")


def test_a_place_moves_the_map_and_maps_of_others_know_more(open_page: OpenPage) -> None:
    say = words("ko")
    page = opened(open_page, say, size=(1440, 900))
    page.get_by_label(say["clinics.place"]).fill("강남")
    page.get_by_label(say["clinics.place"]).press("Enter")
    expect(status(page)).to_contain_text("강남역")
    expect(page.locator(".clinic")).to_have_count(20)
    expect(page.locator(".clinic-distance").first).to_be_visible()
    page.get_by_role("button", name=re.compile("^강남구 서울")).click()
    expect(status(page)).to_contain_text("서울특별시 강남구")

    page.get_by_label(say["clinics.place"]).fill("부산 서면")
    page.get_by_label(say["clinics.place"]).press("Enter")
    expect(page.locator(".clinics-incomplete")).to_be_visible()
    naver = page.get_by_role("link", name=re.compile(say["clinics.elsewhere.naver"]))
    expect(naver).to_have_attribute("href", re.compile(r"^https://map\.naver\.com/p/search/%EB"))
    expect(naver).to_contain_text("부산 부산진구 서면역 피부과")
    page.get_by_label(say["clinics.place"]).fill("없는곳")
    page.get_by_label(say["clinics.place"]).press("Enter")
    expect(page.get_by_text(say["clinics.place.none"])).to_be_visible()


def test_a_region_then_a_name_within_it(open_page: OpenPage) -> None:
    say = words("ko")
    page = opened(open_page, say, size=(1440, 900))
    page.get_by_role("button", name=say["clinics.find"], exact=True).click()
    expect(page.get_by_text(say["clinics.region.missing"])).to_be_visible()
    expect(page.get_by_label(say["clinics.region"], exact=True)).to_be_focused()

    choose_region(page, say, "11", "강남구")
    rows = page.locator(".clinic")
    expect(rows).not_to_have_count(0)
    expect(status(page)).to_contain_text("강남구")
    everyone = rows.count()
    assert everyone == 20  # the first page
    page.get_by_label(say["clinics.name"]).fill("강남")
    with page.expect_response(re.compile(r"[?&]q=")):
        page.get_by_label(say["clinics.name"]).press("Enter")
    expect(rows).not_to_have_count(everyone)
    expect(rows.first).to_be_visible()
    named = page.locator(".clinic .clinic-name").all_inner_texts()
    assert 0 < len(named) < everyone
    assert all("강남" in name for name in named)
    page.get_by_label(say["clinics.name"]).fill("없는이름")
    page.get_by_label(say["clinics.name"]).press("Enter")
    expect(page.get_by_text(say["clinics.none.name"])).to_be_visible()
    page.get_by_role("button", name=say["clinics.widen.name"]).click()
    expect(rows).to_have_count(everyone)
    source = page.locator(".clinics-about a[href*='OA-20337']")
    expect(source).to_be_visible()


def test_near_me_sends_a_cell_and_never_the_position(open_page: OpenPage) -> None:
    say = words("ko")
    page = opened(open_page, say)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation(POSITION)
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(f"{sent.url} {sent.post_data or ''}"))
    page.get_by_role("button", name=say["clinics.near"]).click()
    expect(page.locator(".clinic-distance").first).to_be_visible()

    cells = [found for url in asked if (found := re.search(r"[?&]cell=(\w+)", url))]
    assert cells
    assert all(len(found[1]) <= 6 for found in cells)
    for url in asked:
        assert not re.search(r"37\.49|127\.02", url), url
    said = page.locator(".clinic-distance").all_text_contents()
    metres = [
        float(found[1]) * (1000 if found[2] == "km" else 1)
        for text in said
        if (found := re.search(r"([\d.]+) ?(km|m)$", text))
    ]
    assert len(metres) == len(said) == 20
    assert metres == sorted(metres)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_refused_position_leads_to_the_regions(open_page: OpenPage) -> None:
    say = words("en")
    page = opened(open_page, say, locale="en-GB")
    page.get_by_role("button", name=say["clinics.near"]).click()
    expect(page.get_by_text(say["clinics.position.refused"])).to_be_visible()
    choose_region(page, say, "50")
    show_departments(page, say)
    expect(page.locator(".clinic")).to_have_count(1)


def test_abroad_nothing_is_asked(open_page: OpenPage) -> None:
    say = words("ko")
    page = opened(open_page, say)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 35.68, "longitude": 139.69})
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.get_by_role("button", name=say["clinics.near"]).click()
    expect(page.get_by_text(say["clinics.position.abroad"])).to_be_visible()
    assert not [url for url in asked if HOSPITALS.search(url)]


def test_by_keyboard_a_clinic_opens_in_the_list_and_on_the_map(open_page: OpenPage) -> None:
    say = words("ko")
    page = opened(open_page, say, size=(1440, 900), scheme="dark")
    expect(page.locator(".leaflet-container .land-district").first).to_be_attached()
    page.get_by_role("button", name=re.compile("^부산광역시")).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".clinics-incomplete")).to_contain_text(say["clinics.incomplete"])
    show_departments(page, say)
    rows = page.locator(".clinic-head")
    expect(rows).to_have_count(20)
    rows.first.focus()
    for _ in range(4):  # past calling, the way and booking
        page.keyboard.press("Tab")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(rows.nth(1)).to_have_attribute("aria-expanded", "true")
    name = page.locator(".clinic-chosen .clinic-name").inner_text()
    info = page.locator(".leaflet-popup")
    expect(info).to_contain_text(name)
    phone = info.get_by_role("link", name=re.compile(r"\d{3,4}-\d{4}$"))
    expect(phone).to_have_attribute("href", re.compile(r"^tel:[\d-]+$"))
    expect(info.get_by_role("link", name=say["clinics.kakao"])).to_have_attribute(
        "href", re.compile(r"^https://map\.kakao\.com/")
    )
    info.get_by_role("button", name=say["clinics.close"]).press("Enter")
    expect(info).to_have_count(0)
    expect(rows.nth(1)).to_have_attribute("aria-expanded", "false")


def test_a_pin_opens_its_clinic_in_the_list(open_page: OpenPage) -> None:
    say = words("ko")
    page = opened(open_page, say, size=(1440, 900))
    choose_region(page, say, "50")
    show_departments(page, say)
    page.locator(".pin").click()
    expect(page.locator(".clinic-chosen")).to_have_count(1)
    name = page.locator(".clinic-chosen .clinic-name").inner_text()
    expect(page.locator(".leaflet-popup")).to_contain_text(name)


def test_without_tiles_provinces_and_districts_are_drawn(open_page: OpenPage) -> None:
    say = words("ko")
    page = opened(open_page, say)
    page.route("**/tile.openstreetmap.org/**", lambda route: route.abort())
    page.reload()
    expect(page.locator(".land-name-province")).to_have_count(17)
    expect(page.locator(".land-name span", has_text="강원")).to_be_visible()
    assert page.locator(".land-district").count() > 220
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("국토지리정보원")


def test_further_pages_follow_and_a_failed_one_can_be_asked_again(open_page: OpenPage) -> None:
    say = words("ko")
    page = opened(open_page, say)
    choose_region(page, say, "11")
    rows = page.locator(".clinic")
    expect(rows).to_have_count(20)
    page.wait_for_load_state("networkidle")  # a map that arrives moves the button under the click
    more = page.get_by_role("button", name=say["clinics.more"], exact=True)
    for shown in range(40, 201, 20):
        more.click()
        expect(rows).to_have_count(shown)
    page.route(HOSPITALS, lambda route: route.abort())
    more.click()
    expect(page.get_by_text(say["clinics.more.failed"])).to_be_visible()
    expect(rows).to_have_count(200)
    page.unroute_all()
    more.click()
    expect(rows).not_to_have_count(200)


def test_the_api_failing_then_answering(open_page: OpenPage) -> None:
    say = words("ko")
    page = open_page("/#/clinics", tolerated="Failed to load resource")
    page.route(HOSPITALS, lambda route: route.fulfill(status=503, json={"code": "x"}))
    choose_region(page, say, "26")
    expect(page.get_by_role("heading", name=say["clinics.failed"])).to_be_visible()
    page.unroute_all()
    page.get_by_role("button", name=say["problem.retry"]).click()
    show_departments(page, say)


def test_a_thousand_clinics_are_listed_and_found_on_the_map(open_page: OpenPage) -> None:
    say = words("ko")
    page = opened(open_page, say, size=(1440, 900))
    everyone: list[Any] = []

    def multiplied(route: Route) -> None:
        answer = route.fetch().json()
        one = answer["hospitals"][0]
        everyone.extend(
            {**one, "id": f"{one['id']}{number}", "latitude": 34.5 + number % 40 / 10}
            for number in range(1008)
        )
        route.fulfill(json=answer | {"hospitals": everyone, "nextCursor": None})

    page.route(HOSPITALS, multiplied)
    choose_region(page, say, "26")
    show_departments(page, say)
    page.locator(".clinic-head").nth(3).click()
    expect(page.locator(".leaflet-popup")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_small_phone_shows_everything_without_scrolling_sideways(
    open_page: OpenPage, scheme: str
) -> None:
    say = words("en")
    page = opened(open_page, say, locale="en-GB", size=(320, 640), scheme=scheme)
    choose_region(page, say, "26", "해운대구")
    show_departments(page, say)
    page.locator(".clinic-head").first.click()
    expect(page.locator(".leaflet-popup")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    above, below = page.locator(".clinics-map"), page.locator(".clinic-list")
    assert (above.bounding_box() or {})["y"] < (below.bounding_box() or {})["y"]
