"""Initial weights: published ones with a checksum, or random ones, and their description."""

import hashlib
from pathlib import Path

import pytest
import torch

from scalp_core.vision.network import LITE0, build
from scalp_train.models import initial_weights as weights
from scalp_train.models.initial_weights import (
    CLASSIFIER,
    RELEASED,
    UnknownWeightsError,
    load_initial_weights,
    warm_start,
)

SIZE = (64, 64)


def unchanged(architecture: str, folder: Path | None = None) -> tuple[str, set[str]]:
    """Name of the initial weights, and the tensors that stay as they were."""
    network = build(architecture, image_size=SIZE)
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    origin = load_initial_weights(network, architecture, folder)
    after = network.state_dict()
    return origin.name, {name for name in after if torch.equal(after[name], before[name])}


def test_published_lite0_weights_fit_all_but_the_classifier() -> None:
    network = build(LITE0, image_size=SIZE)

    origin = warm_start(network, LITE0)
    name, kept = unchanged(LITE0)

    assert origin.licence == "Apache-2.0"
    assert name == origin.name
    assert set(CLASSIFIER) <= kept
    assert "_conv_stem.weight" not in kept
    assert "_conv_head.weight" not in kept


def test_b0_takes_what_it_has_in_common_with_lite0() -> None:
    name, kept = unchanged("efficientnet-b0")

    assert "squeeze-and-excitation random" in name
    learnt = {one for one in kept if not one.endswith(("num_batches_tracked", "bias"))}
    assert learnt == {one for one in learnt if "._se_" in one or one in CLASSIFIER}
    assert "_blocks.0._se_reduce.weight" in kept
    assert "_blocks.15._project_conv.weight" not in kept


def test_another_network_says_that_it_starts_from_random_weights() -> None:
    torch.manual_seed(1)
    first = load_initial_weights(build("efficientnet-b1", image_size=SIZE), "efficientnet-b1")
    torch.manual_seed(1)
    again = load_initial_weights(build("efficientnet-b1", image_size=SIZE), "efficientnet-b1")

    assert "random weights" in first.name
    assert first == again


def test_names_of_released_checkpoints_are_known_for_the_whole_first_family() -> None:
    assert set(RELEASED) == {f"efficientnet-b{size}" for size in range(9)}
    assert "efficientnet-b3-5fb5a3c3.pth" in RELEASED["efficientnet-b3"]


def test_released_checkpoint_in_the_folder_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = build("efficientnet-b1", classes=1000, image_size=SIZE)
    file = tmp_path / "state"
    torch.save(released.state_dict(), file)
    name = f"efficientnet-b1-{hashlib.sha256(file.read_bytes()).hexdigest()[:8]}.pth"
    file.rename(tmp_path / name)
    monkeypatch.setattr(
        weights, "RELEASED", {"efficientnet-b1": {name: f"https://example.com/{name}"}}
    )

    network = build("efficientnet-b1", image_size=SIZE)
    origin = load_initial_weights(network, "efficientnet-b1", tmp_path)

    assert origin.source == f"https://example.com/{name}"
    assert network._fc.weight.shape == (4, 1280)
    torch.testing.assert_close(network._conv_stem.weight, released._conv_stem.weight)


def test_a_file_that_only_has_the_name_of_a_released_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "efficientnet-b1-f1951068.pth").write_bytes(b"something else")

    with pytest.raises(UnknownWeightsError, match="does not begin f1951068"):
        load_initial_weights(build("efficientnet-b1", image_size=SIZE), "efficientnet-b1", tmp_path)


def test_there_are_none_to_warm_start_other_networks() -> None:
    with pytest.raises(UnknownWeightsError, match="b2"):
        warm_start(build("efficientnet-b2", image_size=SIZE), "efficientnet-b2")
