"""Logs and metrics, built once per process; the only module that knows which library makes them."""

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

NAMESPACE = "ScalpSpectra"

__all__ = ["MetricUnit", "make_logger", "make_metrics"]


def make_logger(service: str) -> Logger:
    """JSON logger; level from ``POWERTOOLS_LOG_LEVEL``.

    Never give it photos, what a person told us, or presigned fields.
    """
    return Logger(service=service, utc=True, log_uncaught_exceptions=True)


def make_metrics(service: str) -> Metrics:
    """CloudWatch metrics through the log (embedded metric format)."""
    return Metrics(namespace=NAMESPACE, service=service)
