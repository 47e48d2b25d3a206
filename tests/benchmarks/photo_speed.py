"""One photo against the report's way of doing it, in processes that take turns.

    python -m benchmarks.photo_speed            as a table
    python -m benchmarks.photo_speed --write    into docs/benchmarks.md

Ratios of medians of one run on one machine; seconds only show what they were made of.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import onnx
import torch
from PIL import Image

from benchmarks.contenders import REPORTED, SIDE
from benchmarks.record import circumstances, write
from scalp_core.vision.manifest import Artifacts
from scalp_core.vision.network import build
from scalp_core.vocabulary import Symptom
from scalp_local.system import ARTIFACTS
from scalp_train.export import export, trace
from support.photos import SAMPLE

_PHONE, _SCOPE = (4000, 3000), (640, 480)
_MATRIX = 2048


@dataclass(frozen=True)
class Row:
    """One comparison: what both took, in the same unit."""

    what: str
    ours: Sequence[float]
    others: Sequence[float]
    unit: str
    target: str

    @property
    def ratio(self) -> float:
        """How many of ours go into the other's one."""
        return median(self.others) / median(self.ours)

    def line(self) -> str:
        """A row in Markdown."""
        return (
            f"| {self.what} | {_spread(self.ours)} {self.unit} | {_spread(self.others)} "
            f"{self.unit} | {self.ratio:.1f} × | {self.target} |"
        )


def _spread(values: Sequence[float]) -> str:
    return f"{median(values):,.0f} ({min(values):,.0f}–{max(values):,.0f})"


class Contender:
    """A process of :mod:`benchmarks.contenders`."""

    def __init__(self, name: str, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.contenders", name, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def milliseconds(self, photo: Path) -> float:
        """For one photo, as it measured itself."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(photo, file=self._process.stdin, flush=True)
        return 1000 * float(json.loads(self._process.stdout.readline()))

    def peak_megabytes(self) -> float:
        """The most memory that it held so far."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8")
        (line,) = [one for one in status.splitlines() if one.startswith("VmHWM")]
        return int(line.split()[1]) / 1024

    def end(self) -> None:
        """Ask no more."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


@contextmanager
def contenders(*commands: Sequence[str]) -> Iterator[list[Contender]]:
    """Processes of these commands, until the block is left."""
    with ExitStack() as stack:
        started = [Contender(*command) for command in commands]
        for one in started:
            stack.callback(one.end)
        yield started


def in_turns(
    commands: Sequence[Sequence[str]], photo: Path, times: int
) -> tuple[list[list[float]], list[float]]:
    """Milliseconds of each command for the same photo, after a first one, and peak megabytes."""
    with contenders(*commands) as all_:
        for one in all_:
            one.milliseconds(photo)
        taken: list[list[float]] = [[] for _ in all_]
        for _ in range(times):
            for one, into in zip(all_, taken, strict=True):
                into.append(one.milliseconds(photo))
        return taken, [one.peak_megabytes() for one in all_]


def cold(commands: Sequence[Sequence[str]], photo: Path, times: int) -> list[list[float]]:
    """Milliseconds from starting a process to its first answer."""
    taken: list[list[float]] = [[] for _ in commands]
    for _ in range(times):
        for command, into in zip(commands, taken, strict=True):
            started = time.perf_counter()
            one = Contender(*command)
            one.milliseconds(photo)
            into.append(1000 * (time.perf_counter() - started))
            one.end()
    return taken


def export_reported(folder: Path) -> None:
    """The report's architectures as files of our engine."""
    for name in sorted(set(REPORTED)):
        network = build(name, image_size=(SIDE, SIDE))
        export(trace(network), network.state_dict(), folder / f"{name}.onnx")


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
    made = _product(shapes[node.output[0]])
    weights = shapes[node.input[1].removesuffix("/float32")]
    if node.op_type == "Conv":
        return made * _product(weights[1:])
    if node.op_type == "Einsum":  # the activation map: one weight for each channel
        return made * shapes[node.input[0]][1]
    return made * weights[-1 if node.op_type == "Gemm" else 0]


def _product(shape: Sequence[int]) -> int:
    result = 1
    for one in shape:
        result *= one
    return result


def matrix_rate(times: int = 20) -> float:
    """Multiply-adds a second of the machine's best single-precision matrix product."""
    left, right = torch.rand(_MATRIX, _MATRIX), torch.rand(_MATRIX, _MATRIX)
    torch.mm(left, right)
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        torch.mm(left, right)
        seconds.append(time.perf_counter() - started)
    return _MATRIX**3 / min(seconds)


def _photo(folder: Path, size: tuple[int, int]) -> Path:
    file = folder / f"{size[0]}.jpg"
    Image.open(SAMPLE).convert("RGB").resize(size).save(file, "JPEG", quality=90)
    return file


def compare(times: int) -> tuple[list[Row], list[str]]:
    """All comparisons, and the sentences that belong under them."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        phone, scope = _photo(folder, _PHONE), _photo(folder, _SCOPE)
        rows = []
        pair = (["ours"], ["report"])
        (ours, others), memory = in_turns(pair, phone, times)
        rows.append(Row("12 MP JPEG, warm", ours, others, "ms", "≥ 30 ×"))
        rows.append(Row("peak memory", memory[:1], memory[1:], "MB", "≥ 5 ×"))
        (ours, others), _ = in_turns(pair, scope, times)
        rows.append(Row("640 × 480 JPEG, warm; sustained", ours, others, "ms", "≥ 25 ×"))
        ours, others, nothing = cold([*pair, ["nothing"]], scope, max(3, times // 4))
        rows.append(Row("cold start to first answer", ours, others, "ms", "≥ 6 ×"))
        export_reported(folder)
        (ours, others), _ = in_turns((["large", str(folder)], ["large-torch"]), scope, times)
        rows.append(Row("the report's networks on our engine", ours, others, "ms", "≥ 2.5 ×"))
        (networks,), _ = in_turns((["ours-networks"],), scope, times)
    artifacts = Artifacts(ARTIFACTS)
    files = [artifacts.trunk_bytes(), *(artifacts.model_bytes(one) for one in Symptom)]
    work = sum(multiplications(onnx.load_from_string(one)) for one in files if one)
    rate = matrix_rate()
    limit = 1000 * work / rate
    return rows, [
        f"The six networks alone: {median(networks):.1f} ms for {work / 1e9:.2f} · 10⁹ "
        f"multiply-adds. At the machine's own {rate / 1e9:.0f} · 10⁹ a second (a product of two "
        f"{_MATRIX} × {_MATRIX} matrices in single precision) they would take {limit:.1f} ms: "
        f"{median(networks) / limit:.1f} times the limit (target: ≤ 1.4).",
        f"An interpreter that does nothing answers after {median(nothing):.0f} ms.",
    ]


def main() -> None:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=12)
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    given = parser.parse_args()
    rows, told = compare(given.times)
    report = [
        circumstances("onnxruntime", "torch", "efficientnet-pytorch", "pillow"),
        "",
        "| what | ours: median (range) | the report's way | ratio | target |",
        "|---|--:|--:|--:|--:|",
        *(row.line() for row in rows),
        "",
        *told,
    ]
    print("\n".join(report))
    if given.write:
        write("photo speed", report)


if __name__ == "__main__":
    main()
