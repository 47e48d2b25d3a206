"""How clients of AWS are set up."""

from botocore.config import Config


def client_config(*, tries: int, connect_timeout: float = 1, read_timeout: float = 3) -> Config:
    """Settings that make a call quick, and let it end in bounded time.

    Most of a request is what botocore does around each call. A third of that is for what is not
    needed here: describing machine and versions in a header, put together anew for each call, and
    checking parameters, which only repositories write and which mypy and AWS check as well.

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
