"""Export of a checkpoint as the ONNX file that is served."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxscript import ir
from onnxscript.optimizer import fold_constants, remove_unused_nodes
from onnxscript.rewriter import pattern, rewrite

from scalp_core.vision.network import Network, build
from scalp_core.vision.onnx_engine import OUTPUTS

OPSET = 18
COUNTER = "num_batches_tracked"
HALF_PRECISION_FROM = 1024
"""Kernels with at least so many weights are stored in half precision. The others are too few to
matter, and half precision cannot hold the range of batch statistics."""


@cache
def traced(architecture: str, image_size: tuple[int, int]) -> onnx.ModelProto:
    """Return the graph of an architecture for (height, width); callers may not change it.

    Cached, since tracing takes some 10 s of processor time and depends on nothing else.
    """
    return trace_onnx(build(architecture, image_size=image_size))


def trace_onnx(network: Network) -> onnx.ModelProto:
    """Return the graph from ``image`` [N, 3, H, W] to the three outputs of the engines.

    Constants are folded, but batch normalisation is not merged into the convolutions: the weights
    keep the names of the state dict, so that the torch engine can read the file too. ONNX Runtime
    merges it when it loads the file.
    """
    network = network.eval().float()
    height, width = network._global_params.image_size
    logger = logging.getLogger("torch.onnx")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the exporter's own deprecations
            program = torch.onnx.export(
                network,
                (torch.zeros(2, 3, height, width),),
                input_names=["image"],
                output_names=list(OUTPUTS),
                dynamic_shapes={"inputs": {0: torch.export.Dim("pictures")}},
                opset_version=OPSET,
                dynamo=True,
                optimize=False,
                verbose=False,
            )
    finally:
        logger.setLevel(level)
    assert program is not None
    fold_constants(program.model)
    model = rewrite(program.model, [_MEANS_TO_POOLING])
    remove_unused_nodes(model)
    return strip_metadata(ir.to_proto(model))


def _mean(op: Any, picture: ir.Value, axes: ir.Value) -> Any:
    return op.ReduceMean(picture, axes, keepdims=1)


def _pool(op: Any, picture: ir.Value, axes: ir.Value) -> Any:
    del axes
    return op.GlobalAveragePool(picture)


def _over_the_picture(_: object, picture: ir.Value, axes: ir.Value) -> bool:
    rank, over = len(picture.shape or ()), axes.const_value
    return over is not None and sorted(over.numpy() % rank if rank else ()) == [2, 3]


# ONNX Runtime pools in the memory layout of its convolutions, but averages in another one: networks
# with squeeze-and-excitation would convert the layout in every block.
_MEANS_TO_POOLING = pattern.RewriteRule(_mean, _pool, _over_the_picture)


def export_onnx(graph: onnx.ModelProto, state: Mapping[str, torch.Tensor], file: Path) -> None:
    """Write a traced network with the weights of ``state``, the large kernels in half precision.

    A cast follows each of those, which ONNX Runtime folds when it loads the file: it computes in
    single precision.

    Raises:
        ValueError: the graph has no tensor of the name of a weight.
    """
    model = onnx.ModelProto()
    model.CopyFrom(graph)
    tensors = {tensor.name: tensor for tensor in model.graph.initializer}
    for name, weights in state.items():
        if name.endswith(COUNTER):
            continue
        if name not in tensors:
            raise ValueError(f"the traced graph has no weights named {name}")
        tensors[name].CopyFrom(numpy_helper.from_array(weights.float().numpy(), name))
    store_in_half_precision(model)
    onnx.checker.check_model(model, full_check=True)
    file.write_bytes(model.SerializeToString())


def strip_metadata(model: onnx.ModelProto) -> onnx.ModelProto:
    """Remove the exporter's notes, which contain paths of this machine, and return the model."""
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    return model


def store_in_half_precision(model: onnx.ModelProto) -> None:
    """Store the large float32 kernels as float16 and add a cast where they are used."""
    graph = model.graph
    casts, renamed = [], {}
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        large_kernel = values.ndim >= 2 and values.size >= HALF_PRECISION_FROM
        if tensor.data_type != TensorProto.FLOAT or not large_kernel:
            continue
        renamed[tensor.name] = f"{tensor.name}/float32"
        half = numpy_helper.from_array(values.astype(np.float16), tensor.name)
        tensor.CopyFrom(half)
        cast = helper.make_node("Cast", [tensor.name], [renamed[tensor.name]], to=TensorProto.FLOAT)
        cast.name = f"{tensor.name}/cast"
        casts.append(cast)
    for node in graph.node:
        for index, name in enumerate(node.input):
            if name in renamed:
                node.input[index] = renamed[name]
    nodes = casts + list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes)
    # The recorded types of those weights would contradict the new ones.
    kept = [info for info in graph.value_info if info.name not in renamed]
    del graph.value_info[:]
    graph.value_info.extend(kept)
