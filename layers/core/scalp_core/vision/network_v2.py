"""EfficientNetV2-S in plain torch (Tan and Le 2021, arXiv:2104.00298, table 4).

Parts have the names that efficientnet-pytorch gives them, so that what trains or exports the first
family does so with this one. Padding is symmetric and does not depend on the picture's size.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, NamedTuple

import torch
from torch import nn

from scalp_core.vision.architectures import V2_S as V2_S

STEM, HEAD = 24, 1280
DROPOUT = 0.2
SQUEEZE = 0.25
MOMENTUM, EPSILON = 0.01, 1e-3
"""Of batch normalisation, as in the first family."""


class Graded(NamedTuple):
    """Outputs of both families, as in :class:`scalp_core.vision.engine.EngineOutput`."""

    logits: torch.Tensor
    activation: torch.Tensor
    features: torch.Tensor


def pooled(outputs: Sequence[torch.Tensor]) -> torch.Tensor:
    """Return features [N, C] from the outputs [N, K, h, w] of all blocks in order.

    Both are of the last resolution but one: how much its second block varies over positions, and
    the mean of its last block. The first distinguishes textures in general; the second holds what
    the network looks for (docs/adr/0005).
    """
    rows = sorted({output.shape[2] for output in outputs})[1]
    there = [output for output in outputs if output.shape[2] == rows]
    early, late = there[1], there[-1]
    centred = early - early.mean(dim=(2, 3), keepdim=True)
    deviation = centred.square().mean(dim=(2, 3)).sqrt()
    return torch.cat([deviation, late.mean(dim=(2, 3))], dim=1)


def run_graded(network: Any, inputs: torch.Tensor) -> Graded:
    """Run stem, blocks and head of a network of either family, whose parts have the same names."""
    outputs = [network._swish(network._bn0(network._conv_stem(inputs)))]
    rate = network._global_params.drop_connect_rate
    for index, block in enumerate(network._blocks):
        outputs.append(block(outputs[-1], drop_connect_rate=rate * index / len(network._blocks)))
    head = network._swish(network._bn1(network._conv_head(outputs[-1])))
    logits = network._fc(network._dropout(head.mean(dim=(2, 3))))
    activation = torch.einsum("kc,nchw->nkhw", network._fc.weight, head)
    return Graded(logits, activation, pooled(outputs))


class Shape(NamedTuple):
    """The counterpart of the first family's parameters.

    Attributes:
        image_size: (height, width) of the input.
        drop_connect_rate: chance that the last block is skipped for a picture in training; that of
            earlier ones grows linearly from 0.
    """

    image_size: tuple[int, int]
    drop_connect_rate: float


class Stage(NamedTuple):
    """Blocks that follow each other; the first has the stride."""

    fused: bool
    expansion: int
    stride: int
    channels: int
    blocks: int


STAGES = (
    Stage(True, 1, 1, 24, 2),
    Stage(True, 4, 2, 48, 4),
    Stage(True, 4, 2, 64, 4),
    Stage(False, 4, 2, 128, 6),
    Stage(False, 6, 1, 160, 9),
    Stage(False, 6, 2, 256, 15),
)


class GradingNetworkV2(nn.Module):
    """EfficientNetV2-S that also returns class activation maps and features."""

    def __init__(self, *, classes: int, image_size: tuple[int, int]) -> None:
        super().__init__()
        self._global_params = Shape(image_size, 0.2)
        self._swish = nn.SiLU()
        self._conv_stem = _convolution(3, STEM, 3, stride=2)
        self._bn0 = _normalisation(STEM)
        self._blocks = nn.ModuleList()
        channels = STEM
        for stage in STAGES:
            for number in range(stage.blocks):
                stride = stage.stride if number == 0 else 1
                kind = FusedBlock if stage.fused else Block
                self._blocks.append(kind(channels, stage.channels, stage.expansion, stride))
                channels = stage.channels
        self._conv_head = _convolution(channels, HEAD, 1)
        self._bn1 = _normalisation(HEAD)
        self._dropout = nn.Dropout(DROPOUT)
        self._fc = nn.Linear(HEAD, classes)

    def forward(self, inputs: torch.Tensor) -> Graded:
        """Return logits [N, K], activation maps [N, K, h, w] and features [N, C] of [N, 3, H, W].

        The maps are exact, as :meth:`scalp_core.vision.network.GradingNetwork.forward` explains.
        """
        return run_graded(self, inputs)


class _Residual(nn.Module, ABC):
    """Adds the input to what the block computes where both have one shape."""

    def __init__(self, same_shape: bool) -> None:
        super().__init__()
        self._same_shape = same_shape
        self._swish = nn.SiLU()

    @abstractmethod
    def _changed(self, inputs: torch.Tensor) -> torch.Tensor:
        """Return the block's output for features [N, C, h, w], without the shortcut."""

    def forward(self, inputs: torch.Tensor, drop_connect_rate: float = 0.0) -> torch.Tensor:
        """Return [N, K, h, w] for features [N, C, h, w]; at a rate, a picture skips the block."""
        changed = self._changed(inputs)
        if not self._same_shape:
            return changed
        if self.training and drop_connect_rate:
            kept = torch.rand(len(changed), 1, 1, 1, device=changed.device) >= drop_connect_rate
            changed = changed * (kept / (1 - drop_connect_rate)).to(changed.dtype)
        return inputs + changed


