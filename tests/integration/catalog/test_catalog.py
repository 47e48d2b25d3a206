"""Scheduled refreshes through the real handler: moto as AWS, stored answers as the registers."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import respx

import scalp_catalog.bootstrap
from scalp_catalog.handler import handler
from scalp_catalog.hospitals.hira import ChangedListError
from scalp_catalog.portal import IncompleteListError, PortalRefusedError, PortalUnavailableError
from scalp_core.errors import ShrunkenCatalogueError
from scalp_core.hospitals.model import Day, HospitalSource
from scalp_deployment.hospital_file import read_hospitals
from support.cloud import Cloud
from support.hospitals import copies, hospital, load
from support.hospitals import stored as hospitals_of
from support.portal import EGEN, HIRA, hira, hira_row, rows, stored

KEY = "aB3/dE+fG=="

Logged = Callable[[str], str]


@pytest.fixture
def router(monkeypatch: pytest.MonkeyPatch) -> Iterator[respx.Router]:
    """The registers' own host; requests to AWS do not go through httpx."""
    monkeypatch.setattr("scalp_catalog.portal.time.sleep", lambda _: None)
    with respx.mock(assert_all_called=False) as mocked:
        yield mocked


def store_keys(cloud: Cloud) -> None:
    variables = cloud.stack.environment["CatalogFunction"]
    for name in ("HIRA_KEY_PARAMETER", "EGEN_KEY_PARAMETER"):
        ssm(cloud).put_parameter(Name=variables[name], Value=KEY, Type="SecureString")


def ssm(cloud: Cloud) -> Any:
    import boto3

    return boto3.client("ssm", endpoint_url=cloud.endpoint)


def refresh(cloud: Cloud, catalogue: str) -> Any:
    context: Any = cloud.context()
    return handler({"refresh": catalogue}, context)


def test_without_a_key_nothing_changes_and_the_log_says_so(
    cloud: Cloud, router: respx.Router, logged: Logged
) -> None:
    load(cloud, hospital(1))
    before = copies(cloud)

    for catalogue, parameter in (("hospitals", "/hira-key"), ("opening-hours", "/egen-key")):
        report = refresh(cloud, catalogue)

        assert report == {"refresh": catalogue, "outcome": "NotRefreshed", "changes": {}}
        assert parameter in logged("catalog")
    assert copies(cloud) == before
    assert not router.calls
    assert logged("catalog").count("no key is stored") == 2


def test_the_seed_gives_way_to_the_whole_list(cloud: Cloud, router: respx.Router) -> None:
    store_keys(cloud)
    load(cloud, *read_hospitals()[:30])
    router.get(HIRA).mock(side_effect=hira(*(hira_row(number) for number in range(40))))

    report = refresh(cloud, "hospitals")

    assert report["outcome"] == "Refreshed"
    assert report["changes"] == {
        "added": 40,
        "changed": 0,
        "removed": 30,
        "confirmed": 0,
        "unchanged": 0,
        "skipped": 0,
    }
    found = hospitals_of(cloud).values()
    assert {one.source for one in found} == {HospitalSource.HIRA}
    assert len(cloud.api("GET", "/api/v1/hospitals?region=11")[2]["hospitals"]) == 40


def test_the_same_list_a_second_time_changes_nothing(cloud: Cloud, router: respx.Router) -> None:
    store_keys(cloud)
    router.get(HIRA).mock(side_effect=hira(*(hira_row(number) for number in range(5))))

    refresh(cloud, "hospitals")
    again = refresh(cloud, "hospitals")

    assert again["changes"]["unchanged"] + again["changes"]["confirmed"] == 5
    assert again["changes"]["added"] == again["changes"]["removed"] == 0


def failing_at(page: int, failure: httpx.Response) -> Callable[[httpx.Request], httpx.Response]:
    """A long list whose pages come well until one."""
    whole = hira(*(hira_row(number) for number in range(2500)))

    def answer(request: httpx.Request) -> httpx.Response:
        return failure if request.url.params["pageNo"] == str(page) else whole(request)

    return answer


def bad_lists() -> dict[str, tuple[Any, type[Exception]]]:
    """What may come instead of a whole list, and what it is taken for."""
    moved = [hira_row(number, addr="어딘가") for number in range(20)]
    return {
        "key": (stored("gateway_key.xml"), PortalRefusedError),
        "quota": (stored("gateway_quota.xml"), PortalRefusedError),
        "quota inside": (stored("hira_quota.json"), PortalRefusedError),
        "busy": (stored("gateway_busy.xml"), PortalUnavailableError),
        "nothing": (stored("hira_none.json"), ShrunkenCatalogueError),
        "one": (stored("hira_one.json"), ShrunkenCatalogueError),
        "six of ten": (hira(*(hira_row(one) for one in range(6))), ShrunkenCatalogueError),
        "another form": (rows(*moved), ChangedListError),
        "busy later": (failing_at(2, stored("gateway_busy.xml")), PortalUnavailableError),
        "quota later": (failing_at(3, stored("gateway_quota.xml")), PortalRefusedError),
        "ends early": (failing_at(2, rows(total=2500)), IncompleteListError),
    }


