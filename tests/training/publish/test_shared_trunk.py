"""The trunk of six networks is cut off, and no output changes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch

from scalp_core.errors import BrokenArtifactError
from scalp_core.vision.manifest import Artifacts, ModelEntry
from scalp_core.vision.network import LITE0, build
from scalp_core.vision.onnx_engine import OnnxEngine, OnnxTrunk, open_session
from scalp_core.vision.torch_engine import TorchEngine
from scalp_core.vocabulary import Symptom
from scalp_deployment.paths import ARTIFACTS
from scalp_train.publish.export import export_onnx
from scalp_train.publish.shared_trunk import FILE, extract_trunk
from support.lite0 import SIZE

OTHER = {Symptom.DANDRUFF, Symptom.HAIR_LOSS}
State = dict[str, torch.Tensor]


def changed_in_others(prefix: str) -> Callable[[Symptom, State], State]:
    """The same weights, but in ``OTHER`` networks not those whose names begin so."""

    def state_of(symptom: Symptom, state: State) -> State:
        return {
            name: weights + 0.01 if symptom in OTHER and name.startswith(prefix) else weights
            for name, weights in state.items()
        }

    return state_of


def entries(
    lite0_graph: onnx.ModelProto, folder: Path, state_of: Callable[[Symptom, State], State]
) -> dict[Symptom, ModelEntry]:
    """Six exported networks that begin alike."""
    torch.manual_seed(0)
    state = build(LITE0, image_size=SIZE).state_dict()
    shipped = Artifacts(ARTIFACTS).manifest.models
    for symptom in Symptom:
        export_onnx(lite0_graph, state_of(symptom, state), folder / f"{symptom}.onnx")
    size = {"width": SIZE[1], "height": SIZE[0]}
    return {
        symptom: entry.model_copy(update={"input": entry.input.model_copy(update=size)})
        for symptom, entry in shipped.items()
    }


def pictures() -> Any:
    return np.random.default_rng(0).normal(size=(3, 3, *SIZE)).astype(np.float32)


def test_heads_on_a_common_trunk_answer_as_the_whole_networks_did(
    lite0_graph: onnx.ModelProto, tmp_path: Path
) -> None:
    whole = entries(lite0_graph, tmp_path, changed_in_others("_fc"))
    before = {
        one: OnnxEngine(open_session((tmp_path / f"{one}.onnx").read_bytes(), one), one)
        for one in Symptom
    }
    size = sum(file.stat().st_size for file in tmp_path.iterdir())

    trunk, heads = extract_trunk(whole, tmp_path)

    assert trunk is not None
    shared = OnnxTrunk(open_session((tmp_path / trunk.file).read_bytes(), trunk.file))
    for symptom, entry in heads.items():
        content = (tmp_path / entry.file).read_bytes()
        ours = OnnxEngine(open_session(content, entry.file), entry.file, shared).run(pictures())
        theirs = before[symptom].run(pictures())
        np.testing.assert_allclose(ours.logits, theirs.logits, atol=1e-4)
        np.testing.assert_allclose(ours.activation, theirs.activation, atol=1e-4)
        np.testing.assert_allclose(ours.features, theirs.features, atol=1e-4)
        reference = TorchEngine(content, entry, (tmp_path / trunk.file).read_bytes())
        np.testing.assert_allclose(ours.logits, reference.run(pictures()).logits, atol=1e-2)
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < size / 4


def test_what_only_some_have_in_common_is_not_shared(
    lite0_graph: onnx.ModelProto, tmp_path: Path
) -> None:
    whole = entries(
        lite0_graph,
        tmp_path,
        changed_in_others("_blocks.9."),
    )

    trunk, _ = extract_trunk(whole, tmp_path)

    assert trunk is not None
    names = {tensor.name for tensor in onnx.load(tmp_path / FILE).graph.initializer}
    assert any(name.startswith("_blocks.8.") for name in names)
    assert not any(name.startswith(("_blocks.9.", "_blocks.10.", "_fc")) for name in names)


def test_networks_that_differ_from_the_first_layer_stay_whole(
    lite0_graph: onnx.ModelProto, tmp_path: Path
) -> None:
    whole = entries(
        lite0_graph,
        tmp_path,
        changed_in_others("_conv_stem"),
    )
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}

    assert extract_trunk(whole, tmp_path) == (None, whole)
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_networks_for_pictures_of_different_sizes_stay_whole(
    lite0_graph: onnx.ModelProto, tmp_path: Path
) -> None:
    whole = entries(lite0_graph, tmp_path, lambda _, state: state)
    wider = whole[Symptom.DANDRUFF].input.model_copy(update={"width": 2 * SIZE[1]})
    whole[Symptom.DANDRUFF] = whole[Symptom.DANDRUFF].model_copy(update={"input": wider})

    assert extract_trunk(whole, tmp_path) == (None, whole)


@pytest.mark.parametrize("symptom", list(Symptom))
def test_a_shipped_file_holds_its_own_layers_alone(symptom: Symptom) -> None:
    artifacts = Artifacts(ARTIFACTS)

    own, trunk = (
        {tensor.name for tensor in onnx.load_from_string(content).graph.initializer}
        for content in (artifacts.model_bytes(symptom), artifacts.trunk_bytes())
    )

    last = ("_blocks.15.", "_conv_head", "_bn1", "_fc")
    assert {name for name in own if name.startswith("_")} == {
        name for name in own if name.startswith(last)
    }
    assert any(name.startswith("_blocks.14.") for name in trunk)
    assert not any(name.startswith(last) for name in trunk)


def test_a_head_without_its_trunk_is_refused_by_name() -> None:
    session = open_session(Artifacts(ARTIFACTS).model_bytes(Symptom.DANDRUFF), "dandruff.onnx")

    with pytest.raises(BrokenArtifactError, match=r"dandruff\.onnx: nothing gives it"):
        OnnxEngine(session, "dandruff.onnx")
