"""The process that decodes: same answers, and nothing that a photo does gets out of it."""

import fcntl
import gc
import os
import signal
import struct
import sys
import termios
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scalp_core.errors import DecoderStoppedError, PhotoRejectedError, RejectionCode
from scalp_core.vision import imaging
from scalp_core.vision.decoding.client import PhotoDecoder
from scalp_core.vision.decoding.worker import Limits
from support import photos

WANTED = (640, 480)


def rejection(decoder: PhotoDecoder, content: bytes) -> RejectionCode:
    with pytest.raises(PhotoRejectedError) as caught:
        decoder.decode(content, wanted=WANTED)
    return caught.value.code


def process_of(decoder: PhotoDecoder) -> int:
    decoder.start()
    assert decoder._worker is not None
    return decoder._worker.process.pid


@pytest.mark.parametrize(
    "draw",
    [
        photos.sample,
        lambda: photos.heic(photos.picture(1600, 1200)),
        lambda: photos.with_orientation(photos.picture(2400, 1800), 6),
        lambda: photos.encoded(photos.picture(2000, 1500), "PNG"),  # more than one strip
    ],
    ids=["jpeg", "heic", "turned", "png"],
)
def test_the_process_answers_as_the_decoder_itself(
    decoder: PhotoDecoder, draw: Callable[[], bytes]
) -> None:
    content = draw()
    here = imaging.decode(content, wanted=WANTED)

    there = decoder.decode(content, wanted=WANTED)

    assert (there.width, there.height) == (here.width, here.height)
    assert there.image.tobytes() == here.image.tobytes()
    assert decoder.upright_jpeg(content, longest=800) == imaging.upright_jpeg(content, longest=800)


def test_rejections_come_through_and_the_process_goes_on(decoder: PhotoDecoder) -> None:
    before = process_of(decoder)

    assert rejection(decoder, b"") is RejectionCode.EMPTY_FILE
    assert rejection(decoder, photos.sample()[:5000]) is RejectionCode.DAMAGED_IMAGE
    assert rejection(decoder, photos.huge_png(20_000, 10_000)) is RejectionCode.IMAGE_TOO_LARGE
    assert process_of(decoder) == before


only_on_linux = pytest.mark.skipif(sys.platform != "linux", reason="memory has no limit elsewhere")


@pytest.mark.parametrize(
    "limits",
    [
        Limits(cpu=0.02),
        Limits(wall=0.02),
        pytest.param(Limits(data=120_000_000), marks=only_on_linux),
    ],
    ids=["processor", "time", "memory"],
)
def test_photos_beyond_a_limit_are_rejected(limits: Limits) -> None:
    decoder = PhotoDecoder(limits)

    for _ in range(2):  # the second by another process, where the first was ended
        assert rejection(decoder, photos.huge_png(7000, 7000)) is RejectionCode.DAMAGED_IMAGE
    with pytest.raises(PhotoRejectedError):
        decoder.upright_jpeg(photos.huge_png(7000, 7000), longest=2048)

    decoder.close()


@only_on_linux
def test_a_photo_beyond_a_limit_does_not_keep_the_next_from_being_decoded() -> None:
    decoder = PhotoDecoder(Limits(data=120_000_000))

    assert rejection(decoder, photos.huge_png(7000, 7000)) is RejectionCode.DAMAGED_IMAGE

    assert decoder.decode(photos.sample(), wanted=WANTED).width > 0
    decoder.close()


def test_a_process_that_was_stopped_between_photos_is_replaced() -> None:
    decoder = PhotoDecoder()
    decoder.decode(photos.sample(), wanted=WANTED)
    stopped = process_of(decoder)
    os.kill(stopped, signal.SIGKILL)
    os.waitid(os.P_PID, stopped, os.WEXITED | os.WNOWAIT)

    assert decoder.decode(photos.sample(), wanted=WANTED).width > 0
    assert process_of(decoder) != stopped
    decoder.close()


def test_a_process_that_is_stopped_at_its_photo_is_a_fault_and_not_an_answer() -> None:
    decoder = PhotoDecoder()
    os.kill(process_of(decoder), signal.SIGSTOP)
    assert decoder._worker is not None
    stream = decoder._worker.stream
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(decoder.decode, photos.sample(), wanted=WANTED)
        while not struct.unpack("i", fcntl.ioctl(stream, termios.TIOCOUTQ, bytes(4)))[0]:
            assert not answer.done()
        os.kill(process_of_locked(decoder), signal.SIGKILL)

        with pytest.raises(DecoderStoppedError):
            answer.result()

    assert decoder.decode(photos.sample(), wanted=WANTED).width > 0
    decoder.close()


def process_of_locked(decoder: PhotoDecoder) -> int:
    assert decoder._worker is not None
    return decoder._worker.process.pid


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_process_has_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret-of-the-function")
    decoder = PhotoDecoder()
    decoder.decode(photos.sample(), wanted=WANTED)

    environment = Path(f"/proc/{process_of(decoder)}/environ").read_bytes()

    assert b"PYTHONPATH=" in environment
    assert b"secret-of-the-function" not in environment
    decoder.close()


def test_the_process_ends_with_its_decoder() -> None:
    decoder = PhotoDecoder()
    decoder.decode(photos.sample(), wanted=WANTED)
    assert decoder._worker is not None
    process = decoder._worker.process

    del decoder
    gc.collect()

    assert process.poll() is not None
