"""Other ways to compute the shipped networks: how fast, how accurate, how quickly loaded.

    python -m benchmarks.candidates [--pictures 500] [--write]

* **int8**: weights by channel, activations by their range on rendered validation pictures, with
  ONNX Runtime's own quantisation; accuracy is that of ``scalp_train evaluate`` on held-out ones.
* **OpenVINO** in single precision and bfloat16, where it is installed (``pip install openvino``).

Networks take turns, each as it would be served: the trunk with all threads, then the six side by
side with one each.
"""

import argparse
import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions
from onnxruntime.quantization import CalibrationDataReader, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

from benchmarks.record import circumstances, write
from scalp_core.vision.loading import load_onnx_networks, vcpus
from scalp_core.vision.manifest import Artifacts
from scalp_core.vision.onnx_engine import PICTURE, open_session
from scalp_core.vision.preprocessing import normalise
from scalp_core.vocabulary import Symptom
from scalp_deployment.paths import ARTIFACTS, ROOT
from scalp_train.data.rendered import RenderedSet, render_samples
from scalp_train.evaluate.inference import shared_input
from scalp_train.evaluate.predictions import predict
from scalp_train.fit.recipe import load_recipe
from scalp_train.publish.manifest import mean_accuracy, write_manifest

_RECIPE = ROOT / "training" / "configs" / "default.yaml"
_TURNS = 60
_CALIBRATION = 100
Pictures = NDArray[np.float32]
Networks = Callable[[Pictures], object]


class Shown(CalibrationDataReader):  # type: ignore[misc]  # it has no types
    """Inputs of a graph, one at a time."""

    def __init__(self, name: str, inputs: Pictures) -> None:
        self._rest: Iterator[dict[str, Pictures]] = iter([{name: one[None]} for one in inputs])

    def get_next(self) -> dict[str, Pictures] | None:
        """The next one, or nothing."""
        return next(self._rest, None)


def quantise(shipped: Artifacts, folder: Path, pictures: Pictures) -> None:
    """Write the shipped networks into ``folder`` in int8, with a manifest of their own."""
    manifest, content = shipped.manifest, shipped.trunk_bytes()
    assert content is not None
    assert manifest.trunk is not None
    trunk = open_session(content, manifest.trunk.file)
    (between,) = {given.name for given in _session(shipped, Symptom.DANDRUFF).get_inputs()}
    features = np.concatenate([trunk.run([between], {PICTURE: one[None]})[0] for one in pictures])
    digest = _quantised(shipped.folder / manifest.trunk.file, folder, Shown(PICTURE, pictures))
    models = {}
    for symptom, entry in manifest.models.items():
        found = _quantised(shipped.folder / entry.file, folder, Shown(between, features))
        models[symptom] = entry.model_copy(update={"sha256": found})
    known = manifest.photo_gate.familiarity.file
    (folder / known).write_bytes(shipped.familiarity_bytes())
    trunk_entry = manifest.trunk.model_copy(update={"sha256": digest})
    write_manifest(manifest.model_copy(update={"trunk": trunk_entry, "models": models}), folder)


def _session(artifacts: Artifacts, symptom: Symptom) -> InferenceSession:
    return open_session(artifacts.model_bytes(symptom), symptom)


def _quantised(file: Path, folder: Path, shown: Shown) -> str:
    """The new file's sha256."""
    with TemporaryDirectory() as place:
        folded, prepared = Path(place, "folded.onnx"), Path(place, "prepared.onnx")
        options = SessionOptions()
        options.optimized_model_filepath = str(folded)  # weights as they are computed with
        options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.log_severity_level = 3
        InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        quant_pre_process(str(folded), str(prepared), skip_symbolic_shape=True)
        quantize_static(
            str(prepared),
            str(folder / file.name),
            shown,
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["Conv", "Add", "Clip"],
        )
    return hashlib.sha256((folder / file.name).read_bytes()).hexdigest()


def by_onnx_runtime(folder: Path) -> Networks:
    """The networks of a folder as they are served."""
    networks = load_onnx_networks(Artifacts(folder), vcpus())
    return lambda pictures: list(networks.run(dict.fromkeys(Symptom, pictures)).values())


