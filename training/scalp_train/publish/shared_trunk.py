"""Cuts networks where they begin to differ: what they share is computed once for a photo."""

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


def share(
    entries: Mapping[Symptom, ModelEntry], folder: Path
) -> tuple[TrunkEntry | None, dict[Symptom, ModelEntry]]:
    """Rewrite the exported files of ``folder`` as a common trunk and what comes after it.

    Nothing happens to networks that share no layer, or see pictures of different sizes.
    """
    models = [onnx.load(folder / entry.file) for entry in entries.values()]
    same_input = len({entry.input for entry in entries.values()}) == 1
    found = cut(models) if same_input else None
    if found is None:
        (folder / FILE).unlink(missing_ok=True)  # of networks that lay here before
        return None, dict(entries)
    trunk, heads = found
    after = {
        symptom: entry.model_copy(update={"sha256": _write(head, folder / entry.file)})
        for (symptom, entry), head in zip(entries.items(), heads, strict=True)
    }
    return TrunkEntry(file=FILE, sha256=_write(trunk, folder / FILE)), after


def cut(models: Sequence[ModelProto]) -> tuple[ModelProto, list[ModelProto]] | None:
    """The part of several graphs that is the same to the bit, and the rest of each.

    The trunk takes the picture and gives what the rests need, and those outputs of the whole that
    are the same in all. Constants are copied to wherever they are used. ``None`` if not even the
    first layer is the same.
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
    trunk = _part(models[0], [PICTURE], list(dict.fromkeys(given)))
    return trunk, [_part(model, sorted(needed), own) for model in models]


def _part(model: ModelProto, inputs: list[str], outputs: list[str]) -> ModelProto:
    part = Extractor(onnx.shape_inference.infer_shapes(model)).extract_model(inputs, outputs)
    part.graph.name = model.graph.name
    onnx.checker.check_model(part, full_check=True)
    return part


def _identities(model: ModelProto) -> dict[str, str]:
    """For each tensor what it is: a digest of how it comes from the picture and the weights."""
    graph = model.graph
    found = {given.name: f"input {given.name}" for given in graph.input}
    for tensor in graph.initializer:
        content = [
            tensor.data_type,
            list(tensor.dims),
            onnx.numpy_helper.to_array(tensor).tobytes(),
        ]
        found[tensor.name] = _digest(content)
    for node in graph.node:
        attributes = sorted(one.SerializeToString(deterministic=True) for one in node.attribute)
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