def test_a_failed_or_shrunken_list_never_replaces_the_list_before(
    cloud: Cloud, router: respx.Router, logged: Logged
) -> None:
    store_keys(cloud)
    load(cloud, *(hospital(number) for number in range(10)))
    before = copies(cloud)

    for name, (answer, error) in bad_lists().items():
        answers = {"side_effect": answer} if callable(answer) else {"return_value": answer}
        router.get(HIRA).mock(**answers)
        with pytest.raises(error):
            refresh(cloud, "hospitals")
        assert copies(cloud) == before, name
        assert error.__name__ in logged("catalog"), name
    assert logged("catalog").count("the last known good data stays") == len(bad_lists())


def test_hospitals_get_the_hours_of_their_own_and_not_of_a_namesake(
    cloud: Cloud, router: respx.Router
) -> None:
    store_keys(cloud)
    load(
        cloud,
        hospital(1),
        hospital(2, phone="02-777-9999", latitude=37.4991, longitude=127.0281),  # by its place
        hospital(3),
        # The stored answer has one of this name in Gangnam and one in Busan.
        hospital(
            4,
            name="보기1피부과의원",
            address="대전광역시 서구 둔산로 1",
            phone="042-1234-5678",
            latitude=36.35,
            longitude=127.38,
        ),
    )
    router.get(EGEN, params={"QZ": "C"}).mock(return_value=stored("egen_many.xml"))
    router.get(EGEN, params={"QZ": "B"}).mock(return_value=stored("egen_one.json"))
    router.get(EGEN).mock(return_value=stored("hira_none.json"))

    report = refresh(cloud, "opening-hours")

    assert report["changes"]["withHours"] == report["changes"]["changed"] == 2
    found = hospitals_of(cloud)
    first = found["T0001"].opening_hours
    assert first is not None
    assert first.source is HospitalSource.EGEN
    assert first.days[Day.FRIDAY].closes == "25:30"
    assert found["T0002"].opening_hours is not None
    assert found["T0003"].opening_hours is None
    assert found["T0004"].opening_hours is None


def test_hours_stay_with_their_hospital_when_the_list_is_refreshed(
    cloud: Cloud, router: respx.Router
) -> None:
    store_keys(cloud)
    router.get(HIRA).mock(side_effect=hira(hira_row(1), hira_row(2)))
    router.get(EGEN, params={"QZ": "C"}).mock(return_value=stored("egen_many.xml"))
    router.get(EGEN).mock(return_value=stored("hira_none.json"))
    refresh(cloud, "hospitals")
    refresh(cloud, "opening-hours")

    refresh(cloud, "hospitals")

    hours = [one.opening_hours for one in hospitals_of(cloud).values()]
    assert sum(one is not None for one in hours) == 1


def test_hours_that_cannot_be_had_leave_those_that_are_known(
    cloud: Cloud, router: respx.Router
) -> None:
    store_keys(cloud)
    load(cloud, hospital(1))
    before = copies(cloud)

    for answer, error in (
        (stored("hira_none.json"), ShrunkenCatalogueError),
        (stored("gateway_quota.xml"), PortalRefusedError),
    ):
        router.get(EGEN).mock(return_value=answer)
        with pytest.raises(error):
            refresh(cloud, "opening-hours")
        assert copies(cloud) == before


def test_the_key_reaches_the_register_and_nothing_else(
    cloud: Cloud, router: respx.Router, logged: Logged, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    store_keys(cloud)
    route = router.get(HIRA).mock(return_value=stored("gateway_key.xml"))

    with pytest.raises(PortalRefusedError) as caught:
        refresh(cloud, "hospitals")

    assert route.calls.last.request.url.params["serviceKey"] == KEY
    written = logged("catalog") + str(caught.value)
    written += "".join(
        record.getMessage() for record in caplog.records if record.name.startswith("http")
    )
    for form in (KEY, "aB3%2FdE%2BfG", "dE%2BfG"):
        assert form not in written


def test_a_new_key_is_used_by_the_next_run(cloud: Cloud, router: respx.Router) -> None:
    store_keys(cloud)
    route = router.get(HIRA).mock(side_effect=hira(hira_row(1)))
    refresh(cloud, "hospitals")
    name = scalp_catalog.bootstrap.services().settings.hira_key_parameter
    ssm(cloud).put_parameter(Name=name, Value="new\n", Type="SecureString", Overwrite=True)

    refresh(cloud, "hospitals")

    assert route.calls.last.request.url.params["serviceKey"] == "new"


def test_an_event_that_names_nothing_is_an_error(cloud: Cloud) -> None:
    context: Any = cloud.context()
    for event in ({}, {"refresh": "everything"}, {"refresh": ""}):
        with pytest.raises(ValueError, match="not a valid Catalogue"):
            handler(event, context)


def test_the_template_s_own_events_are_understood(cloud: Cloud, router: respx.Router) -> None:
    from scalp_deployment.paths import TEMPLATE
    from scalp_deployment.template import load as load_template

    events = load_template(TEMPLATE)["Resources"]["CatalogFunction"]["Properties"]["Events"]
    inputs = [json.loads(one["Properties"]["Input"]) for one in events.values()]
    context: Any = cloud.context()

    outcomes = {one["refresh"]: handler(one, context)["outcome"] for one in inputs}
    assert outcomes == {
        "hospitals": "NotRefreshed",
        "opening-hours": "NotRefreshed",
        "product-offers": "NotRefreshed",
        "product-reports": "NotRefreshed",
        "product-traffic": "Refreshed",  # asks nobody
    }
