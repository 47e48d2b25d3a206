"""Which labelled photos are fitted, and whose they are."""

from pathlib import Path

import numpy as np
import pytest

from scalp_core.errors import PhotoNotFoundError
from scalp_core.vision.manifest import Artifacts
from scalp_core.vision.preprocessing import frame
from scalp_core.vocabulary import Grade, Symptom
from scalp_deployment.paths import ARTIFACTS
from scalp_train.adapt.photos import (
    GONE,
    NOT_GRADED,
    LeftOut,
    folder_source,
    framed_photos,
    grade_table,
    people_of,
)
from scalp_train.labels.table import Label
from support import photos

GRADED = dict.fromkeys(Symptom) | {Symptom.DANDRUFF: Grade.MILD}


def label(file: str, person: str | None = None, **grades: Grade) -> Label:
    return Label(file, GRADED | {Symptom(name): grade for name, grade in grades.items()}, person)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("photos")
    (top / "sub").mkdir()
    (top / "sub" / "scalp.png").write_bytes(photos.encoded(photos.picture(), "PNG"))
    (top / "notes.txt").write_text("no photo")
    return top


def test_a_photo_is_framed_as_serving_does_and_the_rest_is_left_out_with_a_reason(
    folder: Path,
) -> None:
    manifest = Artifacts(ARTIFACTS).manifest
    spec = manifest.models[Symptom.DANDRUFF].input
    ungraded = Label("sub/scalp.png", dict.fromkeys(Symptom), None)
    labels = [label("withdrawn.jpg"), label("notes.txt"), ungraded, label("sub/scalp.png")]
    left_out: list[LeftOut] = []

    source = folder_source(folder)
    ((found, pixels),) = framed_photos(labels, source, spec, manifest.photo_gate, left_out)

    assert found is labels[-1]
    np.testing.assert_array_equal(pixels, frame(photos.picture().convert("RGB"), spec).pixels)
    assert [each.file for each in left_out] == ["withdrawn.jpg", "notes.txt", "sub/scalp.png"]
    assert left_out[0].reason == GONE
    assert "not a photo that can be read" in left_out[1].reason
    assert left_out[2].reason == "no symptom is graded"


def test_copies_of_a_photo_count_once(folder: Path) -> None:
    manifest = Artifacts(ARTIFACTS).manifest
    spec = manifest.models[Symptom.DANDRUFF].input
    labels = [label("sub/scalp.png"), label("./sub//scalp.png")]
    left_out: list[LeftOut] = []

    found = list(framed_photos(labels, folder_source(folder), spec, manifest.photo_gate, left_out))

    assert [each for each, _ in found] == labels[:1]
    assert left_out == [LeftOut("./sub//scalp.png", "a copy of sub/scalp.png")]


@pytest.mark.parametrize("file", ["../notes.txt", "/etc/hostname", "scalp.png\0", "."])
def test_labels_reach_no_file_outside_the_folder(folder: Path, file: str) -> None:
    with pytest.raises(PhotoNotFoundError):
        folder_source(folder / "sub")(file)


def test_photos_of_nobody_named_are_people_of_their_own() -> None:
    labels = [label("a", "kim"), label("b"), label("kim"), label("c", "kim")]

    assert people_of(labels).tolist() == [0, 1, 2, 0]


def test_a_symptom_without_a_grade_has_none_in_the_table() -> None:
    table = grade_table([label("a", hair_loss=Grade.SEVERE)])

    columns = {symptom: int(grade) for symptom, grade in zip(Symptom, table[0], strict=True)}
    assert columns.pop(Symptom.DANDRUFF) == Grade.MILD
    assert columns.pop(Symptom.HAIR_LOSS) == Grade.SEVERE
    assert set(columns.values()) == {NOT_GRADED}
