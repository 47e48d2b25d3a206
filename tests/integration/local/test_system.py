"""The whole system in its own processes, used over HTTP as `make demo` and the site use it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from itertools import chain
from pathlib import Path

import httpx
import psutil
import pytest
from typer.testing import CliRunner

from scalp_core.vocabulary import Symptom
from scalp_deployment.assessment_client import assess_photo
from scalp_deployment.paths import ROOT
from scalp_local.__main__ import app
from scalp_local.system import StartError, System, free_port, local_system
from support import photos

GIGABYTE = 1_000_000_000

GOOD: dict[str, Callable[[], bytes]] = {
    "scope.jpg": photos.sample,
    "phone-12mp-turned.jpg": lambda: photos.with_orientation(photos.picture(4032, 3024), 6),
    "alpha.png": lambda: photos.encoded(photos.picture().convert("RGBA"), "PNG"),
    "photo.webp": lambda: photos.encoded(photos.picture(), "WEBP"),
    "iphone.heic": lambda: photos.heic(photos.picture(1600, 1200)),
}
BAD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "text.jpg": ("not_an_image", lambda: b"no photo at all\n"),
    "empty.jpg": ("empty_file", lambda: b""),
    "cut.jpg": ("damaged_image", lambda: photos.sample()[:20_000]),
    "dot.png": ("image_too_small", lambda: photos.huge_png(1, 1)),
    "bomb.png": ("image_too_large", lambda: photos.huge_png(20_000, 10_000)),
}


@pytest.mark.parametrize("name", GOOD)
def test_photos_of_every_kind_are_assessed(
    running_system: System, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    file.write_bytes(GOOD[name]())

    assessment = assess_photo(running_system.url, file)

    assert assessment["status"] == "done"
    assert list(assessment["result"]["symptoms"]) == list(Symptom)


@pytest.mark.parametrize("name", BAD)
def test_files_that_show_no_scalp_are_rejected_with_a_sentence(
    running_system: System, tmp_path: Path, name: str
) -> None:
    code, content = BAD[name]
    file = tmp_path / name
    file.write_bytes(content())

    assessment = assess_photo(running_system.url, file)

    assert assessment["status"] == "rejected"
    assert assessment["rejection"]["code"] == code


def test_the_format_of_a_photo_is_detected_by_its_content_not_its_name(
    running_system: System, tmp_path: Path
) -> None:
    file = tmp_path / "camera.raw"
    file.write_bytes(photos.encoded(photos.picture(), "PNG"))

    assert assess_photo(running_system.url, file)["status"] == "done"


def test_a_foreign_page_may_upload_but_only_to_the_bucket(running_system: System) -> None:
    """Site and API are one origin, the bucket another: as in production."""
    site, storage = httpx.URL(running_system.url), httpx.URL(running_system.aws)

    assert site.port != storage.port
    assert (
        "access-control-allow-origin"
        not in httpx.get(f"{running_system.url}/api/v1/health").headers
    )


def test_the_catalogues_are_loaded_from_the_start(running_system: System) -> None:
    api = httpx.Client(base_url=f"{running_system.url}/api/v1")

    with api:
        regions = api.get("/hospitals/regions").json()
        jung_gu = api.get("/hospitals", params={"region": "11", "sigungu": "중구"}).json()

    assert regions["hospitals"] == 1008
    assert len(jung_gu["hospitals"]) == 17


def test_a_taken_port_is_a_clear_message() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with (
            pytest.raises(StartError, match=f"Port {port} is taken.*make run PORT="),
            local_system(port=port, site=None),
        ):
            pass


def test_run_starts_answers_and_stops_cleanly_on_ctrl_c() -> None:
    port = free_port()
    process = _start("run", "--port", str(port))
    assert process.stdout is not None
    try:
        announced = next(line for line in process.stdout if f"http://localhost:{port}" in line)
        assert httpx.get(f"http://localhost:{port}/api/v1/health").is_success
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=60)
    finally:
        process.kill()

    assert process.returncode == 0
    assert "ScalpSpectra runs at" in announced
    assert "Stopped." in output
    assert "Traceback" not in output
    assert children
    assert psutil.wait_procs(children, timeout=60)[1] == []


def test_demo_prints_six_graded_symptoms_and_json() -> None:
    process = _start("demo")
    output, _ = process.communicate(timeout=180)

    assert process.returncode == 0, output
    for symptom in ("미세각질", "피지과다", "모낭사이홍반", "모낭홍반/농포", "비듬", "탈모"):
        assert symptom in output
    assessment = json.loads(next(line for line in output.splitlines() if line.startswith("{")))
    assert assessment["status"] == "done"


@pytest.mark.skipif(sys.platform != "linux", reason="a process's peak is read from /proc")
def test_demo_rejects_a_bomb_in_bounded_memory(
    running_system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the system that runs already."""
    bomb = tmp_path / "bomb.png"
    bomb.write_bytes(photos.huge_png(20_000, 10_000))
    monkeypatch.setenv("COLUMNS", "150")
    monkeypatch.setattr(
        "scalp_local.__main__.local_system", lambda **_: nullcontext(running_system)
    )
    serving = [
        process
        for number in chain(*running_system.processes.values())
        for process in [psutil.Process(number), *psutil.Process(number).children(recursive=True)]
    ]
    for process in serving:  # forget the peaks of other photos
        Path(f"/proc/{process.pid}/clear_refs").write_text("5")

    done = CliRunner().invoke(app, ["demo", str(bomb)])

    assert done.exit_code not in (0, None)
    assert "image_too_large" in done.output
    assert "50 megapixels" in done.output
    assert 0 < sum(_peak(process.pid) for process in serving) < GIGABYTE


def _peak(pid: int) -> int:
    """Bytes at most at once; pages that processes share are counted for each."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    (kilobytes,) = re.findall(r"^VmHWM:\s*(\d+) kB$", status, flags=re.MULTILINE)
    return 1024 * int(kilobytes)


def test_assess_processes_a_folder_and_continues_after_bad_files(tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    (folder / "deeper").mkdir(parents=True)
    (folder / "a.jpg").write_bytes(photos.sample())
    (folder / "b.jpg").write_bytes(b"no photo")
    (folder / "deeper" / "c.png").write_bytes(photos.encoded(photos.picture(), "PNG"))
    (folder / ".hidden").write_bytes(b"")

    done = _finished("assess", str(folder), "--json")
    lines = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.returncode == 0
    assert [(Path(line["file"]).name, line["status"]) for line in lines] == [
        ("a.jpg", "done"),
        ("b.jpg", "rejected"),
        ("c.png", "done"),
    ]
    assert lines[1]["code"] == "not_an_image"
    finding = lines[0]["symptoms"]["hair_loss"]
    assert set(finding) == {"grade", "plausibleGrades", "probabilities", "confidence", "uncertain"}
    assert len(finding["probabilities"]) == 4
    assert {"scalpType", "warnings"} <= set(lines[0])


def test_assess_prints_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "150")

    done = CliRunner().invoke(app, ["assess", str(photos.SAMPLE)])

    assert done.exit_code == 0
    assert "scalp.jpg" in done.stdout
    assert "비듬" in done.stdout


def test_assess_reports_a_missing_path(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["assess", str(tmp_path / "nothing.jpg")])

    assert done.exit_code == 2
    assert "no such file or folder" in done.stderr
    assert "Traceback" not in done.stderr


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "scalp_local", *arguments]


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("AWS_")} | {
        "COLUMNS": "150"
    }


def _start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        _command(*arguments),
        cwd=ROOT,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def _finished(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _command(*arguments),
        cwd=ROOT,
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
