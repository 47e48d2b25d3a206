"""The torch networks by name: EfficientNet b0-b8, l2, lite0, V2-S, with exact activation maps.

efficientnet-pytorch is used for its blocks alone; nothing here ever downloads weights. Only
training and the torch engine import this module.
"""

from typing import Any

import torch
from efficientnet_pytorch import EfficientNet
from efficientnet_pytorch.utils import get_model_params
from torch import nn

from scalp_core.vision.architectures import LITE0 as LITE0
from scalp_core.vision.architectures import NAMES as NAMES
from scalp_core.vision.network_v2 import V2_S, Graded, GradingNetworkV2, run_graded


class GradingNetwork(EfficientNet):  # type: ignore[misc]  # efficientnet-pytorch has no types
    """An EfficientNet that also returns class activation maps and features.

    Its state_dict has efficientnet-pytorch's names, so that published checkpoints load.
    """

    def forward(self, inputs: torch.Tensor) -> Graded:
        """Return logits [N, K], activation maps [N, K, h, w] and features [N, C] of [N, 3, H, W].

        The network ends in global average pooling and one linear layer, so the map
        ``weights · features`` is exact rather than an approximation: its mean over h and w, plus
        the layer's bias, is the logit. The bias is not part of the map.
        """
        return run_graded(self, inputs)


Network = GradingNetwork | GradingNetworkV2
"""The networks that training and the torch engine accept."""


def build(name: str, *, classes: int = 4, image_size: tuple[int, int]) -> Network:
    """Return a network with random weights.

    Args:
        name: one of ``NAMES``.
        classes: K, the number of logits.
        image_size: (height, width) of the input. TensorFlow's "same" padding depends on it and is
            fixed at construction; a network fed with another size gives other results.

    Raises:
        ValueError: no network of that name.
    """
    if name not in NAMES:
        raise ValueError(f"unknown network {name!r}; known are {', '.join(NAMES)}")
    if name == V2_S:
        return GradingNetworkV2(classes=classes, image_size=image_size)
    lite = name == LITE0
    overrides: dict[str, Any] = {"num_classes": classes, "image_size": list(image_size)}
    blocks, params = get_model_params("efficientnet-b0" if lite else name, overrides)
    if lite:
        # Lite: no squeeze-and-excitation, ReLU6 for swish, stem and head not scaled (at size 0 the
        # scale is 1 anyway).
        blocks = [block._replace(se_ratio=None) for block in blocks]
    network = GradingNetwork(blocks, params)
    if lite:
        _use_relu6(network)
    else:
        network.set_swish(
            memory_efficient=False
        )  # the other one is an autograd function: no export
    return network


def _use_relu6(network: GradingNetwork) -> None:
    network._swish = nn.ReLU6()
    for block in network._blocks:
        block._swish = nn.ReLU6()
