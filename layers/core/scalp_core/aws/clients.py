"""Configuration of AWS clients."""

from botocore.config import Config


def client_config(*, tries: int, connect_timeout: float = 1, read_timeout: float = 3) -> Config:
    """Return a configuration for cheap calls that end in bounded time.

    Most of a request's processor time is botocore's overhead per call. A third of that is turned
    off: a user agent that is built anew for each call, and the validation of parameters, which only
    repositories write and which mypy and AWS check as well.

    Args:
        tries: of a call, the first one included.
        connect_timeout: seconds for each try.
        read_timeout: seconds for each try.
    """
    return Config(
        connect_timeout=connect_timeout,
        read_timeout=read_timeout,
        # ``total_max_attempts`` counts the first try, which ``max_attempts`` does not.
        retries={"mode": "standard", "total_max_attempts": tries},
        user_agent="ScalpSpectra",
        parameter_validation=False,
    )
