"""One photo against the report's way of doing it, in processes that take turns.

    python -m benchmarks.photo_speed            as a table
    python -m benchmarks.photo_speed --write    into docs/benchmarks.md

Ratios of medians of one run on one machine; milliseconds only show what they were made of.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import onnx

from benchmarks.contenders import MATRIX, REPORTED, SIDE, TIMES
from benchmarks.graph_work import multiplications
from benchmarks.photos import PHONE, SCOPE, jpeg
from benchmarks.record import circumstances, write
from benchmarks.turns import cold, in_turns
from scalp_core.vision.manifest import Artifacts
from scalp_core.vision.network import build
from scalp_core.vocabulary import Symptom
from scalp_deployment.paths import ARTIFACTS
from scalp_train.publish.export import export_onnx, trace_onnx


@dataclass(frozen=True)
class Row:
    """One comparison: what both took, in the same unit; at least ``target`` of ours in theirs."""

    what: str
    ours: Sequence[float]
    others: Sequence[float]
    unit: str
    target: float

    def line(self) -> str:
        """A row in Markdown."""
        ratio = median(self.others) / median(self.ours)
        return (
            f"| {self.what} | {_spread(self.ours)} {self.unit} | {_spread(self.others)} "
            f"{self.unit} | {ratio:.1f} × | ≥ {self.target:g} × |"
        )


def _spread(values: Sequence[float]) -> str:
    if len(values) == 1:
        return f"{values[0]:,.0f}"
    return f"{median(values):,.0f} ({min(values):,.0f}–{max(values):,.0f})"


def export_reported(folder: Path) -> None:
    """The report's architectures as files of our engine."""
    for name in sorted(set(REPORTED)):
        network = build(name, image_size=(SIDE, SIDE))
        export_onnx(trace_onnx(network), network.state_dict(), folder / f"{name}.onnx")


def compare(times: int) -> list[str]:
    """All comparisons, and the sentences that belong under them."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        phone, scope = folder / "phone.jpg", folder / "scope.jpg"
        phone.write_bytes(jpeg(PHONE))
        scope.write_bytes(jpeg(SCOPE))
        pair = (["ours"], ["report"])
        (ours, others), memory = in_turns(pair, phone, times)
        rows = [
            Row("12 MP JPEG, warm", ours, others, "ms", 30),
            Row("peak memory", memory[:1], memory[1:], "MB", 5),
        ]
        (ours, others), _ = in_turns(pair, scope, times)
        rows.append(Row("640 × 480 JPEG, warm", ours, others, "ms", 25))
        ours, others, nothing = cold([*pair, ["nothing"]], scope, max(3, times // 2))
        rows.append(Row("process start to first answer", ours, others, "ms", 6))
        beyond = median(ours) - median(nothing)
        export_reported(folder)
        large = sum(multiplications(onnx.load(folder / f"{name}.onnx")) for name in REPORTED)
        (engine, eager), _ = in_turns((["large", str(folder)], ["large-torch"]), scope, times)
        rows.append(Row("the report's networks on our engine", engine, eager, "ms", 2.5))
        (networks, matrix), _ = in_turns((["ours-networks"], ["matrix"]), scope, 2 * times)
    rate = TIMES * MATRIX**3 / median(matrix)
    return [
        "| what | ours: median (range) | the report's way | ratio | target |",
        "|---|--:|--:|--:|--:|",
        *(row.line() for row in rows),
        "",
        f"The first answer comes {beyond:,.0f} ms after that of an interpreter that does nothing "
        f"({median(nothing):.0f} ms; target: ≤ 1,000).",
        "",
        *limit(median(networks) / TIMES, rate),
        "",
        f"The report's networks take {large / 1e9:.1f} · 10⁹ multiply-adds, {large / rate:,.0f} ms "
        f"at the machine's rate: {median(eager) * rate / large:.1f} × quicker than eager PyTorch "
        f"is the most that single precision allows here. Our engine is at "
        f"{median(engine) * rate / large:.2f} times the limit.",
    ]


def limit(networks: float, rate: float) -> list[str]:
    """How near the networks are to the machine's limit.

    Args:
        networks: milliseconds of all six.
        rate: the machine's multiply-adds a millisecond.
    """
    artifacts = Artifacts(ARTIFACTS)
    contents = [artifacts.trunk_bytes(), *(artifacts.model_bytes(one) for one in Symptom)]
    trunk, *heads = (multiplications(onnx.load_from_string(one)) if one else 0 for one in contents)
    shared, whole = trunk + sum(heads), len(heads) * trunk + sum(heads)
    return [
        "| the six networks alone | multiply-adds, 10⁹ | at the machine's rate, ms | measured, ms "
        "| times the limit (≤ 1.4) |",
        "|---|--:|--:|--:|--:|",
        *(
            f"| {what} | {work / 1e9:.2f} | {work / rate:.1f} | {networks:.1f} "
            f"| {networks * rate / work:.2f} |"
            for what, work in (
                ("the trunk once, as it is computed", shared),
                ("the trunk six times, as networks apart would", whole),
            )
        ),
        "",
        f"The machine's rate is {rate / 1e6:.0f} · 10⁹ multiply-adds a second: the median of "
        f"products of two {MATRIX:,} × {MATRIX:,} matrices in single precision, in turns with the "
        "networks.",
    ]


def main() -> None:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=12)
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    given = parser.parse_args()
    report = [
        circumstances("onnxruntime", "torch", "efficientnet-pytorch", "pillow"),
        "",
        *compare(given.times),
    ]
    print("\n".join(report))
    if given.write:
        write("photo speed", report)


if __name__ == "__main__":
    main()
