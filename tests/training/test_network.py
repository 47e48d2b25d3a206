import pytest
import torch

from scalp_core.vision.network import LITE0, NAMES, build
from scalp_train.weights import CLASSIFIER, UnknownWeightsError, warm_start


@pytest.mark.parametrize("name", [LITE0, "efficientnet-b0"])
def test_mean_of_the_activation_map_and_bias_is_the_logit(name: str) -> None:
    torch.manual_seed(1)
    network = build(name, image_size=(64, 96)).eval()
    torch.nn.init.normal_(network._fc.bias)

    with torch.inference_mode():
        logits, activation = network(torch.randn(2, 3, 64, 96))

    assert logits.shape == (2, 4)
    assert activation.shape == (2, 4, 2, 3)
    torch.testing.assert_close(activation.mean(dim=(2, 3)) + network._fc.bias, logits)


def test_every_member_of_the_family_is_known() -> None:
    assert (LITE0, *(f"efficientnet-b{size}" for size in range(8))) == NAMES


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


def test_published_lite0_weights_fit_all_but_the_classifier() -> None:
    network = build(LITE0, image_size=(64, 64))
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}

    origin = warm_start(network, LITE0)

    after = network.state_dict()
    kept = [name for name in after if torch.equal(after[name], before[name])]
    assert set(CLASSIFIER) <= set(kept)
    assert "_conv_stem.weight" not in kept
    assert "_conv_head.weight" not in kept
    assert origin.licence == "Apache-2.0"


def test_an_architecture_without_known_weights_is_refused() -> None:
    with pytest.raises(UnknownWeightsError, match="b0"):
        warm_start(build("efficientnet-b0", image_size=(64, 64)), "efficientnet-b0")
