"""Runs exported networks with ONNX Runtime: what production serves."""

import os
from collections.abc import Mapping
from threading import Lock
from weakref import ReferenceType, ref

import numpy as np
from numpy.typing import NDArray

# ONNX Runtime's official wheels report usage to Microsoft unless told otherwise before they are
# loaded (its Privacy.md); nothing of ours may leave the machine.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

import onnxruntime

from scalp_core.errors import BrokenArtifactError
from scalp_core.vision.engine import EngineOutput

OUTPUTS = ("logits", "activation", "features")
PICTURE = "image"
"""The name of a network's input."""

Tensors = Mapping[str, NDArray[np.float32]]


class OnnxTrunk:
    """What several networks begin with, computed once for the same pictures.

    It keeps neither them nor what it made of them longer than whoever asked keeps the pictures.

    Args:
        threads: how many it may use; whoever needs its answer waits for it, so all there are.
    """

    def __init__(self, content: bytes, name: str, *, threads: int = 1) -> None:
        self._session = _session(content, name, threads)
        self.outputs = [output.name for output in self._session.get_outputs()]
        self._lock = Lock()
        self._pictures: ReferenceType[NDArray[np.float32]] | None = None
        self._answer: Tensors = {}

    def run(self, pictures: NDArray[np.float32]) -> Tensors:
        """Its outputs by name for normalised pictures, float32 [N, 3, H, W]."""
        with self._lock:
            if self._pictures is None or self._pictures() is not pictures:
                made = self._session.run(self.outputs, {PICTURE: pictures})
                self._pictures = ref(pictures, self._forget)
                self._answer = dict(zip(self.outputs, made, strict=True))
            return self._answer

    def _forget(self, _: object) -> None:
        self._answer = {}


class OnnxEngine:
    """One session with one thread: parallelism comes from running the six networks side by side.

    Sessions that each keep a spinning thread pool slow one another down (docs/adr/0001).

    Args:
        trunk: what computes the inputs that the file does not take from the picture.
    """

    def __init__(self, content: bytes, name: str, trunk: OnnxTrunk | None = None) -> None:
        self._trunk = trunk
        self._session = _session(content, name, 1)
        self._inputs = [given.name for given in self._session.get_inputs()]
        self._outputs = [output.name for output in self._session.get_outputs()]
        above = [] if trunk is None else trunk.outputs
        if unknown := set(self._inputs) - {PICTURE, *above}:
            raise BrokenArtifactError(f"{name}: nothing gives it {', '.join(sorted(unknown))}")
        if missing := set(OUTPUTS) - {*self._outputs, *above}:
            raise BrokenArtifactError(f"{name}: has no output named {', '.join(sorted(missing))}")

    def run(self, pictures: NDArray[np.float32]) -> EngineOutput:
        """See :meth:`scalp_core.vision.engine.Engine.run`."""
        known = {PICTURE: pictures} | (
            {} if self._trunk is None else dict(self._trunk.run(pictures))
        )
        made = self._session.run(self._outputs, {name: known[name] for name in self._inputs})
        known |= zip(self._outputs, made, strict=True)
        return EngineOutput(*(known[name] for name in OUTPUTS))


def _session(content: bytes, name: str, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Threads that wait for the next picture by spinning would take the processor from the others.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime's errors have no common base
        raise BrokenArtifactError(f"{name}: not a model that can be loaded: {error}") from error
