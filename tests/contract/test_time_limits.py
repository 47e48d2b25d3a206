"""Calls of AWS end before Lambda stops the function that waits for them."""

from typing import Any

import pytest
from botocore.config import Config

import scalp_api.bootstrap
import scalp_assess.bootstrap
import scalp_catalog.bootstrap
import scalp_statistics.bootstrap

# How often the longest wait for one call has to fit: the API answers 503 after the first call that
# fails, the worker goes on to the next photo of its batch, a refresh makes many calls, and so does
# a publication.
FITS = {"ApiFunction": 1, "AssessFunction": 4, "CatalogFunction": 8, "StatisticsFunction": 4}
CONFIGS: dict[str, Config] = {
    "ApiFunction": scalp_api.bootstrap._AWS,
    "AssessFunction": scalp_assess.bootstrap._AWS,
    "CatalogFunction": scalp_catalog.bootstrap._AWS,
    "StatisticsFunction": scalp_statistics.bootstrap._AWS,
}


def longest_wait(config: Any) -> float:
    """Seconds of a call whose every try connects at the last moment and then hears nothing.

    Standard mode pauses up to 1, 2, 4 … seconds, at most 20, between tries.
    """
    tries = config.retries["total_max_attempts"]
    pauses = sum(min(2**one, 20) for one in range(tries - 1))
    return float(tries * (config.connect_timeout + config.read_timeout) + pauses)


@pytest.mark.parametrize("function", FITS)
def test_all_tries_of_a_call_end_before_the_function_times_out(
    resources: dict[str, Any], function: str
) -> None:
    timeout = resources[function]["Properties"]["Timeout"]

    assert FITS[function] * longest_wait(CONFIGS[function]) <= timeout


@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)
def test_a_moment_of_trouble_is_tried_again(config: Any) -> None:
    assert config.retries["mode"] == "standard"
    assert config.retries["total_max_attempts"] >= 2
