"""The labelling page lets one browser in, saves each answer, and hides the models' answers."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from scalp_core.clock import now
from scalp_core.errors import BackendError
from scalp_core.vision.decoding.client import PhotoDecoder
from scalp_core.vocabulary import Grade, Symptom
from scalp_train.labelling.model_answers import ModelAnswer
from scalp_train.labelling.session import Session
from scalp_train.labelling.web import create_app, create_guard
from scalp_train.labels.consensus import by_photo
from scalp_train.labels.folder import FolderPhotos
from scalp_train.labels.journal import Journal, read_journals
from scalp_train.labels.judgements import Exclusion
from support import photos
from support.labels import grades, judged
from support.local_page import ORIGIN, PageBrowser

GRADES = dict.fromkeys(Symptom, 1)


def models_answer(_: bytes) -> ModelAnswer:
    return ModelAnswer(
        dict.fromkeys(Symptom, np.array((0.1, 0.1, 0.1, 0.7))),
        {symptom: [Grade.MODERATE, Grade.SEVERE] for symptom in Symptom},
        np.zeros(2, np.float32),
        True,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.jpg", "b.png", "person/c.jpeg"):
        path = tmp_path / "photos" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        kind = "PNG" if path.suffix == ".png" else "JPEG"
        path.write_bytes(photos.encoded(photos.picture(240, 230), kind))
    (tmp_path / "photos" / "notes.txt").write_text("no photo")
    return tmp_path / "photos"


class Page:
    """The page of one rater, and a browser that has been let in."""

    def __init__(self, folder: Path, journal: Journal, decoder: PhotoDecoder) -> None:
        source = FolderPhotos(folder)
        answers = by_photo(read_journals(journal_folder(folder)))
        self.session = Session(source, source.files, journal, decoder, now, answers)
        self.guard = create_guard()
        self.app = create_app(self.session, self.guard, models_answer, rater="kim")
        self.browser = PageBrowser(self.app)

    def enter(self) -> None:
        assert self.browser.get(self.guard.path).status_code == 303

    def save(self, number: int, answer: object, exclusion: str | None = None) -> int:
        return self.post("/judgements", number=number, grades=answer, exclusion=exclusion)

    def post(self, path: str, origin: str = ORIGIN, **body: object) -> int:
        return self.browser.post(path, body, origin).status_code

    def shown(self) -> str:
        response = self.browser.get("/")
        assert response.status_code == 200
        return response.text


def journal_folder(folder: Path) -> Path:
    return folder / "scalp-labels"


@pytest.fixture
def page(folder: Path, decoder: PhotoDecoder) -> Iterator[Page]:
    with Journal(journal_folder(folder) / "kim.jsonl") as journal:
        yield Page(folder, journal, decoder)


def saved(folder: Path) -> dict[str, object]:
    found = read_journals(journal_folder(folder))["kim"]
    return {file: judgement.answer for file, judgement in found.items()}


def test_the_address_works_once(page: Page) -> None:
    address = page.guard.path
    page.enter()

    stranger = PageBrowser(page.app)
    assert stranger.get(address).status_code == 403
    assert stranger.get("/enter?token=guess").status_code == 403


@pytest.mark.parametrize("path", ["/", "/photos/0", "/model-answer", "/label.js", "/label.css"])
def test_nothing_is_shown_to_a_browser_without_the_cookie(page: Page, path: str) -> None:
    assert page.browser.get(path).status_code == 403
    page.browser.cookies.set("scalp_label_session", "guess")
    assert page.browser.get(path).status_code == 403


def test_a_site_that_resolves_to_this_machine_is_refused(page: Page) -> None:
    """DNS rebinding: the browser would send that site's own name as Host."""
    page.enter()

    for host in ("evil.example", "evil.example:8123", "localhost.evil.example"):
        assert page.browser.get("/", host).status_code == 400


@pytest.mark.parametrize("origin", ["http://127.0.0.1:9999", "https://evil.example", "null"])
def test_another_page_of_this_browser_cannot_write(page: Page, folder: Path, origin: str) -> None:
    """Cookies ignore ports, so that a page of another local server would send ours."""
    page.enter()

    body = {"number": 0, "grades": GRADES, "exclusion": None}
    assert page.post("/judgements", origin, **body) == 403
    assert page.post("/undo", origin) == 403
    assert saved(folder) == {}


