"""From a checkpoint to the ONNX file that is served."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxscript.optimizer import fold_constants, remove_unused_nodes

from scalp_core.vision.network import GradingNetwork

OPSET = 18
HALVED_FROM = 1024
"""Kernels of at least this many numbers are stored in half precision; the rest, and the batch
statistics whose range half precision cannot hold, are too few to matter."""


def export(network: GradingNetwork, file: Path) -> None:
    """Write ``image`` [N, 3, H, W] → ``logits`` [N, K], ``activation`` [N, K, h, w].

    The file holds half-precision weights under the names of the state dict, each followed by a
    cast: ONNX Runtime folds the casts when it loads the file and computes in single precision, and
    the torch engine can read the same file. Batch normalisation stays apart for that reason; ONNX
    Runtime fuses it on loading too.
    """
    network = network.eval().float()
    height, width = network._global_params.image_size
    example = torch.zeros(2, 3, height, width)
    quiet = logging.getLogger("torch.onnx")
    before = quiet.level
    quiet.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the exporter's own deprecations
            program = torch.onnx.export(
                network,
                (example,),
                input_names=["image"],
                output_names=["logits", "activation"],
                dynamic_shapes={"inputs": {0: torch.export.Dim("pictures")}},
                opset_version=OPSET,
                dynamo=True,
                optimize=False,
                verbose=False,
            )
    finally:
        quiet.setLevel(before)
    assert program is not None
    # Constants are folded, but batch normalisation is not merged into the convolutions as the
    # exporter's own optimiser would: the weights keep their names.
    fold_constants(program.model)
    remove_unused_nodes(program.model)
    model = halve(program.model_proto)
    onnx.checker.check_model(model, full_check=True)
    file.write_bytes(model.SerializeToString())


def halve(model: onnx.ModelProto) -> onnx.ModelProto:
    """Store the large float32 weights as float16, with a cast where they are used."""
    graph = model.graph
    casts, renamed = [], {}
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        large_kernel = values.ndim >= 2 and values.size >= HALVED_FROM
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
    # Shapes and types noted for the halved weights would contradict them.
    kept = [info for info in graph.value_info if info.name not in renamed]
    del graph.value_info[:]
    graph.value_info.extend(kept)
    for node in graph.node:
        del node.metadata_props[:]  # the exporter's stack traces name this machine's paths
        node.doc_string = ""
    return model
