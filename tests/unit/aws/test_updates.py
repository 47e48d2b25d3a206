"""Update statements: placeholders for every name, and values that come back as they were."""

import re
from decimal import Decimal
from typing import Any

import pytest
from boto3.dynamodb.conditions import Attr
from hypothesis import given
from hypothesis import strategies as st

from scalp_core.aws.dynamodb import from_item
from scalp_core.aws.updates import build_update, write_if
from scalp_core.errors import BackendError
from support.offline_aws import OfflineDynamo, changes, condition, refused

KEY = {"PK": "A", "SK": "B"}
# Reserved words, counters, and what looks like a placeholder of the builder's own.
NAMES = st.one_of(
    st.sampled_from(["status", "total", "name", "day", "dandruff#3", "#u0", ":u0", "#n0", "a.b"]),
    st.text(min_size=1, max_size=20),
)
VALUES = st.one_of(
    st.text(),
    st.integers(-(10**30), 10**30),
    st.booleans(),
    st.binary(min_size=1),
    st.sets(st.integers(0, 255), min_size=1),
)
COUNTS = st.integers(1, 10**9)


@given(st.dictionaries(NAMES, VALUES, min_size=1), st.dictionaries(NAMES, COUNTS))
def test_names_go_by_placeholders_and_values_come_back(
    written: dict[str, Any], added: dict[str, int]
) -> None:
    update = build_update("table", KEY, set_values=written, add=added)

    expression = update["UpdateExpression"]
    assert re.fullmatch(
        r"SET #u\d+ = :u\d+(, #u\d+ = :u\d+)*( ADD #u\d+ :u\d+(, #u\d+ :u\d+)*)?", expression
    )
    assert set(re.findall(r"#\w+", expression)) == update["ExpressionAttributeNames"].keys()
    assert set(re.findall(r":\w+", expression)) == update["ExpressionAttributeValues"].keys()
    assert changes(update) == written | added
    assert from_item(update["Key"]) == KEY


@given(st.dictionaries(st.from_regex(r"\A[a-z#0-9_]{1,20}\Z"), COUNTS, min_size=1))
def test_a_condition_on_the_same_attributes_has_its_own_placeholders(added: dict[str, int]) -> None:
    name = next(iter(added))

    update = build_update("table", KEY, add=added, condition=Attr(name).eq(-1))

    assert condition(update) == f"{name} = -1"
    assert changes(update) == added


def test_what_is_none_stays_as_it_is() -> None:
    update = build_update("table", KEY, set_values={"site": None, "sex": "male"})

    assert changes(update) == {"sex": "male"}


def test_what_is_there_is_not_written_again() -> None:
    update = build_update("table", KEY, set_if_absent={"opinion#1": "x"})

    assert update["UpdateExpression"] == "SET #u0 = if_not_exists(#u0, :u0)"
    assert changes(update) == {"opinion#1": "x"}


def test_an_attribute_is_removed_without_values() -> None:
    update = build_update("table", KEY, remove=["awaited"], condition=Attr("PK").exists())

    assert update["UpdateExpression"] == "REMOVE #u0"
    assert update["ExpressionAttributeNames"] == {"#u0": "awaited", "#n0": "PK"}
    assert "ExpressionAttributeValues" not in update


def test_an_update_that_changes_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="change something"):
        build_update("table", KEY, set_values={"site": None})


def test_numbers_are_exact() -> None:
    update = build_update("table", KEY, add={"total": 10**20})

    assert changes(update) == {"total": Decimal(10**20)}


def test_a_write_returns_whether_its_condition_held_and_raises_any_other_fault() -> None:
    dynamo = OfflineDynamo([{}, refused(), refused("ValidationException"), 500])
    update = build_update("table", KEY, add={"n": 1}, condition=Attr("PK").exists())

    def write() -> bool:
        return write_if("count", lambda: dynamo.client.update_item(**update))

    assert write()
    assert not write()
    for code in ("ValidationException", "500"):
        with pytest.raises(BackendError, match=f"count: {code}"):
            write()
