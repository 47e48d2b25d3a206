"""What several tests of the trainer share, because making it takes seconds."""

import warnings

import onnx
import pytest

from scalp_core.vision.network import LITE0
from scalp_train.publish.export import traced
from support.lite0 import SIZE


@pytest.fixture(scope="session")
def lite0_graph() -> onnx.ModelProto:
    """The traced graph of lite0 for pictures of ``SIZE``; nobody may change it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter's
        return traced(LITE0, SIZE)