class FusedBlock(_Residual):
    """Fused-MBConv: one full 3x3 convolution that expands, then a projection if it did."""

    def __init__(self, channels: int, out: int, expansion: int, stride: int) -> None:
        super().__init__(stride == 1 and channels == out)
        inner = channels * expansion if expansion > 1 else out
        self._expand_conv = _convolution(channels, inner, 3, stride=stride)
        self._bn0 = _normalisation(inner)
        self._projects = expansion > 1
        if self._projects:
            self._project_conv = _convolution(inner, out, 1)
            self._bn2 = _normalisation(out)

    def _changed(self, inputs: torch.Tensor) -> torch.Tensor:
        features: torch.Tensor = self._swish(self._bn0(self._expand_conv(inputs)))
        if self._projects:
            features = self._bn2(self._project_conv(features))
        return features


class Block(_Residual):
    """MBConv: expand, depthwise 3x3, squeeze-and-excitation, project."""

    def __init__(self, channels: int, out: int, expansion: int, stride: int) -> None:
        super().__init__(stride == 1 and channels == out)
        inner, squeezed = channels * expansion, int(channels * SQUEEZE)
        self._expand_conv = _convolution(channels, inner, 1)
        self._bn0 = _normalisation(inner)
        self._depthwise_conv = _convolution(inner, inner, 3, stride=stride, groups=inner)
        self._bn1 = _normalisation(inner)
        self._se_reduce = nn.Conv2d(inner, squeezed, 1)
        self._se_expand = nn.Conv2d(squeezed, inner, 1)
        self._project_conv = _convolution(inner, out, 1)
        self._bn2 = _normalisation(out)

    def _changed(self, inputs: torch.Tensor) -> torch.Tensor:
        features = self._swish(self._bn0(self._expand_conv(inputs)))
        features = self._swish(self._bn1(self._depthwise_conv(features)))
        pooled = features.mean(dim=(2, 3), keepdim=True)
        gate = torch.sigmoid(self._se_expand(self._swish(self._se_reduce(pooled))))
        result: torch.Tensor = self._bn2(self._project_conv(features * gate))
        return result


def _convolution(
    channels: int, out: int, size: int, *, stride: int = 1, groups: int = 1
) -> nn.Conv2d:
    return nn.Conv2d(channels, out, size, stride, padding=size // 2, groups=groups, bias=False)


def _normalisation(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=EPSILON, momentum=MOMENTUM)
