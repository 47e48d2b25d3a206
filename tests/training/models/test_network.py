import pytest
import torch

from scalp_core.vision.network import LITE0, NAMES, build
from scalp_core.vision.network_v2 import V2_S
from scalp_train.models.trunk import run_early, run_late


@pytest.mark.parametrize("name", [LITE0, "efficientnet-b0", V2_S])
def test_mean_of_the_activation_map_and_bias_is_the_logit(name: str) -> None:
    torch.manual_seed(1)
    network = build(name, image_size=(64, 96)).eval()
    torch.nn.init.normal_(network._fc.bias)

    with torch.inference_mode():
        logits, activation, _ = network(torch.randn(2, 3, 64, 96))

    assert logits.shape == (2, 4)
    assert activation.shape == (2, 4, 2, 3)
    torch.testing.assert_close(activation.mean(dim=(2, 3)) + network._fc.bias, logits)


@pytest.mark.parametrize(
    ("name", "channels"), [(LITE0, 80 + 112), ("efficientnet-b3", 96 + 136), (V2_S, 128 + 160)]
)
def test_features_are_of_the_last_resolution_but_one(name: str, channels: int) -> None:
    network = build(name, image_size=(64, 96)).eval()
    pictures = torch.randn(2, 3, 64, 96)
    with torch.inference_mode():
        after = [run_early(network, pictures, 0, 0)]
        for block in network._blocks[:-1]:
            after.append(block(after[-1]))
        there = [outputs for outputs in after if outputs.shape[2] == 4]
        features = network(pictures).features
        deviation = there[1].std(dim=(2, 3), correction=0)
        mean = there[-1].mean(dim=(2, 3))

    assert features.shape == (2, channels)
    torch.testing.assert_close(features, torch.cat([deviation, mean], dim=1))


def test_every_member_of_the_family_is_known() -> None:
    family = (*(f"b{size}" for size in range(9)), "l2")

    assert (LITE0, *(f"efficientnet-{size}" for size in family), V2_S) == NAMES


def test_unknown_name_is_refused() -> None:
    with pytest.raises(ValueError, match="resnet"):
        build("resnet", image_size=(64, 64))


def test_swish_is_the_one_that_can_be_exported() -> None:
    network = build("efficientnet-b0", image_size=(64, 64))

    assert {type(block._swish) for block in network._blocks} == {torch.nn.SiLU}


def test_lite0_has_no_squeeze_and_excitation() -> None:
    network = build(LITE0, image_size=(64, 64))

    assert not [name for name in network.state_dict() if "_se_" in name]
    assert {type(block._swish) for block in network._blocks} == {torch.nn.ReLU6}


def test_v2_s_has_as_many_parameters_as_published() -> None:
    network = build(V2_S, classes=1000, image_size=(64, 64))

    # The figure of torchvision's and timm's ports; the paper says 21.5 million.
    assert sum(parameter.numel() for parameter in network.parameters()) == 21_458_488


def test_v2_s_can_be_taught_from_some_block_on_like_the_first_family() -> None:
    torch.manual_seed(2)
    network = build(V2_S, image_size=(64, 96)).eval()
    pictures = torch.randn(2, 3, 64, 96)

    with torch.inference_mode():
        whole = network(pictures)
        parts = run_late(network, run_early(network, pictures, 0, 7), 7)

    torch.testing.assert_close(parts, whole[:2])


def test_v2_s_skips_blocks_in_training_and_keeps_their_mean() -> None:
    torch.manual_seed(3)
    block = build(V2_S, image_size=(64, 64))._blocks[3].train()
    for part in block.modules():
        if isinstance(part, torch.nn.BatchNorm2d):
            part.eval()
    features = torch.randn(1, 48, 4, 4).expand(4000, -1, -1, -1)

    with torch.inference_mode():
        always, sometimes = block(features), block(features, drop_connect_rate=0.25)

    skipped = (sometimes == features).flatten(1).all(dim=1).float().mean()
    assert float(skipped) == pytest.approx(0.25, abs=0.03)
    torch.testing.assert_close(sometimes.mean(dim=0), always.mean(dim=0), atol=0.1, rtol=0)