def by_openvino(folder: Path, precision: str) -> Networks:
    """The networks of a folder by OpenVINO, ``f32`` or ``bf16``."""
    import openvino

    core, shipped = openvino.Core(), Artifacts(folder)
    assert shipped.manifest.trunk is not None

    def compiled(file: str, name: str, shape: list[int], threads: int) -> Any:
        model = core.read_model(folder / file)
        model.reshape({name: shape})
        settings = {"INFERENCE_PRECISION_HINT": precision, "INFERENCE_NUM_THREADS": threads}
        return core.compile_model(
            model, "CPU", settings | {"NUM_STREAMS": 1}
        ).create_infer_request()

    spec = shared_input(shipped.manifest)
    size = [1, 3, spec.height, spec.width]
    (between,) = _session(shipped, Symptom.DANDRUFF).get_inputs()
    trunk = compiled(shipped.manifest.trunk.file, PICTURE, size, vcpus())
    made = trunk.infer({PICTURE: np.zeros(size, np.float32)})
    shape = list(made[between.name].shape)
    heads = [
        compiled(entry.file, between.name, shape, 1) for entry in shipped.manifest.models.values()
    ]
    pool = ThreadPoolExecutor(vcpus())

    def run(pictures: Pictures) -> object:
        features = trunk.infer({PICTURE: pictures})[between.name]
        return list(pool.map(lambda head: head.infer({between.name: features}), heads))

    return run


def in_turns(ways: Mapping[str, Networks], picture: Pictures) -> dict[str, float]:
    """Milliseconds of each, medians."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(_TURNS):
        for name, networks in ways.items():
            another = picture.copy()  # what no trunk has seen
            started = time.perf_counter()
            networks(another)
            taken[name].append(1000 * (time.perf_counter() - started))
    return {name: median(values) for name, values in taken.items()}


def compare(number: int) -> list[str]:
    """Rows in Markdown, one for each way."""
    shipped, recipe = Artifacts(ARTIFACTS), load_recipe(_RECIPE)
    spec = shared_input(shipped.manifest)
    known = RenderedSet(recipe.validation.rendered.seed, _CALIBRATION, look="mixed")
    pictures = normalise(np.stack([one.pixels for one in render_samples(known, spec)]), spec)
    held_out = RenderedSet(recipe.test.rendered.seed, number)
    with TemporaryDirectory() as place:
        folder = Path(place)
        quantise(shipped, folder, pictures)
        makers: dict[str, Callable[[], Networks]] = {
            "ONNX Runtime, single precision (shipped)": lambda: by_onnx_runtime(ARTIFACTS),
            "ONNX Runtime, int8": lambda: by_onnx_runtime(folder),
        }
        if find_spec("openvino"):
            makers["OpenVINO, single precision"] = lambda: by_openvino(ARTIFACTS, "f32")
            makers["OpenVINO, bfloat16"] = lambda: by_openvino(ARTIFACTS, "bf16")
        ways, loading = {}, {}
        for name, make in makers.items():
            started = time.perf_counter()
            ways[name] = make()
            loading[name] = 1000 * (time.perf_counter() - started)
        took = in_turns(ways, pictures[:1])
        accuracy = dict.fromkeys(ways, "not measured")
        for name, files in zip(ways, (ARTIFACTS, folder), strict=False):
            predictions = predict(files, held_out)
            mean = mean_accuracy({s: predicted.metrics for s, predicted in predictions.items()})
            accuracy[name] = f"{mean:.4f}"
    return [
        f"| way | six networks, ms | loading, ms | mean accuracy on {number:,} held-out pictures |",
        "|---|--:|--:|--:|",
        *(
            f"| {name} | {took[name]:.1f} | {loading[name]:.0f} | {accuracy[name]} |"
            for name in ways
        ),
    ]


def main() -> None:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pictures", type=int, default=500)
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    given = parser.parse_args()
    openvino = ["openvino"] if find_spec("openvino") else []
    report = [circumstances("onnxruntime", *openvino), "", *compare(given.pictures)]
    print("\n".join(report))
    if given.write:
        write("candidates", report)


if __name__ == "__main__":
    main()
