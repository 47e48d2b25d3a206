"""How large the functions are, how long they take to start, and which memory is the cheapest.

python tests/benchmarks/lambda_size.py sizes    what is packed; needs a package index
python tests/benchmarks/lambda_size.py start    cold starts under Lambda's runtime emulator
python tests/benchmarks/lambda_size.py memory   the assess function's photos by memory and price

Rows in Markdown, as docs/benchmarks.md holds them. Run from the project's virtual environment.
"""

import argparse
import io
import json
import multiprocessing
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "infra")]

from cost import PRICES  # noqa: E402 (not a package)
from PIL import Image  # noqa: E402

from scalp_core.vision.loading import load_ensemble, vcpus  # noqa: E402
from scalp_deployment.paths import ARTIFACTS, TEMPLATE  # noqa: E402
from scalp_deployment.template import load  # noqa: E402
from support.emulator import Emulator, InvocationError  # noqa: E402
from support.lambda_package import instructions, lay_out  # noqa: E402
from support.photos import SAMPLE  # noqa: E402

MEGABYTE = 1024 * 1024
FUNCTIONS = ("ApiFunction", "AssessFunction", "CatalogFunction")
# One, the shipped share, two and three processors (1,769 MB each).
MEMORIES = (1769, 3008, 3538, 5308)
# What a photo's work waits for AWS besides: a guess, it cannot be measured without an account.
WAITING_SECONDS = 0.1
_CODE = {
    "zip of api": "functions/api",
    "zip of catalog": "functions/catalog",
    "layer core": "layers/core",
    "layer seed": "infra/seed",
}


def sizes() -> None:
    """What the requirements and the code take, packed and unpacked."""
    print("| part | files | unpacked, MB | zipped, MB |")
    print("|---|--:|--:|--:|")
    for name, folder in _CODE.items():
        requirements = ROOT / folder / "requirements.txt"
        with TemporaryDirectory() as place:
            if requirements.is_file():
                _install([requirements], Path(place))
            _row(name, [Path(place), ROOT / folder])
    image = [ROOT / "layers/core/requirements.txt", ROOT / "functions/assess/requirements.txt"]
    with TemporaryDirectory() as place, TemporaryDirectory() as code:
        _install(image, Path(place))
        subprocess.run(["sh", str(ROOT / "functions/assess/slim.sh"), place], check=True)
        lay_out("AssessFunction", Path(code))
        _row("image: dependencies", [Path(place)])
        _row("image: models", [ARTIFACTS])
        _row("image: all above its base", [Path(place), Path(code)])


def _install(requirements: list[Path], target: Path) -> None:
    """What the builds install: wheels for the Python and processor that Lambda runs."""
    (version,) = (one[0].split("=")[1] for one in instructions("ARG"))
    for_lambda = ["--only-binary=:all:", "--implementation=cp", f"--python-version={version}"]
    for glibc in ("2_28", "2_27", "2_17"):
        for_lambda.append(f"--platform=manylinux_{glibc}_x86_64")
    for_lambda.append("--platform=manylinux2014_x86_64")
    listed = [word for path in requirements for word in ("--requirement", str(path))]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "--no-compile", "--target", str(target), *for_lambda, *listed], check=True
    )


def _row(name: str, folders: list[Path]) -> None:
    files = [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and ".egg-info" not in str(path)
    ]
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for number, path in enumerate(files):
            archive.write(path, str(number))
    unpacked = sum(path.stat().st_size for path in files)
    print(
        f"| {name} | {len(files):,} | {unpacked / MEGABYTE:.1f} | "
        f"{len(packed.getvalue()) / MEGABYTE:.1f} |"
    )


def start(times: int) -> float:
    """From a new process to its first answer, less what the same answer takes afterwards.

    Returns:
        The slowest function's median, in seconds.
    """
    _begin()
    print("| function | start, s: median | fastest | slowest |")
    print("|---|--:|--:|--:|")
    slowest = 0.0
    for function in FUNCTIONS:
        taken = [_one_start(function) for _ in range(times)]
        middle = statistics.median(taken)
        print(f"| {function} | {middle:.2f} | {min(taken):.2f} | {max(taken):.2f} |")
        slowest = max(slowest, middle)
    return slowest


def _one_start(function: str) -> float:
    properties = load(TEMPLATE)["Resources"][function]["Properties"]
    memory = properties["MemorySize"]
    with TemporaryDirectory() as place:
        root, scratch = Path(place) / "root", Path(place) / "tmp"
        scratch.mkdir()
        emulator = Emulator(
            lay_out(function, root),
            _variables(function),
            timeout=60,
            memory=memory if isinstance(memory, int) else MEMORIES[1],
            scratch=scratch,
        )
        try:
            first, again = _timed(emulator, function), _timed(emulator, function)
        finally:
            emulator.stop()
    return first - again


def _timed(emulator: Emulator, function: str) -> float:
    """Seconds of an invocation that builds everything but asks AWS for nothing."""
    started = time.perf_counter()
    try:
        emulator.invoke(_EVENTS[function])
    except InvocationError as error:
        if _UNKNOWN not in str(error):
            raise
    return time.perf_counter() - started


