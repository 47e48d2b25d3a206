"""Extraction of the shared trunk: layers that all networks share are computed once for a photo."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import onnx
from onnx import ModelProto
from onnx.utils import Extractor

from scalp_core.vision.manifest import ModelEntry, TrunkEntry
from scalp_core.vision.onnx_engine import PICTURE
from scalp_core.vocabulary import Symptom

FILE = "trunk.onnx"


def extract_trunk(
    entries: Mapping[Symptom, ModelEntry], folder: Path
) -> tuple[TrunkEntry | None, dict[Symptom, ModelEntry]]:
    """Split the exported networks of ``folder`` into a shared trunk and six heads.

    Networks that share no layer, or take inputs of different sizes, stay as they are.

    Returns:
        The entry of the trunk, ``None`` if there is none, and the entries of the networks.
    """
    models = [onnx.load(folder / entry.file) for entry in entries.values()]
    same_input = len({entry.input for entry in entries.values()}) == 1
    found = split_graphs(models) if same_input else None
    if found is None:
        (folder / FILE).unlink(missing_ok=True)  # of an earlier export
        return None, dict(entries)
    trunk, heads = found
    after = {
        symptom: entry.model_copy(update={"sha256": _write(head, folder / entry.file)})
        for (symptom, entry), head in zip(entries.items(), heads, strict=True)
    }
    return TrunkEntry(file=FILE, sha256=_write(trunk, folder / FILE)), after


def split_graphs(models: Sequence[ModelProto]) -> tuple[ModelProto, list[ModelProto]] | None:
    """Return the bitwise equal part of several graphs, and the rest of each.

    The trunk's input is the picture; its outputs are the inputs of the rests, and those outputs of
    the whole that are equal in all. Constants are copied to wherever they are used. ``None`` if not
    even the first convolution is equal.
    """
    identities = [_identities(model) for model in models]
    same = {
        name
        for name, identity in identities[0].items()
        if all(other.get(name) == identity for other in identities[1:])
    }
    graph = models[0].graph
    seen = {PICTURE}
    for node in graph.node:
        if seen & set(node.input):
            seen |= set(node.output)
    shared = same & seen
    needed = {
        name
        for node in graph.node
        if not set(node.output) <= same
        for name in node.input
        if name in shared
    }
    if not any(node.op_type == "Conv" and set(node.output) <= shared for node in graph.node):
        return None
    outputs = [output.name for output in graph.output]
    given = sorted(needed - {PICTURE}) + [name for name in outputs if name in shared]
    own = [name for name in outputs if name not in shared]
    trunk = _extract(models[0], [PICTURE], list(dict.fromkeys(given)))
    return trunk, [_extract(model, sorted(needed), own) for model in models]


def _extract(model: ModelProto, inputs: list[str], outputs: list[str]) -> ModelProto:
    part = Extractor(onnx.shape_inference.infer_shapes(model)).extract_model(inputs, outputs)
    part.graph.name = model.graph.name
    onnx.checker.check_model(part, full_check=True)
    return part


def _identities(model: ModelProto) -> dict[str, str]:
    """Return a digest of each tensor: of the operations, weights and inputs that it depends on."""
    graph = model.graph
    found = {given.name: f"input {given.name}" for given in graph.input}
    for tensor in graph.initializer:
        content = [
            tensor.data_type,
            list(tensor.dims),
            hashlib.sha256(onnx.numpy_helper.to_array(tensor).tobytes()).hexdigest(),
        ]
        found[tensor.name] = _digest(content)
    for node in graph.node:
        attributes = sorted(
            attribute.SerializeToString(deterministic=True) for attribute in node.attribute
        )
        inputs = [found[name] if name else "" for name in node.input]
        for number, output in enumerate(node.output):
            found[output] = _digest([node.domain, node.op_type, attributes, inputs, number])
    return found


def _digest(content: object) -> str:
    return hashlib.sha256(repr(content).encode()).hexdigest()


def _write(model: ModelProto, file: Path) -> str:
    content = model.SerializeToString(deterministic=True)
    file.write_bytes(content)
    return hashlib.sha256(content).hexdigest()
