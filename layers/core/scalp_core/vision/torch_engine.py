"""Run a network with PyTorch, as training does; the reference for the exported models.

Only imported where torch is installed: training, the tests and the image's ``torch`` target.
"""

import io

import numpy as np
import onnx
import torch

from scalp_core.errors import BrokenArtifactError
from scalp_core.vision.engine import EngineOutput, Pictures, Tensors
from scalp_core.vision.manifest import ModelEntry
from scalp_core.vision.network import build

_COUNTER = "num_batches_tracked"
_EXPORTED = ".onnx"


class TorchEngine:
    """efficientnet-pytorch in eager mode, with the weights of an exported model or a checkpoint.

    An exported file keeps the parameters under their PyTorch names, so it serves as a checkpoint;
    a ``.pt`` file holds a state dict, which is read without executing pickled code.

    Args:
        trunk: the exported file that holds what the networks share, if they do.
    """

    def __init__(self, content: bytes, entry: ModelEntry, trunk: bytes | None = None) -> None:
        self._network = build(
            entry.architecture,
            classes=len(entry.classes),
            image_size=(entry.input.height, entry.input.width),
        )
        state = _state(content, entry.file)
        if trunk is not None:
            state |= _state(trunk, _EXPORTED)
        expected = self._network.state_dict()
        # An exported graph holds constants besides, and no counters of training batches.
        weights = {name: state[name] for name in expected if name in state}
        missing = [name for name in expected if name not in state and not name.endswith(_COUNTER)]
        if missing:
            raise BrokenArtifactError(
                f"{entry.file}: has no weights named {', '.join(missing[:5])}"
            )
        self._network.load_state_dict(weights, strict=False)
        self._network.eval()

    @torch.inference_mode()
    def run(self, pictures: Pictures, _shared: Tensors | None = None, /) -> EngineOutput:
        """Judge pictures; a whole network needs nothing of a trunk (``engine.Head``)."""
        outputs = self._network(torch.from_numpy(pictures))
        return EngineOutput(*(output.numpy() for output in outputs))


def _state(content: bytes, name: str) -> dict[str, torch.Tensor]:
    if not name.endswith(_EXPORTED):
        state: dict[str, torch.Tensor] = torch.load(io.BytesIO(content), weights_only=True)
        return state
    graph = onnx.load_from_string(content).graph
    return {
        tensor.name: torch.from_numpy(np.array(onnx.numpy_helper.to_array(tensor))).float()
        for tensor in graph.initializer
    }
