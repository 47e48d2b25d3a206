"""One bad photo among good ones, through the real handler: rejected, and nobody waits for it."""

import pytest

import scalp_assess.bootstrap
from scalp_core.vision.decoding.client import PhotoDecoder
from scalp_core.vision.decoding.worker import Limits
from support import heif, photos
from support.cloud import Cloud
from support.deliveries import message, s3_event


def deliver(cloud: Cloud, *contents: bytes) -> list[str]:
    """Deliver the photos in one batch, and return what became of them; none is to be repeated."""
    accepted = []
    for content in contents:
        accepted.append(cloud.create())
        cloud.upload(accepted[-1], content)
    records = [message(s3_event(cloud, made), f"{number}") for number, made in enumerate(accepted)]

    assert cloud.assess({"Records": records}) == {"batchItemFailures": []}

    answers = [cloud.read(made) for made in accepted]
    return [(answer["rejection"] or {"code": answer["status"]})["code"] for answer in answers]


def turned_again_and_again() -> bytes:
    part = heif.coded(photos.picture(320, 240), fast=True)
    return heif.write([part.with_properties(*[heif.rotation()] * 90)])


def holed() -> bytes:
    whole = photos.heic(photos.picture())
    return whole[:-3000] + bytes(500) + whole[-2500:]


def test_hostile_and_broken_photos_are_rejected_and_their_neighbours_done(cloud: Cloud) -> None:
    cut = photos.heic(photos.picture())[:-1]

    answers = deliver(
        cloud, photos.sample(), turned_again_and_again(), cut, holed(), photos.sample()
    )

    assert answers == ["done", *["damaged_image"] * 3, "done"]


def test_a_photo_whose_decoder_is_interrupted_is_rejected_and_its_neighbours_done(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What no check of its structure has seen coming; no retry would end otherwise."""
    limited = PhotoDecoder(Limits(data=120_000_000))
    monkeypatch.setattr(scalp_assess.bootstrap, "PhotoDecoder", lambda: limited)

    answers = deliver(cloud, photos.sample(), photos.huge_png(7000, 7000), photos.sample())

    assert answers == ["done", "damaged_image", "done"]
    limited.close()


def test_a_decoder_that_was_stopped_is_replaced_before_the_next_photo(cloud: Cloud) -> None:
    assert deliver(cloud, photos.sample()) == ["done"]
    decoder = scalp_assess.bootstrap.services().decoder
    assert decoder._worker is not None
    decoder._worker.process.kill()
    decoder._worker.process.wait()

    assert deliver(cloud, photos.sample()) == ["done"]


def test_a_decoder_that_is_stopped_at_a_photo_is_a_fault_and_the_photo_is_tried_again(
    cloud: Cloud, decoder: PhotoDecoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that cannot even start says nothing of the photo."""
    made = cloud.create()
    cloud.upload(made, photos.sample())
    event = {"Records": [message(s3_event(cloud, made), "first")]}
    with monkeypatch.context() as patched:
        patched.setattr("sys.executable", "/bin/false")
        decoder.close()
        assert cloud.assess(event) == {"batchItemFailures": [{"itemIdentifier": "first"}]}
    assert cloud.read(made)["status"] == "pending"
    assert decoder._worker is not None
    decoder._worker.process.wait()

    assert cloud.assess(event) == {"batchItemFailures": []}

    assert cloud.read(made)["status"] == "done"
