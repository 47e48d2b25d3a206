"""The operator's console on the local stack: one browser is let in, and changes are confirmed."""

import csv
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from scalp_core import clock
from scalp_core.assessments.repository import AssessmentRepository
from scalp_core.products import keys as products_keys
from scalp_core.products.repository import ProductRepository
from scalp_core.products.traffic import Traffic
from scalp_core.products.traffic_repository import ProductTrafficRepository
from scalp_core.statistics.publication import MINIMUM
from scalp_core.vocabulary import AgeGroup, Grade, Sex, Symptom
from scalp_deployment.stack import find_stack
from scalp_operator.console.app import create_app, create_guard
from scalp_operator.console.labelling import Labelling
from scalp_operator.console.site import MENU, Console
from support.cloud import Cloud
from support.local_page import ORIGIN, PageBrowser
from support.products import campaign, medicine, product
from support.research import given
from support.results import count_many, finish, result

LABEL = [sys.executable, "-c", "print('here: http://127.0.0.1:9/enter?token=a')"]
DOWNLOADS = [
    *("/campaigns.csv", "/report.csv", "/research.csv"),
    *(f"/statistics/{what}.csv" for what in ("published", "cohorts", "days")),
]
CHANGES = ["/research/label", "/failed", "/products/load", "/campaigns/new", "/campaigns/C001/end"]


class Opened:
    """The console of a stack, and a browser that has been let in."""

    def __init__(self, cloud: Cloud) -> None:
        self.guard = create_guard()
        self.labelling = Labelling(LABEL, "ap-northeast-2")
        console = Console(cloud.name, find_stack(cloud.name), clock.now)
        self.app = create_app(console, self.guard, self.labelling)
        self.browser = PageBrowser(self.app)
        self.name = cloud.name

    def enter(self) -> "Opened":
        assert self.browser.get(self.guard.path).status_code == 303
        return self

    def shown(self, path: str) -> str:
        response = self.browser.get(path)
        assert response.status_code == 200, response.text
        return response.text

    def change(
        self, path: str, typed: str | None = None, **form: str | list[str]
    ) -> httpx.Response:
        confirmed = form | {"confirm": self.name if typed is None else typed}
        return self.browser.submit(path, confirmed, ORIGIN)


@pytest.fixture
def opened(cloud: Cloud) -> Iterator[Opened]:
    opened = Opened(cloud).enter()
    yield opened
    opened.labelling.stop()


@pytest.fixture
def catalogue(cloud: Cloud) -> ProductRepository:
    repository = ProductRepository(cloud.dynamodb, cloud.table)
    repository.replace([], [product(1), product(2), medicine()])
    return repository


def new_campaign(**changes: str | list[str]) -> dict[str, str | list[str]]:
    return {
        "product": "P002",
        "advertiser": "광고주 <b>",
        "starts": "2026-12-01",
        "ends": "2099-01-31",
        "symptoms": ["dandruff", "hair_loss"],
        "weight": "2",
        "daily_cap": "500",
        **changes,
    }


def test_nothing_is_shown_to_a_browser_that_has_not_been_let_in(cloud: Cloud) -> None:
    opened = Opened(cloud)

    for path in [*MENU, *DOWNLOADS, "/campaigns/new", "/console.css"]:
        assert opened.browser.get(path).status_code == 403, path


@pytest.mark.parametrize("path", CHANGES)
def test_another_page_of_the_same_browser_changes_nothing(opened: Opened, path: str) -> None:
    confirmed: dict[str, str | list[str]] = {"confirm": opened.name}

    for origin in ("http://127.0.0.1:9999", "https://evil.example", "null"):
        assert opened.browser.submit(path, confirmed, origin).status_code == 403


def test_pages_run_no_script_and_are_not_cached(opened: Opened) -> None:
    for path in MENU:
        response = opened.browser.get(path)
        policy = response.headers["content-security-policy"]
        assert (response.status_code, response.headers["cache-control"]) == (200, "no-store")
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "<script" not in response.text


def test_journeys_are_counted_from_creation_to_answer(cloud: Cloud, opened: Opened) -> None:
    repository = AssessmentRepository(cloud.dynamodb, cloud.table)
    rejected, _, waiting, failed, sample, yesterday = (cloud.create() for _ in range(6))
    moment = datetime.now(UTC)
    finish(repository, found=result({Symptom.DANDRUFF: Grade.MILD}))
    cloud.upload(waiting, b"photo")
    repository.reject(rejected, "blurred", at=moment)  # type: ignore[arg-type]
    repository.set_failure_deadline(failed, moment - timedelta(seconds=1))
    for made, change in (
        (sample, "REMOVE consentVersion"),
        (yesterday, "SET createdAt = :before"),
    ):
        values = {":before": {"S": (moment - timedelta(days=1)).isoformat()}}
        cloud.dynamodb.update_item(
            TableName=cloud.table,
            Key={"PK": {"S": f"ASSESSMENT#{made}"}, "SK": {"S": "META"}},
            UpdateExpression=change,
            **({"ExpressionAttributeValues": values} if ":before" in change else {}),
        )

    shown = opened.shown("/")

    for name, number in (("created", 5), ("uploaded", 4), ("done", 1), ("failed", 1)):
        assert f'<th scope="row">{name}</th><td class="number">{number}</td>' in shown, shown
    assert not any(made in shown for made in (rejected, waiting, failed))


def test_failed_photos_go_back_once_the_stacks_name_has_been_typed(
    cloud: Cloud, opened: Opened
) -> None:
    dead, before = cloud.stack.physical_ids["AssessDeadLetterQueue"], cloud.waiting()
    for number in range(3):
        cloud.sqs.send_message(QueueUrl=dead, MessageBody=f"{number}")

    assert "About 3 photos have failed" in opened.shown("/failed")
    refused = opened.change("/failed", typed="another")
    assert (refused.status_code, cloud.waiting()) == (422, before)
    assert "Nothing has been changed" in refused.text

    assert "Put 3 of 3 photos back" in opened.change("/failed").text
    assert cloud.waiting() == before + 3


