"""Addresses, headers and bodies for attacks on the API."""

BODY = {"sex": "male", "ageGroup": "30s", "consent": True, "contentType": "image/jpeg"}
# The id of no assessment.
UNKNOWN = "0123456789abcdef" * 2
# What browsers and CloudFront may keep.
CACHED = [
    "/api/v1/hospitals?cell=wydm6",
    "/api/v1/hospitals/regions",
    "/api/v1/stats?sex=female",
    "/api/v1/stats.csv",
    "/api/v1/stats/reference",
    "/api/v1/care?symptoms=dandruff:2",
    "/api/v1/care/dry?symptoms=dandruff:1",
]
REPEATED_BY_NAIVE_SERVERS = [
    "host",
    "origin",
    "referer",
    "user-agent",
    "cookie",
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-forwarded-prefix",
    "x-original-url",
    "x-rewrite-url",
    "x-http-method-override",
    "accept",
    "accept-language",
    "accept-encoding",
    "range",
    "if-modified-since",
    "x-request-id",
    "x-amzn-trace-id",
]
