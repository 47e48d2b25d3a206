"""Where the time of a photo goes: steps of the ensemble, and kinds of layers in a network.

python -m benchmarks.photo_profile            as tables
python -m benchmarks.photo_profile --write    into docs/benchmarks.md
"""

import argparse
import json
import math
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import numpy as np
import onnx
import onnxruntime

from benchmarks.photo_speed import export_reported
from benchmarks.photos import PHONE, SCOPE, jpeg
from benchmarks.record import circumstances, write
from scalp_core.vision import ensemble, familiarity, onnx_engine
from scalp_core.vision.decoding.client import PhotoDecoder
from scalp_core.vision.loading import load_ensemble
from scalp_core.vision.manifest import Artifacts
from scalp_core.vocabulary import Symptom
from scalp_deployment.paths import ARTIFACTS

_TIMES = 40
_STEPS = [
    ("decoding", PhotoDecoder, "decode"),
    ("cropping, resizing", ensemble, "frame"),
    ("sharpness, light", ensemble, "quality_warnings"),
    ("normalising", ensemble, "normalise"),
    ("familiarity", familiarity.Familiarity, "warnings"),
    ("grades, maps", ensemble, "_finding"),
    ("scalp type", ensemble, "find_scalp_type"),
]
_TRUNK, _REST, _ALL = "trunk", "six ends side by side, and the rest", "all"


def steps() -> list[str]:
    """Milliseconds of each step of two photos, medians, in Markdown."""
    taken: dict[str, float] = defaultdict(float)
    for name, place, attribute in _STEPS:
        setattr(place, attribute, _timed(name, getattr(place, attribute), taken))
    networks = load_ensemble(ARTIFACTS)
    trunk: Any = networks._engines[Symptom.DANDRUFF]._trunk  # type: ignore[attr-defined]
    trunk._session = SimpleNamespace(run=_timed(_TRUNK, trunk._session.run, taken))
    columns: list[dict[str, float]] = []
    for size in (SCOPE, PHONE):
        content, runs = jpeg(size), defaultdict(list)
        for turn in range(_TIMES + 2):
            taken.clear()
            started = time.perf_counter()
            networks.analyse(content)
            taken[_ALL] = 1000 * (time.perf_counter() - started)
            taken[_REST] = 2 * taken[_ALL] - sum(taken.values())
            if turn > 1:
                for name, milliseconds in taken.items():
                    runs[name].append(milliseconds)
        columns.append({name: median(values) for name, values in runs.items()})
    names = [*(name for name, _, _ in _STEPS), _TRUNK, _REST, _ALL]
    return [
        "| step, ms | 640 × 480 | 12 megapixels |",
        "|---|--:|--:|",
        *(f"| {name} | {columns[0][name]:.1f} | {columns[1][name]:.1f} |" for name in names),
    ]


def _timed(name: str, work: Callable[..., Any], taken: dict[str, float]) -> Callable[..., Any]:
    def timed(*arguments: Any, **named: Any) -> Any:
        started = time.perf_counter()
        try:
            return work(*arguments, **named)
        finally:
            taken[name] += 1000 * (time.perf_counter() - started)

    return timed


def layers(content: bytes, side: tuple[int, int]) -> dict[str, tuple[float, float]]:
    """Milliseconds and 10⁹ multiply-adds of one picture by kind of layer, on one thread.

    Args:
        side: height and width of the picture.
    """
    with TemporaryDirectory() as place:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_profiling = True
        options.profile_file_prefix = str(Path(place, "profile"))
        options.optimized_model_filepath = str(Path(place, "optimised.onnx"))
        session = onnxruntime.InferenceSession(content, options)
        picture = np.zeros((1, 3, *side), np.float32)
        for _ in range(_TIMES // 2):
            session.run(None, {onnx_engine.PICTURE: picture})
        events = json.loads(Path(session.end_profiling()).read_text())
        graph = onnx.load(place + "/optimised.onnx").graph
    weights = {one.name: list(one.dims) for one in graph.initializer}
    kernels = {node.name: weights.get(node.input[1]) for node in graph.node if len(node.input) > 1}
    runs = defaultdict(list)
    for event in events:
        if event.get("cat") == "Node" and event["name"].endswith("_kernel_time"):
            runs[event["name"].removesuffix("_kernel_time")].append(event)
    found: dict[str, tuple[float, float]] = {}
    for name, all_ in runs.items():
        kernel = kernels.get(name) if all_[0]["args"]["op_name"] == "Conv" else None
        (shape,) = all_[0]["args"]["output_type_shape"][0].values()
        milliseconds = median(event["dur"] for event in all_) / 1000
        kind, work = _kind(all_[0]["args"]["op_name"], kernel, shape)
        before = found.get(kind, (0.0, 0.0))
        found[kind] = before[0] + milliseconds, before[1] + work / 1e9
    return found


def _kind(operation: str, kernel: list[int] | None, shape: list[int]) -> tuple[str, int]:
    if kernel is None:
        return ("activations" if operation == "QuickGelu" else "other layers"), 0
    work = math.prod(shape) * math.prod(kernel[1:])
    if kernel[1] == 1:
        return "depthwise convolutions", work
    return ("pointwise convolutions" if kernel[2] == 1 else "first convolution"), work


def layer_rows() -> list[str]:
    """The trunk and the report's b7 by kind of layer, in Markdown."""
    artifacts = Artifacts(ARTIFACTS)
    given = next(iter(artifacts.manifest.models.values())).input
    content = artifacts.trunk_bytes()
    assert content is not None
    with TemporaryDirectory() as place:
        export_reported(Path(place))
        large = Path(place, "efficientnet-b7.onnx").read_bytes()
    rows = [
        "| network | kind of layer | ms | 10⁹ multiply-adds | 10⁹ a second |",
        "|---|---|--:|--:|--:|",
    ]
    for name, found in (
        ("trunk", layers(content, (given.height, given.width))),
        ("efficientnet-b7 at 300 px", layers(large, (300, 300))),
    ):
        for kind, (milliseconds, work) in sorted(found.items(), key=lambda one: -one[1][0]):
            rate = f"{1000 * work / milliseconds:.0f}" if work else ""
            rows.append(f"| {name} | {kind} | {milliseconds:.1f} | {work:.2f} | {rate} |")
    return rows


def main() -> None:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    given = parser.parse_args()
    report = [circumstances("onnxruntime", "pillow"), "", *layer_rows(), "", *steps()]
    print("\n".join(report))
    if given.write:
        write("photo profile", report)


if __name__ == "__main__":
    main()
