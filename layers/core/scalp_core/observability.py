"""Loggers and metrics, built once per process; the only module that names their library."""

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

NAMESPACE = "ScalpSpectra"

__all__ = ["MetricUnit", "make_logger", "make_metrics"]


def make_logger(service: str) -> Logger:
    """Return a JSON logger; its level is ``POWERTOOLS_LOG_LEVEL``.

    Never log photos, personal data or presigned fields.
    """
    return Logger(service=service, utc=True, log_uncaught_exceptions=True)


def make_metrics(service: str) -> Metrics:
    """Return CloudWatch metrics, written to the log in embedded metric format."""
    return Metrics(namespace=NAMESPACE, service=service)
