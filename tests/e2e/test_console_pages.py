"""The operator's console in a real browser, as `make console` opens it on the local system."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from layout import WIDER_THAN_THE_PAGE
from playwright.sync_api import Browser, expect

from scalp_local.system import System, aws_variables
from scalp_operator.console.site import MENU

STACK = "scalpspectra"


@pytest.fixture
def address(running_system: System) -> Iterator[str]:
    """What the verb prints: the address that works once."""
    command = [sys.executable, "-m", "scalp_operator", "console", "--stack", STACK, "--no-browser"]
    variables = os.environ | aws_variables(running_system.aws)
    console = subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True)
    assert console.stdout
    with console.stdout:
        yield console.stdout.readline().rpartition(" ")[2].strip()
        console.terminate()
        console.wait(30)


def test_a_campaign_is_created_in_the_console_and_no_second_browser_gets_in(
    browser: Browser, address: str
) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(address)
        expect(page.get_by_role("heading", name="Today")).to_be_visible()
        for path, name in MENU.items():
            page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()
            expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
            page.wait_for_load_state()  # styles too
            assert page.evaluate(WIDER_THAN_THE_PAGE) == [], path

        page.get_by_role("link", name="Campaigns").click()
        page.get_by_role("link", name="New campaign").click()
        page.get_by_label("Product").select_option("P001")
        page.get_by_label("Advertiser").fill("광고주")
        page.get_by_label("Last day").fill("2099-12-31")
        page.get_by_label("Dandruff").check()
        page.get_by_label("to confirm").fill(STACK)
        page.get_by_role("button", name="Create the campaign").click()

        expect(page.get_by_role("row").filter(has_text="광고주")).to_contain_text("running")
    with browser.new_context() as other:
        assert other.request.get(address).status == 403
