import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from onnx import numpy_helper

from scalp_core.vision import network_v2
from scalp_core.vision.network import LITE0, GradingNetwork, build
from scalp_core.vision.network_v2 import V2_S
from scalp_core.vision.onnx_engine import OUTPUTS
from scalp_train.publish.export import COUNTER, HALF_PRECISION_FROM, export_onnx, trace_onnx
from support.lite0 import SIZE


@pytest.fixture(scope="module")
def network() -> GradingNetwork:
    torch.manual_seed(3)
    network = build(LITE0, image_size=SIZE).eval()
    for name, buffer in network.named_buffers():
        if name.endswith("running_var"):
            torch.nn.init.uniform_(buffer, 0.5, 2.0)
        elif name.endswith("running_mean"):
            torch.nn.init.normal_(buffer, std=0.1)
    return network


@pytest.fixture(scope="module")
def exported(
    network: GradingNetwork,
    lite0_graph: onnx.ModelProto,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    file = tmp_path_factory.mktemp("export") / "network.onnx"
    export_onnx(lite0_graph, network.state_dict(), file)
    return file


def weights(file: Path) -> dict[str, np.ndarray]:
    graph = onnx.load(file).graph
    return {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}


def test_names_of_the_state_dict_survive(network: GradingNetwork, exported: Path) -> None:
    stored = weights(exported)

    for name, tensor in network.state_dict().items():
        if not name.endswith(COUNTER):
            assert stored[name].shape == tuple(tensor.shape)
            assert np.allclose(
                stored[name].astype(np.float32), tensor.numpy(), rtol=1e-3, atol=1e-6
            )


def test_kernels_are_stored_in_half_precision(exported: Path) -> None:
    kernels = [array for array in weights(exported).values() if array.ndim > 1]

    assert {a.dtype.name for a in kernels if a.size >= HALF_PRECISION_FROM} == {"float16"}
    assert exported.stat().st_size < 8_000_000


def test_runtime_computes_what_torch_does(network: GradingNetwork, exported: Path) -> None:
    pictures = np.random.default_rng(1).normal(0, 1, (3, 3, *SIZE)).astype(np.float32)
    halved = build(LITE0, image_size=SIZE).eval()
    state = {n: torch.from_numpy(np.array(a)).float() for n, a in weights(exported).items()}
    own = halved.state_dict()
    halved.load_state_dict(own | {name: state[name] for name in own if name in state})

    session = onnxruntime.InferenceSession(exported, providers=["CPUExecutionProvider"])
    outputs = session.run(list(OUTPUTS), {"image": pictures})

    with torch.inference_mode():
        expected = halved(torch.from_numpy(pictures))
    for found, wanted, tolerance in zip(outputs, expected, (1e-4, 1e-4, 1e-4), strict=True):
        np.testing.assert_allclose(found, wanted.numpy(), atol=tolerance)


def test_batch_normalisation_is_kept_in_the_file_and_merged_on_loading(
    exported: Path, tmp_path: Path
) -> None:
    options = onnxruntime.SessionOptions()
    options.optimized_model_filepath = str(tmp_path / "optimised.onnx")
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    onnxruntime.InferenceSession(exported, options, providers=["CPUExecutionProvider"])

    kept = {node.op_type for node in onnx.load(exported).graph.node}
    left = {node.op_type for node in onnx.load(tmp_path / "optimised.onnx").graph.node}

    assert {"BatchNormalization", "Cast"} <= kept
    assert not {"BatchNormalization", "Cast"} & left


def test_no_path_of_this_machine_is_in_the_file(exported: Path) -> None:
    content = exported.read_bytes()

    assert str(Path.cwd()).encode() not in content
    assert b"site-packages" not in content


def test_v2_s_is_exported_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Every kind of block, with its like after it once in each family of them: the other 32 take
    # seconds to trace.
    counts = (1, 2, 1, 1, 2, 1)
    stages = tuple(
        stage._replace(blocks=count) for stage, count in zip(network_v2.STAGES, counts, strict=True)
    )
    monkeypatch.setattr(network_v2, "STAGES", stages)
    torch.manual_seed(4)
    network = build(V2_S, image_size=SIZE).eval()
    pictures = np.random.default_rng(1).normal(0, 1, (3, 3, *SIZE)).astype(np.float32)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter's
        export_onnx(
            trace_onnx(build(V2_S, image_size=SIZE)), network.state_dict(), tmp_path / "v2.onnx"
        )

    session = onnxruntime.InferenceSession(tmp_path / "v2.onnx", providers=["CPUExecutionProvider"])
    outputs = session.run(list(OUTPUTS), {"image": pictures})

    with torch.inference_mode():
        expected = network(torch.from_numpy(pictures))
    for found, wanted, tolerance in zip(outputs, expected, (2e-3, 2e-2, 2e-2), strict=True):
        np.testing.assert_allclose(found, wanted.numpy(), atol=tolerance)
    stored = weights(tmp_path / "v2.onnx")
    assert {name for name in network.state_dict() if not name.endswith(COUNTER)} <= set(stored)
