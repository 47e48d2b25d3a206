"""Consented copies are labelled by their owners' leave, and withdrawn ones leave nothing behind."""

import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scalp_core.analysis import Cohort
from scalp_core.assessments.create import RESEARCH_CONSENT_VERSION
from scalp_core.aws.objects import PhotoStore
from scalp_core.clock import now
from scalp_core.errors import PhotoNotFoundError
from scalp_core.research.model import ResearchRecord
from scalp_core.research.repository import ResearchRepository, record_update
from scalp_core.vision.decoding.client import PhotoDecoder
from scalp_core.vocabulary import AgeGroup, Sex
from scalp_deployment.stack import find_stack
from scalp_train.adapt.sufficiency import UnusableError
from scalp_train.cli import app
from scalp_train.cli.adapt import consented_photos
from scalp_train.labelling.session import Session
from scalp_train.labels.consented import COVERING_CONSENTS, ConsentedPhotos
from scalp_train.labels.journal import Journal, read_journals
from scalp_train.labels.table import Label, read_labels, write_labels
from support import photos
from support.cloud import Cloud
from support.labels import NOON, grades, judged
from support.research import research_bucket

A, B, C, D = (character * 64 for character in "abcd")


@pytest.fixture
def research(cloud: Cloud) -> ResearchRepository:
    return ResearchRepository(
        cloud.dynamodb, cloud.table, PhotoStore(cloud.s3, research_bucket(cloud))
    )


@pytest.fixture
def donate(cloud: Cloud, research: ResearchRepository) -> Callable[..., None]:
    """Store a consented copy as a finished assessment does."""

    def store(
        token: str,
        content: bytes = b"photo",
        *,
        consent: str = RESEARCH_CONSENT_VERSION,
        days: int = 300,
    ) -> None:
        record = ResearchRecord(
            cohort=Cohort(sex=Sex.FEMALE, age_group=AgeGroup.THIRTIES),
            head_region=None,
            consent_version=consent,
            donated_on=date(2026, 11, 30),
            expires_at=datetime.now(UTC) + timedelta(days=days),
            pending_copy_sha256="0",
            opinions={},
        )
        cloud.dynamodb.update_item(**record_update(cloud.table, token, record))
        research.store_photo(token, content, record)

    return store


def consented(cloud: Cloud) -> ConsentedPhotos:
    return ConsentedPhotos(find_stack(cloud.name), now)


def label(cloud: Cloud, labels: Path, *arguments: object) -> str:
    command = ["label", "--stack", cloud.name, "--labels", labels, *arguments]
    done = CliRunner().invoke(app, [str(argument) for argument in command])
    assert done.exit_code == 0, done.output
    return done.output


def test_only_copies_with_a_record_and_a_consent_that_covers_labelling_are_shown(
    cloud: Cloud, donate: Callable[..., None]
) -> None:
    donate(A)
    donate(B, consent="2020-01-01")
    donate(C, days=-1)
    cloud.s3.put_object(Bucket=research_bucket(cloud), Key=f"research/{D}", Body=b"no record")

    source = consented(cloud)

    assert source.files == [A]
    assert (source.withdrawn, source.not_covered) == (2, 1)
    assert source.read(A) == b"photo"
    for token in (B, C, D):
        with pytest.raises(PhotoNotFoundError):
            source.read(token)


def test_a_copy_withdrawn_while_photos_are_labelled_is_not_shown_any_more(
    cloud: Cloud, donate: Callable[..., None], research: ResearchRepository
) -> None:
    donate(A)
    source = consented(cloud)
    assert source.is_available(A)

    research.withdraw(A)

    assert not source.is_available(A)
    with pytest.raises(PhotoNotFoundError):
        source.read(A)


def test_the_labels_of_a_withdrawn_copy_vanish_at_the_next_run_from_all_files(
    cloud: Cloud, donate: Callable[..., None], research: ResearchRepository, tmp_path: Path
) -> None:
    donate(A)
    donate(B)
    labels, exported = tmp_path / "labels", tmp_path / "labels.csv"
    for rater in ("kim", "lee", "adjudicated"):
        with Journal(labels / f"{rater}.jsonl") as journal:
            journal.append([judged(A, "012301"), judged(B, "111111")])
    with Journal(labels / "lee.jsonl") as journal:
        journal.undo(NOON)
    label(cloud, labels, "--export", exported)
    assert [each.file for each in read_labels(exported)] == [A, B]

    research.withdraw(A)
    output = label(cloud, labels, "--export", exported)

    assert "removed the labels of 1 photos" in output
    assert [each.file for each in read_labels(exported)] == [B]
    assert [list(found) for found in read_journals(labels).values()] == [[B], [B], []]
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(left) == 4
    assert [path for path in left if A in path.read_text(encoding="utf-8")] == []


def test_adaptation_reads_no_withdrawn_copy_and_removes_its_row_from_labels(
    cloud: Cloud, donate: Callable[..., None], research: ResearchRepository, tmp_path: Path
) -> None:
    donate(A)
    donate(B)
    file = tmp_path / "labels.csv"
    written = [Label(token, grades("012301"), None) for token in (A, B)]
    write_labels(written, file)
    research.withdraw(A)

    source, kept = consented_photos(cloud.name, written, file)

    assert kept == written[1:]
    assert A not in file.read_text()
    assert read_labels(file) == kept
    assert source(B) == b"photo"
    with pytest.raises(PhotoNotFoundError):
        source(A)


def test_labels_of_another_stack_are_left_alone(cloud: Cloud, tmp_path: Path) -> None:
    file = tmp_path / "labels.csv"
    written = [Label(C, grades("012301"), None)]
    write_labels(written, file)

    with pytest.raises(UnusableError, match="none of the labelled photos"):
        consented_photos(cloud.name, written, file)
    assert read_labels(file) == written


def test_labelling_writes_no_photo_to_the_disk_and_nothing_to_the_stack(
    cloud: Cloud,
    donate: Callable[..., None],
    research: ResearchRepository,
    decoder: PhotoDecoder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    donate(A, photos.sample())
    donate(B, photos.sample())
    before = cloud.dynamodb.scan(TableName=cloud.table)["Items"]
    source = consented(cloud)

    with Journal(tmp_path / "kim.jsonl") as journal:
        session = Session(source, source.files, journal, decoder, now)
        assert session.jpeg(A).startswith(b"\xff\xd8")
        session.save(A, grades("012301"), None)
        assert cloud.dynamodb.scan(TableName=cloud.table)["Items"] == before
        assert cloud.research_photo(A) == photos.sample()

        research.withdraw(B)  # while it is on the page
        with pytest.raises(PhotoNotFoundError):
            session.save(B, grades("012301"), None)
        assert session.current() is None

    (written,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert written.stat().st_size < 500


def test_whoever_changes_the_consent_decides_whether_it_covers_labelling() -> None:
    """The text has to say that people grade the photo and that models learn from it."""
    assert RESEARCH_CONSENT_VERSION in COVERING_CONSENTS