def test_no_response_may_be_cached_or_framed(page: Page) -> None:
    page.enter()

    for path in ("/", "/photos/0", "/label.js"):
        headers = page.browser.get(path).headers
        assert headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_photos_come_in_order_and_every_answer_is_saved(page: Page, folder: Path) -> None:
    page.enter()
    assert 'src="/photos/0"' in page.shown()
    assert "0 of 3 done" in page.shown()

    assert page.save(0, dict.fromkeys(Symptom, 1) | {Symptom.DANDRUFF: None}) == 204
    assert page.save(1, {}, "blurred") == 204

    assert 'src="/photos/2"' in page.shown()
    assert "2 of 3 done, 1 excluded" in page.shown()
    assert saved(folder) == {
        "a.jpg": (grades("1111x1"), None),
        "b.png": ({}, Exclusion.BLURRED),
    }
    page.save(2, GRADES)
    assert "All photos done" in page.shown()


@pytest.mark.parametrize(
    ("number", "answer", "exclusion"),
    [
        (0, {Symptom.DANDRUFF: 1}, None),
        (0, GRADES, "blurred"),
        (0, {}, None),
        (0, {}, "ugly"),
        (0, GRADES | {Symptom.DANDRUFF: 4}, None),
        (0, GRADES | {"itch": 1}, None),
    ],
)
def test_half_an_answer_is_refused(
    page: Page, folder: Path, number: int, answer: object, exclusion: str | None
) -> None:
    page.enter()

    assert page.save(number, answer, exclusion) == 422
    assert saved(folder) == {}


def test_undo_shows_the_photo_again_with_its_answer(page: Page, folder: Path) -> None:
    page.enter()
    page.save(0, GRADES)
    page.save(1, dict.fromkeys(Symptom, 3))

    assert page.post("/undo") == 204

    shown = page.shown()
    assert 'src="/photos/1"' in shown
    assert shown.count('value="3" checked') == 6
    assert list(saved(folder)) == ["a.jpg"]


def test_the_models_answer_is_shown_for_the_photo_labelled_last_only(page: Page) -> None:
    page.enter()
    assert "70 %" not in page.shown()
    assert page.browser.get("/model-answer").status_code == 404

    page.save(0, GRADES)

    assert "70 %" not in page.shown()  # only when it is asked for
    answer = page.browser.get("/model-answer").text
    assert "a.jpg" in answer
    assert answer.count("70 %") == 6
    page.post("/undo")  # or a rater would copy it
    assert page.browser.get("/model-answer").status_code == 404


def test_a_photo_is_served_upright_without_metadata_whatever_its_format(page: Page) -> None:
    page.enter()

    for number in range(3):
        served = page.browser.get(f"/photos/{number}")
        assert served.headers["content-type"] == "image/jpeg"
        assert served.content.startswith(b"\xff\xd8")
    assert page.browser.get("/photos/3").status_code == 404
    assert page.browser.get("/photos/-1").status_code == 404


def test_a_file_that_is_no_photo_can_be_excluded(page: Page, folder: Path) -> None:
    (folder / "a.jpg").write_bytes(b"damaged")
    page.enter()

    assert "cannot be shown" in page.shown()
    assert page.save(0, {}, "unreadable") == 204


def test_a_photo_that_goes_away_is_skipped_and_nothing_is_saved_of_it(
    page: Page, folder: Path
) -> None:
    page.enter()
    page.shown()
    (folder / "a.jpg").unlink()

    assert page.save(0, GRADES) == 410
    assert 'src="/photos/1"' in page.shown()
    assert "0 of 2 done" in page.shown()
    assert saved(folder) == {}


def test_to_adjudicate_the_raters_answers_stand_beside_the_rows(
    folder: Path, decoder: PhotoDecoder
) -> None:
    for rater, answer in (("kim", "012301"), ("lee", "01230x")):
        with Journal(journal_folder(folder) / f"{rater}.jsonl") as journal:
            journal.append([judged("a.jpg", answer)])
    with Journal(journal_folder(folder) / "adjudicated.jsonl") as journal:
        page = Page(folder, journal, decoder)
        page.enter()
        shown = page.shown()

    assert "kim: <b>1</b>" in shown
    assert "lee: <b>x</b>" in shown
    assert shown.count(" checked") == 5  # what both say; the sixth row is to be decided


def test_a_fault_of_aws_is_reported_on_the_page(
    page: Page, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bool:
        raise BackendError("read research record: ThrottlingException")

    page.enter()
    monkeypatch.setattr(FolderPhotos, "is_available", fail)

    response = page.browser.post("/judgements", {"number": 0, "grades": GRADES}, ORIGIN)

    assert response.status_code == 503
    assert "ThrottlingException" in response.json()["detail"]
    assert saved(folder) == {}
