"""How much there is to multiply in a graph, whatever computes it."""

import math
from collections.abc import Mapping, Sequence

import onnx


def multiplications(model: onnx.ModelProto) -> int:
    """Multiply-adds of a graph's convolutions and matrices for one picture."""
    graph = onnx.shape_inference.infer_shapes(model).graph
    shapes = {
        one.name: [axis.dim_value or 1 for axis in one.type.tensor_type.shape.dim]
        for one in [*graph.value_info, *graph.input, *graph.output]
    }
    shapes |= {one.name: list(one.dims) for one in graph.initializer}
    return sum(_node_multiplications(node, shapes) for node in graph.node)


def _node_multiplications(node: onnx.NodeProto, shapes: Mapping[str, Sequence[int]]) -> int:
    if node.op_type not in ("Conv", "Gemm", "MatMul", "Einsum"):
        return 0
    made = math.prod(shapes[node.output[0]])
    weights = shapes[node.input[1].removesuffix("/float32")]
    if node.op_type == "Conv":
        return made * math.prod(weights[1:])
    if node.op_type == "Einsum":  # the activation map: one weight for each channel
        return made * shapes[node.input[0]][1]
    return made * weights[-1 if node.op_type == "Gemm" else 0]
