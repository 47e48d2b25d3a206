"""`make fuzz`: all targets in turn for a given time, or one of them in this process.

Each turn is a libFuzzer run of its own, so that memory of one turn is given back before the next,
and goes on with the corpus that the turns before it have grown in .work/fuzz.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / ".work" / "fuzz"
# Once repaired, they move to tests/fuzz/findings, where later runs start from them.
FOUND = WORK / "found"
# Of every round. The decoders are the largest surface, and the slowest.
SHARES = {"photo": 0.3, "heif": 0.3, "request": 0.2, "message": 0.1, "key": 0.05, "cell": 0.05}
ROUND_SECONDS = 600
# Of wall time, of one input, so generous: the machine may be busy with something else.
HANG_SECONDS = 120
MEGABYTES = 1500
_LARGEST = {
    "photo": 65_536,
    "heif": 65_536,
    "request": 8_192,
    "message": 8_192,
    "key": 512,
    "cell": 64,
}
_STATE = re.compile(r"cov: (\d+) ft: (\d+) corp: (\d+)")
_EXECUTED = re.compile(r"stat::number_of_executed_units:\s+(\d+)|^#(\d+)\s", re.M)


@dataclass
class Tally:
    """What all turns of a target came to."""

    executions: int = 0
    seconds: float = 0.0
    branches: int = 0
    corpus: int = 0


def main() -> int:
    """Fuzz; 1 if something was found."""
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--target", choices=SHARES, help="one target, in this process")
    parser.add_argument("--only", choices=SHARES, help="one target all the time")
    asked = parser.parse_args()
    if asked.target:
        # Imported first of all: what has been imported before is not watched for coverage.
        from fuzz.libfuzzer import fuzz

        fuzz(asked.target, _arguments(asked.target, asked.seconds))
    before = _findings()
    _all_targets(asked.seconds, {asked.only: 1.0} if asked.only else SHARES)
    new = sorted(_findings() - before)
    for path in new:
        print(f"found: {path.relative_to(ROOT)}")
    return 1 if new else 0


def _all_targets(seconds: int, shares: dict[str, float]) -> None:
    start = time.monotonic()
    tallies = {target: Tally() for target in shares}
    _say(f"start, for {seconds} s")
    while (left := seconds - (time.monotonic() - start)) >= len(shares):
        for target, share in shares.items():
            end = time.monotonic() + share * min(ROUND_SECONDS, left)
            while (turn := int(end - time.monotonic())) >= 1:
                _turn(target, turn, tallies[target])
            _say(f"{target}: {_summary(tallies[target])}, findings {len(_findings(target))}")
    for target, tally in tallies.items():
        _say(f"total {target}: {_summary(tally)}, findings {len(_findings(target))}")
    total = sum(one.executions for one in tallies.values())
    _say(f"end, {time.monotonic() - start:.0f} s, {total} executions, findings {len(_findings())}")


def _turn(target: str, seconds: int, tally: Tally) -> None:
    begun = time.monotonic()
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "fuzz",
        "--target",
        target,
        "--seconds",
        str(seconds),
    ]
    done = subprocess.run(command, capture_output=True, check=False)
    output = done.stderr.decode("utf-8", "replace")
    tally.seconds += time.monotonic() - begun
    tally.executions += max((int(a or b) for a, b in _EXECUTED.findall(output)), default=0)
    states = _STATE.findall(output)
    if states:
        tally.branches, tally.corpus = int(states[-1][0]), int(states[-1][2])
    if done.returncode:
        _say(f"{target} stopped with {done.returncode}:\n{output[-1500:]}")


def _arguments(target: str, seconds: int) -> list[str]:
    from fuzz.seeds import SEEDS, found, words

    corpus = WORK / target
    corpus.mkdir(parents=True, exist_ok=True)
    (FOUND / target).mkdir(parents=True, exist_ok=True)
    for number, content in enumerate([*SEEDS[target](), *found(target)]):
        (corpus / f"seed-{number:03d}").write_bytes(content)
    dictionary = WORK / f"{target}.words"
    dictionary.write_text("\n".join(words()) + "\n")
    return [
        f"-max_total_time={seconds}",
        f"-timeout={HANG_SECONDS}",
        f"-rss_limit_mb={MEGABYTES}",
        f"-max_len={_LARGEST[target]}",
        f"-artifact_prefix={FOUND / target}{os.sep}",
        f"-dict={dictionary}",
        "-detect_leaks=0",
        "-print_final_stats=1",
        str(corpus),
    ]


def _summary(tally: Tally) -> str:
    return (
        f"{tally.executions} executions in {tally.seconds:.0f} s, "
        f"{tally.branches} branches reached, corpus {tally.corpus}"
    )


def _findings(target: str = "*") -> set[Path]:
    return {path for path in FOUND.glob(f"{target}/*") if path.is_file()}


def _say(text: str) -> None:
    print(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
