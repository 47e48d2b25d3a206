"""What several tests of the trainer share, because making it takes seconds."""

import warnings

import onnx
import pytest

from scalp_core.vision.network import LITE0, build
from scalp_train.publish.export import trace_onnx
from support.lite0 import SIZE


@pytest.fixture(scope="session")
def lite0_graph() -> onnx.ModelProto:
    """The traced graph of lite0 for pictures of ``SIZE``; nobody may change it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter's
        return trace_onnx(build(LITE0, image_size=SIZE))
