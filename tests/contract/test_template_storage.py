"""Buckets and tables of template.yaml: closed, encrypted, and with an expiry."""

import inspect
from typing import Any

import pytest
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer

from scalp_core.assessments.keys import UPLOAD_PREFIX
from scalp_core.aws.dynamodb import TTL_ATTRIBUTE
from support.template import Properties, as_list, of_type, statements, target

# ── Buckets ──────────────────────────────────────────────────────────────────────────────────────


def test_buckets_are_closed_to_the_public(resources: dict[str, Any]) -> None:
    for bucket in of_type(resources, "AWS::S3::Bucket").values():
        assert bucket["PublicAccessBlockConfiguration"] == {
            "BlockPublicAcls": True,
            "BlockPublicPolicy": True,
            "IgnorePublicAcls": True,
            "RestrictPublicBuckets": True,
        }
        assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]


def test_a_lifecycle_rule_deletes_photos_after_a_day(resources: dict[str, Any]) -> None:
    bucket = resources["UploadsBucket"]["Properties"]
    (rule,) = bucket["LifecycleConfiguration"]["Rules"]
    assert rule["Status"] == "Enabled"
    assert rule["ExpirationInDays"] == 1
    assert rule["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}
    assert not {"Prefix", "TagFilters", "ObjectSizeGreaterThan"} & rule.keys()
    assert "VersioningConfiguration" not in bucket


def test_a_lifecycle_rule_deletes_donated_photos_after_the_chosen_days(
    resources: dict[str, Any], template: dict[str, Any]
) -> None:
    bucket = resources["ResearchBucket"]["Properties"]
    (rule,) = bucket["LifecycleConfiguration"]["Rules"]
    assert rule["Status"] == "Enabled"
    assert rule["ExpirationInDays"] == {"Ref": "ResearchDays"}
    assert not {"Prefix", "TagFilters", "ObjectSizeGreaterThan"} & rule.keys()
    assert "VersioningConfiguration" not in bucket
    # The consent promises a year at most (consent.research.period).
    assert template["Parameters"]["ResearchDays"]["MaxValue"] == 365


def test_no_browser_and_no_event_reaches_donated_photos(
    resources: dict[str, Any],
) -> None:
    bucket = resources["ResearchBucket"]["Properties"]
    assert not {"CorsConfiguration", "NotificationConfiguration"} & bucket.keys()


def test_donated_photos_do_not_outlive_the_stack_that_can_withdraw_them(
    resources: dict[str, Any],
) -> None:
    for key in of_type(resources, "AWS::S3::Bucket"):
        assert resources[key]["DeletionPolicy"] == "Delete"


def test_only_pages_of_the_site_may_upload(resources: dict[str, Any]) -> None:
    (rule,) = resources["UploadsBucket"]["Properties"]["CorsConfiguration"]["CorsRules"]
    assert rule["AllowedOrigins"] == [{"Ref": "SiteOrigin"}]
    assert rule["AllowedMethods"] == ["POST"]
    assert "*" not in rule["AllowedHeaders"]


def test_every_upload_and_nothing_else_reaches_the_queue(resources: dict[str, Any]) -> None:
    notifications = resources["UploadsBucket"]["Properties"]["NotificationConfiguration"]
    (configuration,) = notifications["QueueConfigurations"]
    assert target(configuration["Queue"]) == "AssessQueue"
    assert configuration["Event"] == "s3:ObjectCreated:*"
    rules = configuration["Filter"]["S3Key"]["Rules"]
    assert rules == [{"Name": "prefix", "Value": UPLOAD_PREFIX}]


def test_only_the_bucket_of_this_account_may_send_to_the_queue(resources: dict[str, Any]) -> None:
    (policy,) = (
        one
        for one in of_type(resources, "AWS::SQS::QueuePolicy").values()
        if [target(queue) for queue in one["Queues"]] == ["AssessQueue"]
    )
    (allowed,) = (one for one in statements(policy) if one["Effect"] == "Allow")
    name = resources["UploadsBucket"]["Properties"]["BucketName"]["Fn::Sub"]
    assert allowed["Principal"] == {"Service": "s3.amazonaws.com"}
    assert allowed["Action"] == "sqs:SendMessage"
    assert allowed["Condition"] == {
        "ArnEquals": {"aws:SourceArn": {"Fn::Sub": f"arn:${{AWS::Partition}}:s3:::{name}"}},
        "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}},
    }


def test_the_queue_policy_is_created_before_the_bucket(resources: dict[str, Any]) -> None:
    assert "AssessQueuePolicy" in as_list(resources["UploadsBucket"]["DependsOn"])


# ── Encryption ───────────────────────────────────────────────────────────────────────────────────


def test_everything_is_encrypted_at_rest(resources: dict[str, Any]) -> None:
    for bucket in of_type(resources, "AWS::S3::Bucket").values():
        (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] in {"AES256", "aws:kms"}
    for queue in of_type(resources, "AWS::SQS::Queue").values():
        assert queue.get("SqsManagedSseEnabled") or queue.get("KmsMasterKeyId")
    for table in of_type(resources, "AWS::DynamoDB::Table").values():
        assert table["SSESpecification"]["SSEEnabled"] is True


@pytest.mark.parametrize(
    ("kind", "policies", "attribute", "actions"),
    [
        ("AWS::S3::Bucket", "AWS::S3::BucketPolicy", "Bucket", "s3:*"),
        ("AWS::SQS::Queue", "AWS::SQS::QueuePolicy", "Queues", "sqs:*"),
    ],
)
def test_every_connection_requires_tls(
    resources: dict[str, Any], kind: str, policies: str, attribute: str, actions: str
) -> None:
    refusing = {
        target(reference)
        for policy in of_type(resources, policies).values()
        for reference in as_list(policy[attribute])
        for statement in statements(policy)
        if statement["Effect"] == "Deny"
        and statement["Principal"] == "*"
        and statement["Action"] == actions
        and statement["Condition"] == {"Bool": {"aws:SecureTransport": False}}
    }
    assert refusing == of_type(resources, kind).keys()


# ── Tables ───────────────────────────────────────────────────────────────────────────────────────


def keys_of(table: Properties) -> dict[str, str]:
    return {key["KeyType"]: key["AttributeName"] for key in table["KeySchema"]}


def test_results_expire_by_the_attribute_that_the_code_writes(
    resources: dict[str, Any],
) -> None:
    table = resources["Table"]["Properties"]
    assert table["TimeToLiveSpecification"] == {"AttributeName": TTL_ATTRIBUTE, "Enabled": True}
    assert keys_of(table) == {"HASH": "PK", "RANGE": "SK"}


def test_the_idempotency_table_has_the_names_of_powertools(resources: dict[str, Any]) -> None:
    table = resources["IdempotencyTable"]["Properties"]
    defaults = inspect.signature(DynamoDBPersistenceLayer).parameters
    assert keys_of(table) == {"HASH": defaults["key_attr"].default}
    assert table["TimeToLiveSpecification"] == {
        "AttributeName": defaults["expiry_attr"].default,
        "Enabled": True,
    }


def test_tables_cost_nothing_while_nobody_uses_them(resources: dict[str, Any]) -> None:
    for table in of_type(resources, "AWS::DynamoDB::Table").values():
        assert table["BillingMode"] == "PAY_PER_REQUEST"


def test_statistics_survive_a_mistake_and_the_stack(resources: dict[str, Any]) -> None:
    table = resources["Table"]
    recovery = table["Properties"]["PointInTimeRecoverySpecification"]
    assert recovery == {"PointInTimeRecoveryEnabled": True}
    assert table["DeletionPolicy"] == "RetainExceptOnCreate"
    assert table["UpdateReplacePolicy"] == "Retain"