def _variables(function: str) -> dict[str, str]:
    """As the template has them, with any names for what only a deployment has."""
    declared = load(TEMPLATE)["Resources"][function]["Properties"]["Environment"]["Variables"]
    parameters = load(TEMPLATE)["Parameters"]
    shared = {"TABLE_NAME": "table", "AWS_REGION": "ap-northeast-2", "AWS_ACCESS_KEY_ID": "local"}
    shared |= {"AWS_DEFAULT_REGION": "ap-northeast-2", "AWS_SECRET_ACCESS_KEY": "local"}
    # Nobody listens there: whatever asked AWS would fail at once.
    shared["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9"
    for name, value in declared.items():
        if isinstance(value, dict):
            default = parameters.get(value.get("Ref", ""), {}).get("Default")
            shared[name] = "/named" if "Fn::Sub" in value else str(default or "named")
        else:
            shared[name] = str(value)
    return shared | {"S3_PUBLIC_ENDPOINT": "", "ORIGIN_SECRET": ""}


# Refused as soon as everything has been built.
_UNKNOWN = "a catalogue that is not known"
_S3_TEST = {"body": json.dumps({"Event": "s3:TestEvent"}), "eventSource": "aws:sqs"}
_EVENTS = {
    "ApiFunction": {
        "version": "2.0",
        "rawPath": "/api/v1/stats/reference",
        "rawQueryString": "",
        "headers": {},
        "requestContext": {"http": {"method": "GET", "path": "", "sourceIp": "192.0.2.1"}},
        "isBase64Encoded": False,
    },
    "AssessFunction": {
        "Records": [
            _S3_TEST | {"messageId": "m", "attributes": {"ApproximateReceiveCount": "1"}},
        ]
    },
    "CatalogFunction": {"refresh": _UNKNOWN},
}


def memory(photos: int) -> None:
    """Seconds and price of a photo for each memory, with the processors that it brings."""
    _begin()
    cores = sorted(os.sched_getaffinity(0))
    price = PRICES["lambda compute"].dollars
    print("| memory, MB | vCPU | networks at once | photo, ms | peak, MB | $ for a million |")
    print("|--:|--:|--:|--:|--:|--:|")
    for megabytes in MEMORIES:
        share, workers = megabytes / 1769, vcpus(megabytes)
        row = f"| {megabytes:,} | {share:.1f} | {workers} |"
        if workers > len(cores):
            print(f"{row} not measured | | |")
            continue
        context = multiprocessing.get_context("spawn")
        with context.Pool(1, os.sched_setaffinity, (0, cores[:workers])) as pool:
            decoding, networks, peak = pool.apply(_photos, (workers, photos, _photo("JPEG", 4000)))
        # Lambda shows whole processors and lets a part of the time go by; decoding needs one only.
        seconds = decoding + networks * max(1, workers / share)
        dollars = (seconds + WAITING_SECONDS) * megabytes / 1024 * price * 1_000_000
        print(f"{row} {1000 * seconds:.0f} | {peak:.0f} | {dollars:.2f} |")
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        decoding, networks, peak = pool.apply(_photos, (1, 3, _photo("PNG", 8000)))
    print(f"\n48 megapixels as PNG: {1000 * (decoding + networks):.0f} ms, peak {peak:.0f} MB")


def _photo(kind: str, width: int) -> bytes:
    """The sample as a large file that compresses well."""
    content = io.BytesIO()
    small = Image.open(SAMPLE).convert("RGB")
    size = (width, width * 3 // 4)
    small.resize(size, Image.Resampling.NEAREST).save(content, kind)
    return content.getvalue()


def _photos(workers: int, times: int, photo: bytes) -> tuple[float, float, float]:
    """Seconds of decoding and of the networks, medians; and the most memory taken, in MB."""
    ensemble = load_ensemble(ARTIFACTS, "onnx", workers=workers)
    found = [ensemble.analyse(photo).timings for _ in range(times)]
    return (
        statistics.median(one.decode for one in found) / 1000,
        statistics.median(one.inference for one in found) / 1000,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def _begin() -> None:
    """Go before other programs where that is allowed (root), and print what machine this is."""
    with suppress(PermissionError):
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    busy = os.getloadavg()[0]
    print(
        f"{cpu}, {len(os.sched_getaffinity(0))} processors, load {busy:.0f}, {time.strftime('%F')}"
    )
    print()


def main() -> None:
    """Print what was asked for; fail if a start takes longer than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("sizes", "start", "memory"))
    parser.add_argument("--times", type=int, default=5, help="starts, or sixths of photos")
    parser.add_argument("--at-most", type=float, help="seconds that a start may take")
    asked = parser.parse_args()
    if asked.what == "sizes":
        sizes()
    elif asked.what == "memory":
        memory(6 * asked.times)
    else:
        slowest = start(asked.times)
        if asked.at_most and slowest > asked.at_most:
            sys.exit(f"the slowest function takes {slowest:.2f} s to start")


if __name__ == "__main__":
    main()
