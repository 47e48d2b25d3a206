"""List consented copies and read their records, many at a time: for operators."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from scalp_core.aws.dynamodb import META_SK, to_item, translate_errors
from scalp_core.research import keys
from scalp_core.research.model import ResearchRecord
from scalp_core.research.repository import read_record

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

_READ_BATCH = 100
"""Limit of one call of DynamoDB."""


def list_photos(s3: "S3Client", bucket: str) -> Iterator[dict[str, Any]]:
    """Yield key and ETag of every photo donated to research, page by page.

    Raises:
        BackendError: S3 failed.
    """
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=keys.RESEARCH_PREFIX)
    with translate_errors("list research photos"):
        for page in pages:
            for photo in page.get("Contents", []):
                yield {"Key": photo["Key"], "ETag": photo["ETag"]}


def read_records(
    dynamodb: "DynamoDBClient", table: str, photos: Iterable[dict[str, Any]]
) -> Iterator[tuple[str, ResearchRecord]]:
    """Yield token and record of each photo that has a record.

    Raises:
        BackendError: DynamoDB failed.
    """
    tokens = (keys.research_token_of(photo["Key"]) for photo in photos)
    known = (token for token in tokens if token is not None)
    while batch := list(islice(known, _READ_BATCH)):
        items = _read_items(dynamodb, table, batch)
        yield from ((token, read_record(items[token])) for token in batch if token in items)


def _read_items(dynamodb: "DynamoDBClient", table: str, tokens: list[str]) -> dict[str, Any]:
    """Return items by token."""
    wanted: Any = {
        table: {
            "Keys": [to_item({"PK": keys.research_pk(token), "SK": META_SK}) for token in tokens],
            "ConsistentRead": True,
        }
    }
    found: dict[str, Any] = {}
    while wanted:
        with translate_errors("read research records"):
            response = dynamodb.batch_get_item(RequestItems=wanted)
        for item in response["Responses"].get(table, []):
            found[item["PK"]["S"].removeprefix(keys.research_pk(""))] = item
        wanted = response.get("UnprocessedKeys")
    return found
