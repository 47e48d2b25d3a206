"""The local stack's DynamoDB loses no concurrent writes."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import boto3
import pytest
from botocore.config import Config

from scalp_local.fake_aws import FakeAws


@pytest.fixture
def table() -> str:
    """Return a new name, because moto's state belongs to the process."""
    return f"table-{uuid4().hex}"


@pytest.fixture
def dynamodb() -> Iterator[Any]:
    fake = FakeAws("127.0.0.1")
    fake.start()
    yield boto3.client(
        "dynamodb",
        endpoint_url=fake.endpoint,
        region_name="ap-northeast-2",
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(retries={"max_attempts": 0}, max_pool_connections=8),
    )
    fake.stop()


def test_a_cancelled_transaction_reverts_no_other_writes(dynamodb: Any, table: str) -> None:
    dynamodb.create_table(
        TableName=table,
        KeySchema=[{"AttributeName": "PK", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "PK", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    key = {"PK": {"S": "absent"}}

    def cancelled() -> None:
        update = {
            "TableName": table,
            "Key": key,
            "UpdateExpression": "SET #a = :a",
            "ExpressionAttributeNames": {"#a": "a"},
            "ExpressionAttributeValues": {":a": {"S": "a"}},
            "ConditionExpression": "attribute_exists(PK)",
        }
        with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
            dynamodb.transact_write_items(TransactItems=[{"Update": update}])

    def put(number: int) -> None:
        dynamodb.put_item(TableName=table, Item={"PK": {"S": str(number)}})

    # A table so large that copying it takes longer than a thread is left alone.
    wide = {f"attribute{one}": {"S": "value"} for one in range(20)}
    for number in range(300):
        dynamodb.put_item(TableName=table, Item={"PK": {"S": f"before{number}"}} | wide)
    with ThreadPoolExecutor(8) as pool:
        asked = []
        for number in range(40):
            asked += [pool.submit(cancelled), pool.submit(put, number)]
        for one in asked:
            one.result()

    assert dynamodb.scan(TableName=table)["Count"] == 340


@pytest.mark.parametrize("expected", [0, 1], ids=["done", "cancelled"])
def test_a_transaction_changes_all_that_it_names_or_nothing(
    dynamodb: Any, table: str, expected: int
) -> None:
    dynamodb.create_table(
        TableName=table,
        KeySchema=[
            {"AttributeName": "PK", "KeyType": "HASH"},
            {"AttributeName": "SK", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "PK", "AttributeType": "S"},
            {"AttributeName": "SK", "AttributeType": "S"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    for name in ("changed", "deleted", "bystander"):
        item = {"PK": {"S": name}, "SK": {"S": "0"}, "n": {"N": "0"}}
        dynamodb.put_item(TableName=table, Item=item)

    def read() -> dict[str, str]:
        items = dynamodb.scan(TableName=table)["Items"]
        return {f"{item['PK']['S']} {item['SK']['S']}": item["n"]["N"] for item in items}

    before = read()
    add = {
        "TableName": table,
        "UpdateExpression": "ADD n :one",
        "ExpressionAttributeValues": {":one": {"N": "1"}},
    }
    new = {"PK": {"S": "changed"}, "SK": {"S": "1"}, "n": {"N": "7"}}
    guarded = {
        "TableName": table,
        "Key": {"PK": {"S": "bystander"}, "SK": {"S": "0"}},
        "ConditionExpression": "n = :expected",
        "ExpressionAttributeValues": {":expected": {"N": str(expected)}},
    }
    items = [
        {"Update": add | {"Key": {"PK": {"S": "changed"}, "SK": {"S": "0"}}}},
        {"Update": add | {"Key": {"PK": {"S": "made"}, "SK": {"S": "0"}}}},
        {"Put": {"TableName": table, "Item": new}},
        {"Delete": {"TableName": table, "Key": {"PK": {"S": "deleted"}, "SK": {"S": "0"}}}},
        {"ConditionCheck": guarded},
    ]
    if expected:
        with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
            dynamodb.transact_write_items(TransactItems=items)
        assert read() == before
    else:
        dynamodb.transact_write_items(TransactItems=items)
        after = {"changed 0": "1", "changed 1": "7", "made 0": "1", "bystander 0": "0"}
        assert read() == after


def test_it_can_be_stopped_before_it_started() -> None:
    fake = FakeAws("127.0.0.1")
    fake.stop()

    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(fake.endpoint.rsplit(":", 1)[1]))) != 0
