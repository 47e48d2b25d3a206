"""The local stack's stand-in for DynamoDB loses nothing when several write at once."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest
from botocore.config import Config

from scalp_local.fake_aws import FakeAws

TABLE = "table"


@pytest.fixture
def endpoint() -> Iterator[str]:
    fake = FakeAws("127.0.0.1")
    fake.start()
    yield fake.endpoint
    fake.stop()


def test_a_cancelled_transaction_takes_nobody_elses_writes_back(endpoint: str) -> None:
    dynamodb = boto3.client(
        "dynamodb",
        endpoint_url=endpoint,
        region_name="ap-northeast-2",
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(retries={"max_attempts": 0}, max_pool_connections=8),
    )
    dynamodb.create_table(
        TableName=TABLE,
        KeySchema=[{"AttributeName": "PK", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "PK", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    key = {"PK": {"S": "absent"}}

    def cancelled() -> None:
        update = {
            "TableName": TABLE,
            "Key": key,
            "UpdateExpression": "SET #a = :a",
            "ExpressionAttributeNames": {"#a": "a"},
            "ExpressionAttributeValues": {":a": {"S": "a"}},
            "ConditionExpression": "attribute_exists(PK)",
        }
        with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
            dynamodb.transact_write_items(TransactItems=[{"Update": update}])

    def put(number: int) -> None:
        dynamodb.put_item(TableName=TABLE, Item={"PK": {"S": str(number)}})

    # A table so large that copying it takes longer than a thread is left alone.
    wide = {f"attribute{one}": {"S": "value"} for one in range(20)}
    for number in range(300):
        dynamodb.put_item(TableName=TABLE, Item={"PK": {"S": f"before{number}"}} | wide)
    with ThreadPoolExecutor(8) as pool:
        asked = []
        for number in range(40):
            asked += [pool.submit(cancelled), pool.submit(put, number)]
        for one in asked:
            one.result()

    assert dynamodb.scan(TableName=TABLE)["Count"] == 340


def test_it_can_be_stopped_before_it_began() -> None:
    fake = FakeAws("127.0.0.1")
    fake.stop()

    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(fake.endpoint.rsplit(":", 1)[1]))) != 0
