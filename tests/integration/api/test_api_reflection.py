"""What a stranger sends is repeated in no answer and in no log."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.api_attacks import BODY, CACHED, REPEATED_BY_NAIVE_SERVERS, UNKNOWN
from support.cloud import Cloud

ROUTES = [
    *CACHED,
    "/api/v1/health",
    "/api/v1/docs",
    "/api/v1/products?symptom=dandruff",
    f"/api/v1/assessments/{UNKNOWN}",
    "/api/v1/nothing",
]


def _evil(text: str) -> str:
    return f"evil7331{text}"


_TEXT = st.one_of(
    st.sampled_from(
        [
            "\r\nX-Injected: 1",
            '\n{"level":"ERROR","message":"forged"}',
            "\x1b[2J\x1b[31mforged",
            "<script>alert(1)</script>",
            "${jndi:ldap://evil}",
            "' OR 1=1 --",
            "\u2028\u202e\x00",
        ]
    ),
    st.text(max_size=60),
).map(_evil)


def _silent(cloud: Cloud, logged: Callable[[str], str], answer: Any) -> None:
    status, headers, body = answer
    said = json.dumps([status, headers, body], ensure_ascii=False)
    assert "evil7331" not in said
    assert "evil7331" not in logged("api")
    assert not {"x-injected", "access-control-allow-origin"} & set(headers)


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    path=st.sampled_from(ROUTES),
    headers=st.dictionaries(st.sampled_from(REPEATED_BY_NAIVE_SERVERS), _TEXT, min_size=1),
)
def test_no_header_is_repeated_in_an_answer_or_a_log(
    cloud: Cloud, logged: Callable[[str], str], path: str, headers: dict[str, str]
) -> None:
    _silent(cloud, logged, cloud.api("GET", path, headers=headers))


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(field=st.sampled_from([*BODY, "site", "new"]), text=_TEXT, as_name=st.booleans())
def test_nothing_of_a_body_is_repeated_in_an_answer_or_a_log(
    cloud: Cloud, logged: Callable[[str], str], field: str, text: str, as_name: bool
) -> None:
    changed = {text: "x"} if as_name else {field: text}
    answer = cloud.api("POST", "/api/v1/assessments", BODY | changed)

    assert answer[0] == 422
    _silent(cloud, logged, answer)


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    path=st.sampled_from(
        [
            *("{}", "assessments/{}", "products/{}/visit", "care/{}", "docs/{}"),
            *("hospitals?cell={}", "hospitals?region=11&cursor={}", "hospitals?{}=1"),
            *("stats?sex={}", "products?symptom={}", "care?symptoms={}"),
        ]
    ),
    text=_TEXT,
)
def test_nothing_of_an_address_is_repeated_in_an_answer_or_a_log(
    cloud: Cloud, logged: Callable[[str], str], path: str, text: str
) -> None:
    answer = cloud.api("GET", "/api/v1/" + path.format(quote(text, safe="")))

    assert 400 <= answer[0] < 500
    _silent(cloud, logged, answer)
