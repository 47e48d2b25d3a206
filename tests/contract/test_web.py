"""What infra/web.yaml promises about the site, CloudFront and the firewall."""

import re
import subprocess
import sys
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path
from posixpath import normpath
from typing import Any
from urllib.parse import unquote

import pytest

from scalp_api.middleware import ORIGIN_HEADER
from scalp_deployment.paths import ROOT, WEB_TEMPLATE
from scalp_deployment.template import REGION, WEB_REGION, load
from scalp_operator.commands.deployment import Firewall
from support.spellings import PATH
from support.template import of_type, statements, target


@pytest.fixture(scope="module")
def web() -> dict[str, Any]:
    return load(WEB_TEMPLATE)


@pytest.fixture(scope="module")
def resources(web: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = web["Resources"]
    return found


@pytest.fixture(scope="module")
def distribution(resources: dict[str, Any]) -> dict[str, Any]:
    (one,) = of_type(resources, "AWS::CloudFront::Distribution").values()
    found: dict[str, Any] = one["DistributionConfig"]
    return found


def behaviours(distribution: dict[str, Any]) -> list[dict[str, Any]]:
    return [distribution["DefaultCacheBehavior"], *distribution["CacheBehaviors"]]


# ── Headers ──────────────────────────────────────────────────────────────────────────────────────


def test_browsers_insist_on_tls_and_send_maps_the_sites_origin(
    resources: dict[str, Any],
) -> None:
    (policy,) = of_type(resources, "AWS::CloudFront::ResponseHeadersPolicy").values()
    security = policy["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    assert security["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 31_536_000
    assert security["ReferrerPolicy"]["ReferrerPolicy"] == "strict-origin-when-cross-origin"
    # A visit to a shop hides where it comes from, and the documentation of the API needs other
    # rights than pages: there the API's own headers must stay.
    assert {name for name, one in security.items() if not one["Override"]} == {
        "ContentSecurityPolicy",
        "ReferrerPolicy",
    }


def test_a_domain_of_its_own_takes_no_tls_before_1_2(
    web: dict[str, Any], distribution: dict[str, Any]
) -> None:
    """CloudFront's own certificate takes no other setting; the page of operations says so."""
    condition, own, shared = distribution["ViewerCertificate"]["Fn::If"]
    assert condition == "HasDomain"
    assert own["MinimumProtocolVersion"] == "TLSv1.2_2021"
    assert shared == {"CloudFrontDefaultCertificate": True}
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert "accepts TLS 1.0 and 1.1" in page


def test_every_answer_carries_the_headers(distribution: dict[str, Any]) -> None:
    for behaviour in behaviours(distribution):
        assert target(behaviour["ResponseHeadersPolicyId"]) == "SiteHeaders"


# ── Files ────────────────────────────────────────────────────────────────────────────────────────


def test_nobody_but_this_distribution_reads_the_bucket(
    resources: dict[str, Any], distribution: dict[str, Any]
) -> None:
    (bucket,) = of_type(resources, "AWS::S3::Bucket").values()
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    (policy,) = of_type(resources, "AWS::S3::BucketPolicy").values()
    allowed = [one for one in statements(policy) if one["Effect"] == "Allow"]
    assert [one["Action"] for one in allowed] == ["s3:GetObject"]
    source = allowed[0]["Condition"]["StringEquals"]["AWS:SourceArn"]["Fn::Sub"]
    assert source.endswith(":distribution/${Distribution}")
    (origin,) = (one for one in distribution["Origins"] if one["Id"] == "site")
    assert target(origin["OriginAccessControlId"]) == "SiteAccess"
    (access,) = of_type(resources, "AWS::CloudFront::OriginAccessControl").values()
    assert access["OriginAccessControlConfig"]["SigningBehavior"] == "always"


def test_the_bucket_is_encrypted_and_reached_over_tls_only(resources: dict[str, Any]) -> None:
    (bucket,) = of_type(resources, "AWS::S3::Bucket").values()
    (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    (policy,) = of_type(resources, "AWS::S3::BucketPolicy").values()
    (denied,) = (one for one in statements(policy) if one["Effect"] == "Deny")
    assert denied["Condition"] == {"Bool": {"aws:SecureTransport": False}}


def test_a_wrong_address_gets_its_own_page_and_problems_of_the_api_pass(
    distribution: dict[str, Any],
) -> None:
    (page,) = (one for one in distribution["CustomErrorResponses"] if "ResponsePagePath" in one)
    assert (page["ErrorCode"], page["ResponseCode"]) == (403, 404)
    assert (ROOT / "web" / "public" / page["ResponsePagePath"].lstrip("/")).is_file()


def test_an_error_of_the_api_is_not_repeated_once_it_is_over(distribution: dict[str, Any]) -> None:
    forgotten = {
        one["ErrorCode"]
        for one in distribution["CustomErrorResponses"]
        if one["ErrorCachingMinTTL"] == 0 and "ResponsePagePath" not in one
    }
    assert forgotten == {404, 500, 502, 503, 504}


# ── CloudFront ───────────────────────────────────────────────────────────────────────────────────


def test_nothing_is_served_in_the_clear(distribution: dict[str, Any]) -> None:
    for behaviour in behaviours(distribution):
        assert behaviour["ViewerProtocolPolicy"] in {"redirect-to-https", "https-only"}
        assert behaviour["Compress"] is True
    (api,) = (one for one in distribution["Origins"] if one["Id"] == "api")
    assert api["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"


def test_cloudfront_sends_the_api_its_secret(
    web: dict[str, Any], distribution: dict[str, Any]
) -> None:
    (api,) = (one for one in distribution["Origins"] if one["Id"] == "api")
    assert api["OriginCustomHeaders"] == [
        {"HeaderName": ORIGIN_HEADER, "HeaderValue": {"Ref": "OriginSecret"}}
    ]
    assert web["Parameters"]["OriginSecret"]["NoEcho"] is True
    assert "Default" not in web["Parameters"]["OriginSecret"]


def test_the_api_lies_under_its_own_path_and_is_kept_only_where_it_says_so(
    resources: dict[str, Any], distribution: dict[str, Any]
) -> None:
    (behaviour,) = distribution["CacheBehaviors"]
    assert behaviour["PathPattern"] == "/api/*"
    assert {"GET", "POST", "DELETE"} <= set(behaviour["AllowedMethods"])
    policy = resources[target(behaviour["CachePolicyId"])]["Properties"]["CachePolicyConfig"]
    assert policy["MinTTL"] == policy["DefaultTTL"] == 0
    query = policy["ParametersInCacheKeyAndForwardedToOrigin"]["QueryStringsConfig"]
    assert query == {"QueryStringBehavior": "all"}


def test_no_log_of_requests_holds_an_assessments_address(
    resources: dict[str, Any], distribution: dict[str, Any]
) -> None:
    """The firewall's own is tested above."""
    assert "Logging" not in distribution
    (firewall,) = of_type(resources, "AWS::WAFv2::WebACL").values()
    for one in (firewall, *firewall["Rules"]):
        assert one["VisibilityConfig"]["SampledRequestsEnabled"] is False


# ── Firewall ─────────────────────────────────────────────────────────────────────────────────────


def test_the_firewall_stands_before_everything_and_where_cloudfront_looks_for_it(
    web: dict[str, Any], resources: dict[str, Any], distribution: dict[str, Any]
) -> None:
    (firewall,) = of_type(resources, "AWS::WAFv2::WebACL").values()
    assert firewall["Scope"] == "CLOUDFRONT"
    condition, chosen, _ = distribution["WebACLId"]["Fn::If"]
    assert (condition, target(chosen)) == ("HasFirewall", "Firewall")
    values = web["Parameters"]["UseFirewall"]["AllowedValues"]
    assert values == list(Firewall)
    (rule,) = web["Rules"]["OnlyWhereCloudFrontsFirewallIs"]["Assertions"]
    assert rule["Assert"] == {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]}


def test_one_address_may_begin_fewer_assessments_than_ask_questions(
    web: dict[str, Any], resources: dict[str, Any]
) -> None:
    (firewall,) = of_type(resources, "AWS::WAFv2::WebACL").values()
    limits = {}
    for rule in firewall["Rules"]:
        if limit := rule["Statement"].get("RateBasedStatement"):
            limits[rule["Name"]] = web["Parameters"][target(limit["Limit"])]["Default"]
            assert rule["Action"]["Block"]["CustomResponse"]["ResponseCode"] == 429
    assert 0 < limits["new-assessments"] < limits["requests"]


# By AWS WAF's documentation of its text transformations; those that paths have a use for.
_TRANSFORMATIONS: dict[str, Callable[[str], str]] = {
    "URL_DECODE": unquote,
    "URL_DECODE_UNI": lambda text: unquote(
        re.sub("%u([0-9a-fA-F]{4})", lambda escape: chr(int(escape[1], 16)), text)
    ),
    "REPLACE_NULLS": lambda text: text.replace("\x00", " "),
    "NORMALIZE_PATH": lambda text: normpath(re.sub("/+", "/", text)),
    "LOWERCASE": str.lower,
}


def test_the_firewall_counts_more_spellings_of_a_new_assessment_than_the_router_takes(
    resources: dict[str, Any],
) -> None:
    """tests/unit/api/test_api_paths.py shows that the router takes one."""
    (firewall,) = of_type(resources, "AWS::WAFv2::WebACL").values()
    rule = next(one for one in firewall["Rules"] if one["Name"] == "new-assessments")
    scope = rule["Statement"]["RateBasedStatement"]["ScopeDownStatement"]["AndStatement"]
    match = next(
        statement["ByteMatchStatement"]
        for statement in scope["Statements"]
        if "UriPath" in statement["ByteMatchStatement"]["FieldToMatch"]
    )
    transformations = sorted(match["TextTransformations"], key=itemgetter("Priority"))

    def counts(path: str) -> bool:
        for one in transformations:
            path = _TRANSFORMATIONS[one["Type"]](path)
        return path.startswith(str(match["SearchString"]))

    assert match["PositionalConstraint"] == "STARTS_WITH"
    assert counts(PATH)
    # Each of them is what the path becomes once one layer of escapes, doubled slashes and dot
    # segments are gone, which is all that CloudFront and API Gateway do to a path.
    for path in (
        *("/api/v1/%61ssessments", "/api/v1/%2561ssessments", "/api/v1%2Fassessments"),
        *("/api/v1//assessments", "//api/v1/./assessments", "/api/v1/stats/../assessments"),
        *("/api/v1/stats%2f%2e%2e%2fassessments", "/API/v1/Assessments", "/api/v1/assessments%00"),
    ):
        assert counts(path), path
    assert counts("/api/v1/assessments-of-sample")
    assert not counts("/api/v1/stats")


def test_rules_of_aws_are_in_force(resources: dict[str, Any]) -> None:
    (firewall,) = of_type(resources, "AWS::WAFv2::WebACL").values()
    managed = [one for one in firewall["Rules"] if "OverrideAction" in one]
    assert len(managed) == 3
    # They label; the rule that is tested above blocks.
    assert all(one["OverrideAction"] == {"Count": {}} for one in managed)
    assert sorted(one["Priority"] for one in firewall["Rules"]) == list(range(6))


# ── As a whole ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("region", "templates"),
    [
        (WEB_REGION, ["infra/web.yaml"]),
        (
            REGION,
            [
                "template.yaml",
                "infra/packages.yaml",
                "infra/observability.yaml",
                "infra/github-oidc.yaml",
            ],
        ),
    ],
)
def test_cfn_lint_has_no_warnings(region: str, templates: list[str]) -> None:
    """All templates of the deployment, those of one region by one process."""
    linter = Path(sys.executable).with_name("cfn-lint")
    command = [linter, "--non-zero-exit-code", "warning", "--regions", region]
    done = subprocess.run(
        [*command, "--", *(ROOT / template for template in templates)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
