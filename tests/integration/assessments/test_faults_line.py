"""A bad line between the worker and AWS: on real sockets, with botocore's own tries and time-outs.

Whatever breaks, for how long, at which call: once the line is good again and the message has been
delivered again, no upload is lost and none is counted twice.
"""

from collections.abc import Callable
from typing import Any

import pytest

import scalp_assess.bootstrap
from support.cloud import Cloud
from support.deliveries import (
    BAD,
    GOOD,
    batch,
    failed,
    lost_or_counted_twice,
    message,
    s3_event,
    statuses,
)
from support.wire import (
    Fault,
    Wire,
    cut_off,
    dry_up,
    lose_answer,
    refuse,
    refuse_dynamodb,
    refuse_s3,
    reset,
    stall,
    trickle,
)

# In the order in which the worker makes them; PutItem and UpdateItem are the idempotency records.
CALLS = ["PutItem", "GetItem", "GetObject", "TransactWriteItems", "DeleteObject", "UpdateItem"]
TRIES = scalp_assess.bootstrap._AWS.retries["total_max_attempts"]  # type: ignore[attr-defined]
ANY = {"503": refuse(503), "reset": reset, "stall": stall, "answer lost": lose_answer}
S3 = {
    "slow down": refuse_s3("SlowDown", 503),
    "internal error of S3": refuse_s3("InternalError", 500),
    "clock skew to S3": refuse_s3("RequestTimeTooSkewed", 403),
    "cut off": cut_off,
    "dries up": dry_up,
}
DYNAMODB = {
    "throttled": refuse_dynamodb("ProvisionedThroughputExceededException"),
    "throttled account": refuse_dynamodb("ThrottlingException"),
    "request limit": refuse_dynamodb("RequestLimitExceeded"),
    "internal error of DynamoDB": refuse_dynamodb("InternalServerError", 500),
    "clock skew to DynamoDB": refuse_dynamodb("InvalidSignatureException"),
}
EVERY_FAULT = [
    *((CALLS, fault) for fault in ANY.values()),
    *((["GetObject"], fault) for fault in S3.values()),
    *(([one for one in CALLS if not one.endswith("Object")], one) for one in DYNAMODB.values()),
]
PATIENCE = scalp_assess.bootstrap._AWS.read_timeout  # type: ignore[attr-defined]


def deliver(cloud: Cloud, made: str, count: int = 1) -> Any:
    # A context without time left: the next delivery need not wait for an idempotency record.
    return cloud.assess(batch(message(s3_event(cloud, made), receive_count=count)), seconds=-1)


def deliver_until_taken(cloud: Cloud, made: str) -> None:
    """A slow machine may see a stall that nobody ordered."""
    assert any(deliver(cloud, made, count=2) == failed() for _ in range(5))


def uploaded(cloud: Cloud, content: bytes = GOOD) -> str:
    made = cloud.create()
    cloud.upload(made, content)
    return made


def test_the_calls_are_those_that_the_worker_makes(cloud: Cloud, wire: Wire) -> None:
    """Or the faults below would hit nothing."""
    deliver(cloud, uploaded(cloud))

    assert wire.heard == CALLS


@pytest.mark.parametrize(
    ("calls", "fault", "patience"),
    [(*one, 1 if one[1] in (stall, dry_up) else PATIENCE) for one in EVERY_FAULT],
    ids=[*ANY, *S3, *DYNAMODB],
)
def test_a_call_that_fails_all_the_while_is_made_up_for_by_the_next_delivery(
    cloud: Cloud, wire: Wire, calls: list[str], fault: Fault, patience: int
) -> None:
    good, bad = [], []
    for call in calls:
        wire.breaks(call, fault)
        for content, made in ((GOOD, good), (BAD, bad)):
            made.append(uploaded(cloud, content))
            deliver(cloud, made[-1])
        wire.mend()
        deliver_until_taken(cloud, good[-1])
        deliver_until_taken(cloud, bad[-1])

    assert set(wire.heard) >= set(calls)
    assert statuses(cloud, good) == ["done"] * len(calls)
    assert statuses(cloud, bad) == ["rejected"] * len(calls)
    assert lost_or_counted_twice(cloud, good + bad) == 0
    assert not any(cloud.photo_exists(made) for made in good + bad)


