"""The operator's own error."""

from scalp_core.errors import ScalpSpectraError


class OperatorError(ScalpSpectraError):
    """A verb cannot be carried out; the text says why."""
