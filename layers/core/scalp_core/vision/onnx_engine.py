"""Runs an exported network with ONNX Runtime: what production serves."""

import os

import numpy as np
from numpy.typing import NDArray

# ONNX Runtime's official wheels report usage to Microsoft unless told otherwise before they are
# loaded (its Privacy.md); nothing of ours may leave the machine.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

import onnxruntime

from scalp_core.errors import BrokenArtifactError
from scalp_core.vision.engine import EngineOutput

OUTPUTS = ("logits", "activation", "features")


class OnnxEngine:
    """One session with one thread: parallelism comes from running the six networks side by side.

    Sessions that each keep a spinning thread pool slow one another down (docs/adr/0001).
    """

    def __init__(self, content: bytes, name: str) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                content, options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # ONNX Runtime's errors have no common base
            raise BrokenArtifactError(f"{name}: not a model that can be loaded: {error}") from error
        missing = set(OUTPUTS) - {output.name for output in self._session.get_outputs()}
        if missing:
            raise BrokenArtifactError(f"{name}: has no output named {', '.join(sorted(missing))}")

    def run(self, pictures: NDArray[np.float32]) -> EngineOutput:
        """See :meth:`scalp_core.vision.engine.Engine.run`."""
        return EngineOutput(*self._session.run(OUTPUTS, {"image": pictures}))
