"""The exported networks up to their last layer, and that layer, which is read and replaced."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, numpy_helper

from scalp_core.vision.manifest import Artifacts
from scalp_core.vision.onnx_engine import OUTPUTS, PICTURE, open_session
from scalp_core.vision.preprocessing import normalise
from scalp_core.vocabulary import Symptom
from scalp_train.evaluate.inference import batches, shared_input
from scalp_train.models.initial_weights import CLASSIFIER

LOGITS, _, FEATURES = OUTPUTS
WEIGHT, BIAS = CLASSIFIER


class Layer(NamedTuple):
    """A linear layer: logits are ``features · weightsᵀ + bias``.

    Attributes:
        weights: float64 [K, C].
        bias: float64 [K].
    """

    weights: NDArray[np.float64]
    bias: NDArray[np.float64]

    def logits(self, features: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return logits [N, K] of features [N, C]."""
        found: NDArray[np.float64] = features @ self.weights.T + self.bias
        return found


class FrozenFeatures(NamedTuple):
    """What the frozen layers make of N pictures.

    Attributes:
        gate: float32 [N, G], from which the photo gate is measured.
        pooled: float32 [N, C] of each symptom's network, the input of its last layer.
    """

    gate: NDArray[np.float32]
    pooled: dict[Symptom, NDArray[np.float32]]

    def take(self, rows: NDArray[np.int64] | NDArray[np.bool_] | slice) -> FrozenFeatures:
        """Return the features of some of the pictures."""
        return FrozenFeatures(
            self.gate[rows], {symptom: found[rows] for symptom, found in self.pooled.items()}
        )


def frozen_features(artifacts: Artifacts, pictures: Iterable[NDArray[np.uint8]]) -> FrozenFeatures:
    """Return the features of N pictures, uint8 [H, W, 3] in the networks' size; N ≥ 1.

    Raises:
        BrokenArtifactError: as :func:`scalp_core.vision.loading.load_onnx_networks`.
        ValueError: the networks take inputs of different sizes, or do not end in one linear layer.
    """
    spec = shared_input(artifacts.manifest)
    measured = artifacts.manifest.photo_gate.familiarity.symptom
    trunk_entry, trunk_content = artifacts.manifest.trunk, artifacts.trunk_bytes()
    trunk = None
    if trunk_entry is not None and trunk_content is not None:
        trunk = open_session(trunk_content, trunk_entry.file)
    heads = {}
    for symptom in Symptom:
        model = onnx.load_from_string(artifacts.model_bytes(symptom))
        pooled = _classifier_node(model).input[0]
        model.graph.output.append(
            onnx.helper.make_tensor_value_info(pooled, TensorProto.FLOAT, None)
        )
        file = artifacts.manifest.models[symptom].file
        heads[symptom] = (open_session(model.SerializeToString(), file), pooled)
    gate: list[NDArray[np.float32]] = []
    found: dict[Symptom, list[NDArray[np.float32]]] = {symptom: [] for symptom in Symptom}
    for batch in batches(pictures):
        known = {PICTURE: normalise(batch, spec)}
        if trunk is not None:
            names = [output.name for output in trunk.get_outputs()]
            known |= zip(names, trunk.run(names, known), strict=True)
        for symptom, (session, pooled) in heads.items():
            given = {each.name: known[each.name] for each in session.get_inputs()}
            names = [pooled]
            if symptom is measured and FEATURES not in known:
                names.append(FEATURES)
            values, *others = session.run(names, given)
            found[symptom].append(values)
            if symptom is measured:
                gate.append(others[0] if others else known[FEATURES])
    return FrozenFeatures(
        np.concatenate(gate), {symptom: np.concatenate(parts) for symptom, parts in found.items()}
    )


def read_layer(content: bytes) -> Layer:
    """Return the last layer of an exported network.

    Raises:
        ValueError: the network does not end in one linear layer.
    """
    model = onnx.load_from_string(content)
    _classifier_node(model)
    weights, bias = (numpy_helper.to_array(_tensor(model, name)) for name in CLASSIFIER)
    return Layer(weights.astype(np.float64), bias.astype(np.float64))


def replace_layer(content: bytes, layer: Layer) -> bytes:
    """Return an exported network with another last layer, in the precision that the old one has.

    Logits and activation maps both follow it, and so does the torch engine, which reads weights by
    their name in the file.

    Raises:
        ValueError: the network does not end in one linear layer of this size.
    """
    model = onnx.load_from_string(content)
    _classifier_node(model)
    for name, values in zip(CLASSIFIER, layer, strict=True):
        tensor = _tensor(model, name)
        if list(tensor.dims) != list(values.shape):
            raise ValueError(f"{name} has shape {list(tensor.dims)}, not {list(values.shape)}")
        dtype = onnx.helper.tensor_dtype_to_np_dtype(tensor.data_type)
        tensor.CopyFrom(numpy_helper.from_array(values.astype(dtype), name))
    onnx.checker.check_model(model, full_check=True)
    changed: bytes = model.SerializeToString(deterministic=True)
    return changed


def _tensor(model: ModelProto, name: str) -> TensorProto:
    found: TensorProto = next(each for each in model.graph.initializer if each.name == name)
    return found


def _classifier_node(model: ModelProto) -> NodeProto:
    """Return the node that makes the logits: features · weightsᵀ + bias, and nothing else."""
    node: NodeProto = next(each for each in model.graph.node if LOGITS in each.output)
    plain = {"alpha": 1.0, "beta": 1.0, "transA": 0, "transB": 1}
    stated = {each.name: onnx.helper.get_attribute_value(each) for each in node.attribute}
    names = [name.removesuffix("/float32") for name in node.input[1:]]
    if node.op_type != "Gemm" or names != list(CLASSIFIER) or not stated.items() <= plain.items():
        raise ValueError("the network does not end in one linear layer")
    return node