@pytest.mark.parametrize(
    ("calls", "fault"),
    [
        ([*CALLS[:3], *CALLS[4:]], refuse(503)),
        ([*CALLS[:3], *CALLS[4:]], reset),
        (["GetItem", "GetObject"], stall),
        (["GetObject"], S3["slow down"]),
        (["GetItem", "UpdateItem"], DYNAMODB["throttled"]),
    ],
    ids=["503", "reset", "stall", "slow down", "throttled"],
)
def test_a_call_that_fails_for_a_moment_costs_no_delivery(
    cloud: Cloud, wire: Wire, calls: list[str], fault: Fault
) -> None:
    """Six minutes pass before the next one, and somebody is waiting."""
    accepted = []
    for call in calls:
        wire.breaks(call, fault, times=TRIES - 1)
        accepted.append(uploaded(cloud))
        assert deliver(cloud, accepted[-1]) == failed(), call

    for call in calls:
        assert wire.heard.count(call) >= len(calls) - 1 + TRIES
    assert set(statuses(cloud, accepted)) == {"done"}
    assert lost_or_counted_twice(cloud, accepted) == 0


def test_a_transaction_whose_answers_are_lost_is_committed_once(cloud: Cloud, wire: Wire) -> None:
    made = uploaded(cloud)
    wire.breaks("TransactWriteItems", lose_answer, times=TRIES - 1)

    assert deliver(cloud, made) == failed()

    assert wire.heard.count("TransactWriteItems") == TRIES
    assert statuses(cloud, [made]) == ["done"]
    assert lost_or_counted_twice(cloud, [made]) == 0


@pytest.mark.parametrize(
    "code", ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]
)
def test_a_transaction_that_is_cancelled_for_others_sake_is_tried_again(
    cloud: Cloud, wire: Wire, code: str
) -> None:
    made = uploaded(cloud)
    cancelled = refuse_dynamodb(
        "TransactionCanceledException",
        CancellationReasons=[{"Code": "None"}, {"Code": code}, {"Code": "None"}],
    )
    wire.breaks("TransactWriteItems", cancelled, times=5)

    assert deliver(cloud, made) == failed()

    assert wire.heard.count("TransactWriteItems") == 6
    assert lost_or_counted_twice(cloud, [made]) == 0


def test_a_slow_photo_is_waited_for_as_long_as_it_keeps_coming(cloud: Cloud, wire: Wire) -> None:
    made = uploaded(cloud, GOOD * 50)
    wire.breaks("GetObject", trickle)

    assert deliver(cloud, made) == failed()

    assert wire.heard.count("GetObject") == 1
    assert statuses(cloud, [made]) == ["done"]
    assert lost_or_counted_twice(cloud, [made]) == 0


def test_a_last_delivery_that_fails_reads_failed_and_can_be_redriven(
    cloud: Cloud, wire: Wire
) -> None:
    accepted = []
    for call in [*CALLS[:3], "TransactWriteItems"]:
        accepted.append(uploaded(cloud))
        wire.breaks(call, refuse(503))
        assert deliver(cloud, accepted[-1], count=3) == failed("m"), call
        wire.mend()

    assert set(statuses(cloud, accepted)) == {"failed"}
    assert lost_or_counted_twice(cloud, accepted) == 0
    for made in accepted:
        assert deliver(cloud, made) == failed()
    assert set(statuses(cloud, accepted)) == {"done"}
    assert lost_or_counted_twice(cloud, accepted) == 0


def test_a_last_delivery_whose_deadline_cannot_be_set_is_processed_all_the_same(
    cloud: Cloud, wire: Wire, logged: Callable[[str], str]
) -> None:
    made = uploaded(cloud)
    wire.breaks("UpdateItem", refuse_dynamodb("ThrottlingException"), times=TRIES)

    assert deliver(cloud, made, count=3) == failed()

    assert statuses(cloud, [made]) == ["done"]
    assert lost_or_counted_twice(cloud, [made]) == 0
    assert "failure deadline could not be set" in logged("assess")
    assert made not in logged("assess")


def test_while_nothing_at_all_can_be_written_no_status_is_wrong(cloud: Cloud, wire: Wire) -> None:
    """The one case in which a last delivery leaves no mark: it waits for whoever redrives it."""
    made = uploaded(cloud)
    wire.breaks("*", reset)

    assert deliver(cloud, made, count=3) == failed("m")

    assert statuses(cloud, [made]) == ["pending"]
    wire.mend()
    assert deliver(cloud, made) == failed()
    assert statuses(cloud, [made]) == ["done"]
    assert lost_or_counted_twice(cloud, [made]) == 0
