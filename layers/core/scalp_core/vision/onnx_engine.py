"""Run exported networks with ONNX Runtime, as production does."""

import os
from collections.abc import Collection

# ONNX Runtime's official wheels report usage to Microsoft unless this is set before they are loaded
# (its Privacy.md); no data may leave the machine.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from scalp_core.errors import BrokenArtifactError
from scalp_core.vision.engine import EngineOutput, Pictures, Tensors

OUTPUTS = ("logits", "activation", "features")
PICTURE = "image"
"""The name of a network's input."""

# How long a thread spins between two layers. It waits less than this; waking it from sleep takes as
# long as a layer (a sleeping virtual processor is given away), and ONNX Runtime's default of 10 ms
# and more would keep the processor from the heads. Measured from 100 to 4,000 µs
# (tests/benchmarks/photo_speed.py).
_SPIN_MICROS = 300


class OnnxTrunk:
    """The layers that several networks share, in a file of their own (docs/adr/0013)."""

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self._session = session
        self.outputs = [output.name for output in self._session.get_outputs()]

    def run(self, pictures: Pictures, /) -> Tensors:
        """Return its outputs by name."""
        made = self._session.run(self.outputs, {PICTURE: pictures})
        return dict(zip(self.outputs, made, strict=True))


class OnnxHead:
    """One symptom's own layers; parallelism comes from running six side by side, one thread each.

    Args:
        name: of the file, for the error.
        shared: names of the trunk's outputs; none where the file holds a whole network.

    Raises:
        BrokenArtifactError: the file needs an input that nothing gives it, or lacks an output.
    """

    def __init__(
        self, session: onnxruntime.InferenceSession, name: str, shared: Collection[str] = ()
    ) -> None:
        self._session = session
        self._inputs = [given.name for given in self._session.get_inputs()]
        self._outputs = [output.name for output in self._session.get_outputs()]
        if unknown := set(self._inputs) - {PICTURE, *shared}:
            raise BrokenArtifactError(f"{name}: nothing gives it {', '.join(sorted(unknown))}")
        if missing := set(OUTPUTS) - {*self._outputs, *shared}:
            raise BrokenArtifactError(f"{name}: has no output named {', '.join(sorted(missing))}")

    def run(self, pictures: Pictures, shared: Tensors, /) -> EngineOutput:
        """See :meth:`scalp_core.vision.engine.Head.run`."""
        known = {PICTURE: pictures, **shared}
        made = self._session.run(self._outputs, {name: known[name] for name in self._inputs})
        known |= zip(self._outputs, made, strict=True)
        return EngineOutput(*(known[name] for name in OUTPUTS))


class OnnxEngine:
    """One symptom's network from the picture to the logits, for training and tests.

    Args:
        name: of the file, for the error.
        trunk: the layers that the file does not hold, if they are in a file of their own.

    Raises:
        BrokenArtifactError: as :class:`OnnxHead`.
    """

    def __init__(
        self, session: onnxruntime.InferenceSession, name: str, trunk: OnnxTrunk | None = None
    ) -> None:
        self._trunk = trunk
        self._head = OnnxHead(session, name, () if trunk is None else trunk.outputs)

    def run(self, pictures: Pictures) -> EngineOutput:
        """Judge pictures."""
        return self._head.run(pictures, {} if self._trunk is None else self._trunk.run(pictures))

    def features(self, pictures: Pictures) -> NDArray[np.float32]:
        """Return features [N, C] alone; where the trunk has them the head is not run."""
        shared = {} if self._trunk is None else self._trunk.run(pictures)
        found = shared.get(OUTPUTS[-1])
        return self._head.run(pictures, shared).features if found is None else found


def open_session(content: bytes, name: str, *, threads: int = 1) -> onnxruntime.InferenceSession:
    """Return a session for a model file's content.

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
