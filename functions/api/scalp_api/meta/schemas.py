"""Response of the health route."""

from scalp_core.analysis import Record

HEALTH_EXAMPLE = {"status": "ok", "version": "1.0.0"}


class Health(Record):
    """The function answers."""

    status: str
    version: str
