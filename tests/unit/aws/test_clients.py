"""How long a call of AWS may take, and how often it is tried."""

from scalp_core.aws.clients import client_config


def test_a_call_times_out_in_seconds_and_is_tried_as_often_as_configured() -> None:
    config = client_config(tries=2)

    assert (config.connect_timeout, config.read_timeout) == (1, 3)
    # Under this name the first try is counted, too.
    assert config.retries == {"mode": "standard", "total_max_attempts": 2}


def test_a_client_may_have_longer_time_outs() -> None:
    config = client_config(tries=1, connect_timeout=0.5, read_timeout=10)

    assert (config.connect_timeout, config.read_timeout) == (0.5, 10)
