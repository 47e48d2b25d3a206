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

# Between two layers a thread waits for less than this, and to wake it from sleep would take as long
# as a layer does (a virtual processor that sleeps is given away, and may come back where the other
# thread runs); ONNX Runtime's own 10 ms and more would take the processor from whatever comes after
# the trunk. Measured between 100 and 4,000 (tests/benchmarks/photo_speed.py).
_SPIN_MICROS = 300

Tensors = Mapping[str, NDArray[np.float32]]


class OnnxTrunk:
    """What several networks begin with, computed once for the same pictures.

    It keeps neither them nor what it made of them longer than whoever asked keeps the pictures.
    """

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self._session = session
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
    """One network; parallelism comes from running the six side by side, each with one thread.

    Args:
        name: of the file, for the error.
        trunk: what computes the inputs that the file does not take from the picture.

    Raises:
        BrokenArtifactError: nothing gives it an input, or it lacks an output.
    """

    def __init__(
        self, session: onnxruntime.InferenceSession, name: str, trunk: OnnxTrunk | None = None
    ) -> None:
        self._trunk = trunk
        self._session = session
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


def open_session(content: bytes, name: str, *, threads: int = 1) -> onnxruntime.InferenceSession:
    """Make a file ready to run.

    Args:
        name: of the file, for the error.
        threads: how many a run may use. Sessions that run side by side take one each: thread pools
            of their own slow one another down (docs/adr/0001).

    Raises:
        BrokenArtifactError: it is no model that can be loaded.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    if threads > 1:
        options.add_session_config_entry("session.intra_op.spin_duration_us", str(_SPIN_MICROS))
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime's errors have no common base
        raise BrokenArtifactError(f"{name}: not a model that can be loaded: {error}") from error
