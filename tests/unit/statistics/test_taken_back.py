"""A deleted assessment leaves the counters, as long as its batch is open."""

from datetime import UTC, datetime
from typing import Any

import pytest

from scalp_core.analysis import Cohort
from scalp_core.statistics.counters import TOTAL
from scalp_core.statistics.repository import StatsRepository
from scalp_core.vocabulary import AgeGroup, Sex
from support.offline_aws import OfflineDynamo, changes, condition, plain, refused

NOW = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)


def published(total: int) -> dict[str, Any]:
    content = f'{{"counts": {{"total": {total}}}, "days": {{}}}}'
    item = {"SK": {"S": "female#40s"}, "content": {"S": content}}
    return {"Items": [item] if total else []}


@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize(
    ("total", "unless_closed"), [(0, "attribute_not_exists(PK) OR "), (10, "")]
)
def test_a_deleted_assessment_leaves_the_counters_until_its_batch_is_closed(
    is_open: bool, total: int, unless_closed: str
) -> None:
    """Older versions have published without closing: what is published is not taken back."""
    reasons = [{"Code": "ConditionalCheckFailed"}, {"Code": "None"}, {"Code": "None"}]
    closed = refused("TransactionCanceledException", CancellationReasons=reasons)
    dynamo = OfflineDynamo([published(total), {} if is_open else closed])
    stats = StatsRepository(dynamo.client, "table")
    cohort = Cohort(sex=Sex.FEMALE, age_group=AgeGroup.FORTIES)

    taken = stats.take_back("id", cohort, {TOTAL: 1, "type#dry": 1}, counted_at=NOW)

    assert taken is is_open
    (_, (_, request)) = dynamo.requests
    check, *updates = request["TransactItems"]
    check = check["ConditionCheck"]
    assert plain(check["Key"]) == {"PK": "STATS#CLOSED", "SK": "female#40s"}
    until = f"closedUntil < {int(NOW.timestamp())}"
    assert condition(check) == unless_closed + until
    assert [plain(one["Update"]["Key"])["PK"] for one in updates] == [
        "STATS#female#40s",
        "STATS#DAY#2026-11-22",
    ]
    for one in updates:
        assert changes(one["Update"]) == {TOTAL: -1, "type#dry": -1}