def test_a_campaign_is_created_listed_and_ended(
    opened: Opened, catalogue: ProductRepository
) -> None:
    assert "P002 상표" in opened.shown("/campaigns/new")
    assert opened.change("/campaigns/new", **new_campaign()).status_code == 303

    shown = opened.shown("/campaigns")
    assert "running" in shown
    assert "광고주 &lt;b&gt;" in shown
    (stored,) = catalogue.campaigns()
    assert stored.symptoms == [Symptom.DANDRUFF, Symptom.HAIR_LOSS]
    assert (stored.weight, stored.daily_cap) == (2, 500)

    assert "End C001" in opened.shown("/campaigns/C001/end")
    assert opened.change("/campaigns/C001/end").status_code == 303
    assert "ended" in opened.shown("/campaigns")
    assert opened.browser.get("/campaigns/C009/end").status_code == 422


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"ends": "2026-11-30"}, "ends before it starts"),
        ({"weight": "0"}, "weight"),
        ({"symptoms": []}, "symptoms"),
        ({"product": "P900"}, "no cosmetic"),
        ({"confirm": "another"}, "not the stack&#39;s name"),
    ],
)
def test_a_campaign_with_a_fault_is_asked_for_again(
    opened: Opened, catalogue: ProductRepository, changes: dict[str, str], fault: str
) -> None:
    response = opened.browser.submit(
        "/campaigns/new", {"confirm": opened.name, **new_campaign(**changes)}, ORIGIN
    )

    assert response.status_code == 422
    assert fault in response.text
    assert "광고주 &lt;b&gt;" in response.text  # what was typed is not lost
    assert catalogue.campaigns() == []


def test_products_are_listed_and_loaded_from_the_file(
    opened: Opened, catalogue: ProductRepository
) -> None:
    assert "두피 샴푸 1" in opened.shown("/products")
    assert "removed" in opened.shown("/products/load")

    assert opened.change("/products/load", typed="").status_code == 422
    assert set(catalogue.everything()) == {"P001", "P002", "P900"}
    assert opened.change("/products/load").status_code == 303
    assert len(catalogue.everything()) > 40
    assert "nothing to load" in opened.shown("/products/load")


def test_views_and_visits_are_shown_and_saved_as_the_verb_writes_them(
    cloud: Cloud, opened: Opened, catalogue: ProductRepository
) -> None:
    traffic = ProductTrafficRepository(cloud.dynamodb, cloud.table)
    today = clock.day_in_korea(clock.now())
    cohort = products_keys.cohort_label(Sex.FEMALE, AgeGroup.FORTIES)
    traffic.add("P001", today, cohort, Traffic(200, 10))
    catalogue.put_campaign(campaign(1, "P002"))
    assert traffic.reserve(campaign(1, "P002"), today)

    shown = opened.shown("/report")
    (row,) = csv.DictReader(io.StringIO(opened.shown("/campaigns.csv").lstrip("\ufeff")))
    saved = list(csv.DictReader(io.StringIO(opened.shown("/report.csv").removeprefix("\ufeff"))))

    assert "5.0 %" in shown
    assert shown.index("두피 샴푸 1") < shown.index("두피 샴푸 2")
    assert (row["campaign"], row["impressions"]) == ("C001", "1")
    assert {one["product"]: one["clicks"] for one in saved} == {"P001": "10", "P002": "0"}
    assert "Nothing has been viewed" in opened.shown("/report?first=2026-01-01&last=2026-01-02")
    assert opened.browser.get("/report?first=yesterday").status_code == 422


def test_statistics_show_published_groups_and_every_export(cloud: Cloud, opened: Opened) -> None:
    assert "No group has been published" in opened.shown("/statistics")
    found = result({Symptom.DANDRUFF: Grade.MILD})
    count_many(cloud.dynamodb, cloud.table, MINIMUM, Sex.FEMALE, AgeGroup.FORTIES, found=found)

    assert f",{MINIMUM}" in opened.shown("/statistics/cohorts.csv")
    assert opened.shown("/statistics/days.csv").startswith("date,")
    assert opened.shown("/statistics/published.csv").startswith("sex,age_group,")
    assert opened.browser.get("/statistics/people.csv").status_code == 422


def test_research_shows_numbers_and_no_photo(cloud: Cloud, opened: Opened) -> None:
    made = given(cloud)

    shown = opened.shown("/research")

    assert "<dt>Photos whose owners agree</dt><dd>1</dd>" in shown
    assert 'action="/research/label"' in shown
    assert "<img" not in shown
    assert made not in shown
    assert opened.shown("/research.csv").count("\n") == 1 + len(Symptom)
    cloud.api("DELETE", f"/api/v1/assessments/{made}")
    assert "<dt>Photos whose owners agree</dt><dd>0</dd>" in opened.shown("/research")


def test_labelling_is_started_and_its_address_shown(opened: Opened) -> None:
    response = opened.browser.submit("/research/label", {}, ORIGIN)

    assert response.status_code == 200
    assert 'href="http://127.0.0.1:9/enter?token=a"' in response.text


def test_a_fault_of_aws_is_reported_on_the_page(cloud: Cloud, opened: Opened) -> None:
    cloud.sqs.delete_queue(QueueUrl=cloud.stack.physical_ids["AssessDeadLetterQueue"])

    response = opened.browser.get("/failed")

    assert response.status_code == 503
    assert "count messages" in response.text
