"""Questions about hospitals that are refused, answers that are kept, and faults."""

import json
from typing import Any

import scalp_api.bootstrap
from support.cloud import Cloud, answer_with
from support.hospitals import PATH, ask, hospital, load

POSITIONS: list[dict[str, object]] = [
    {"lat": 37.4979, "lon": 127.0276},
    {"latitude": 37.4979, "longitude": 127.0276},
    {"x": 127.0276, "y": 37.4979, "region": "11"},
    {"cell": "wydm6d6"},
    {"cell": "wydm6d6j2k"},
]
OTHER_FORMS: list[dict[str, object]] = [
    {},
    {"region": "11", "cell": "wydm6"},
    {"region": "99"},
    {"region": "서울"},
    {"region": "11", "sigungu": "<script>"},
    {"sigungu": "강남구"},
    {"cell": "wydm6", "q": "피부"},
    {"cell": "wydm6", "sigungu": "강남구"},
    {"cell": "wyd"},
    {"cell": "wydai"},
    {"region": "11", "q": ""},
    {"region": "11", "q": " \t "},
    {"region": "11", "q": "가" * 41},
    {"region": "11", "limit": 0},
    {"region": "11", "limit": 501},
    {"region": "11", "page": 2},
]
NO_CURSORS = ["x", "äö", "=", "MA==", "MCM=", "OSN3eWRtNiNU", "Ny0jdw==", "MCN1NHBy", "/w=="]


def test_an_exact_position_is_refused_and_not_repeated(cloud: Cloud) -> None:
    for position in POSITIONS:
        status, _, problem = ask(cloud, **position)

        assert (status, problem["code"]) == (422, "invalid_request"), position
        for value in position.values():
            assert value == "11" or str(value) not in json.dumps(problem)


def test_a_question_of_another_form_is_refused(cloud: Cloud) -> None:
    for question in OTHER_FORMS:
        status, headers, problem = ask(cloud, **question)

        assert (status, problem["code"]) == (422, "invalid_request"), question
        assert headers["cache-control"] == "no-store"


def test_a_cursor_that_is_none_is_refused(cloud: Cloud) -> None:
    for cursor in NO_CURSORS:
        status, _, problem = ask(cloud, cell="wydm6", cursor=cursor)

        assert (status, problem["code"]) == (422, "invalid_cursor"), cursor


def test_a_cursor_of_another_question_is_refused_or_finds_its_place(cloud: Cloud) -> None:
    load(cloud, *(hospital(number) for number in range(5)))
    cursor = ask(cloud, region="11", limit=2)[2]["nextCursor"]

    assert ask(cloud, cell="wydm6", cursor=cursor)[0] == 422
    assert ask(cloud, region="26", cursor=cursor)[0] == 200


def test_answers_are_kept_for_a_day_and_asked_again_for_nothing(cloud: Cloud) -> None:
    load(cloud, hospital(1))

    status, headers, _ = ask(cloud, region="11")
    etag = headers["etag"]

    assert status == 200
    assert headers["cache-control"] == "public, max-age=86400"
    for given in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = cloud.api("GET", f"{PATH}?region=11", headers={"if-none-match": given})
        assert (again[0], again[2]) == (304, ""), given
        assert again[1]["etag"] == etag
        assert again[1]["cache-control"] == headers["cache-control"]
    other = cloud.api("GET", f"{PATH}?region=11", headers={"if-none-match": '"other"'})
    assert other[0] == 200


def test_a_changed_list_has_another_etag(cloud: Cloud) -> None:
    load(cloud, hospital(1))
    etag = ask(cloud, region="11")[1]["etag"]

    load(cloud, hospital(1, phone="02-555-9999"))

    assert ask(cloud, region="11")[1]["etag"] != etag


def test_an_empty_list_is_not_kept_for_long(cloud: Cloud) -> None:
    status, headers, body = ask(cloud, region="11")

    assert (status, body["hospitals"]) == (200, [])
    assert headers["cache-control"] == "public, max-age=300"


def test_a_backend_fault_is_a_problem(cloud: Cloud) -> None:
    client = scalp_api.bootstrap.services().hospitals._client
    client.meta.events.register("before-send.dynamodb", answer_with(500))

    for path, query in ((PATH, "region=11"), (f"{PATH}/regions", "")):
        status, headers, problem = cloud.api("GET", f"{path}?{query}")
        assert (status, problem["code"]) == (503, "backend_unavailable")
        assert headers["cache-control"] == "no-store"


def test_nothing_that_was_asked_for_stands_in_the_log(cloud: Cloud, logged: Any) -> None:
    client = scalp_api.bootstrap.services().hospitals._client
    client.meta.events.register("before-send.dynamodb", answer_with(500))

    ask(cloud, cell="wydm6d")

    assert "request failed" in logged("api")
    assert "wydm6d" not in logged("api")
