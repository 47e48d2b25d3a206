"""Parts of a network: the early blocks that six networks share, the late ones, and the heads."""

from __future__ import annotations

import torch

from scalp_core.vision.network import Network
from scalp_core.vocabulary import Grade, Symptom
from scalp_train.models.initial_weights import CLASSIFIER

GRADES = len(Grade)


def to_channels_last(network: Network) -> None:
    """Order the weights as the CPU's and GPU's fastest convolutions read them."""
    # torch's stubs lack the overload of Module.to that takes a memory format alone.
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]


def early_parameters(network: Network, blocks: int) -> list[torch.nn.Parameter]:
    """Return the parameters of the stem and the first ``blocks`` blocks; none for 0."""
    if blocks == 0:
        return []
    parts = [network._conv_stem, network._bn0, *network._blocks[:blocks]]
    return [parameter for part in parts for parameter in part.parameters()]


def run_early(network: Network, inputs: torch.Tensor, first: int, last: int) -> torch.Tensor:
    """Return features [N, C, h, w] after blocks ``first`` … ``last`` - 1.

    Args:
        network: whose blocks to run.
        inputs: images [N, 3, H, W] for the stem if ``first`` is 0, else features before ``first``.
        first: number of the first block to run.
        last: number of the first block not to run.
    """
    features = inputs
    if first == 0:
        features = network._swish(network._bn0(network._conv_stem(inputs)))
    for block in network._blocks[first:last]:
        features = block(features)
    return features


def run_late(
    network: Network, features: torch.Tensor, blocks: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return logits [N, K] and activation maps [N, K, h, w] of features after ``blocks`` blocks."""
    rate = network._global_params.drop_connect_rate
    for index, block in enumerate(network._blocks[blocks:], start=blocks):
        features = block(features, drop_connect_rate=rate * index / len(network._blocks))
    features = network._swish(network._bn1(network._conv_head(features)))
    logits: torch.Tensor = network._fc(network._dropout(features.mean(dim=(2, 3))))
    return logits, torch.einsum("kc,nchw->nkhw", network._fc.weight, features)


def split_head(trunk: Network, single: Network, symptom: Symptom) -> Network:
    """Copy the trunk's weights and one symptom's part of its 24 logits into ``single`` (4 logits).

    Returns:
        ``single``.
    """
    first = list(Symptom).index(symptom) * GRADES
    state = trunk.state_dict()
    for name in CLASSIFIER:
        state[name] = state[name][first : first + GRADES]
    single.load_state_dict(state)
    return single
