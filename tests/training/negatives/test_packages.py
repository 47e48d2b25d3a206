"""Pictures that show no scalp: which files of a package count, and what is made of them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from scalp_core.vision.familiarity import View
from scalp_core.vision.manifest import InputSpec
from scalp_train.cli import app
from scalp_train.negatives.canvas import HEIGHT, WIDTH
from scalp_train.negatives.packages import (
    DEBIAN,
    FetchError,
    Source,
    debian_sources,
    fetch,
    find_sources,
    group_of,
    python_sources,
)
from scalp_train.negatives.photographs import compose, group_shares, read_layer
from scalp_train.negatives.pictures import (
    DRAWERS,
    draw_gate_job,
    drawing_jobs,
    photograph_jobs,
)

STAMPS = DEBIAN[0]
SPEC = InputSpec(width=64, height=48, mean=(0.5, 0.5, 0.5), std=(0.5, 0.5, 0.5))
RED = (200, 30, 30)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A package as it is unpacked, with pictures that can be read and some that cannot."""
    root = tmp_path / STAMPS.name
    stamps = root / STAMPS.folders[0]
    for folder in ("animals/cats", "animals/cartoon", "household"):
        (stamps / folder).mkdir(parents=True)
    cut_out = Image.new("RGBA", (120, 100), (0, 0, 0, 0))
    cut_out.paste((*RED, 255), (30, 20, 90, 80))
    for name in ("animals/cats/tom.png", "animals/cats/tom_2.png", "animals/cartoon/tom.png"):
        cut_out.save(stamps / name)
    shaded = Image.linear_gradient("L").resize((200, 150)).convert("RGB")
    shaded.save(stamps / "household/pot.jpg")
    Image.new("RGB", (20, 20), RED).save(stamps / "household/icon.png")
    (stamps / "household/broken.png").write_bytes(b"no picture")
    (stamps / "household/drawing.svg").write_text("<svg/>")
    (stamps / "household/pot.txt").write_text("A pot.")
    (root / f"{STAMPS.name}_1%3a2.0-1_all.deb").write_bytes(b"")
    return root


@pytest.fixture
def sources(root: Path) -> list[Source]:
    return debian_sources(STAMPS, root)


def named(sources: list[Source], name: str) -> Source:
    return next(source for source in sources if source.file.name == name)


def test_pictures_are_found_with_kind_version_and_licence(sources: list[Source]) -> None:
    found = {(source.file.name, source.kind) for source in sources}

    assert found == {
        ("tom.png", "animals"), ("tom_2.png", "animals"), ("pot.jpg", "things"),
        ("icon.png", "things"), ("broken.png", "things"),
    }  # fmt: skip
    assert {(source.version, source.licence) for source in sources} == {("1:2.0-1", "GPL-2")}


def test_packages_that_were_not_fetched_leave_those_of_python(tmp_path: Path) -> None:
    assert find_sources(tmp_path) == list(python_sources())
    assert {source.package for source in python_sources()} == {
        "scikit-image", "scikit-learn", "matplotlib",
    }  # fmt: skip


def test_what_is_no_picture_or_an_icon_is_passed_over(sources: list[Source]) -> None:
    assert read_layer(named(sources, "broken.png")) is None
    assert read_layer(named(sources, "icon.png")) is None
    layer = read_layer(named(sources, "pot.jpg"))
    assert layer is not None
    assert layer.shape == (150, 200, 4)


@pytest.mark.parametrize(
    ("file", "group"),
    [
        ("tom.png", "tom"),
        ("tom_2.png", "tom"),
        ("Elephants_3840x2160.jpg", "elephants"),
        ("wood-d.webp", "wood"),
        ("Volna/contents/images/5120x2880.jpg", "Volna"),
    ],
)
def test_sizes_and_variants_of_a_picture_are_one_group(file: str, group: str) -> None:
    assert group_of(Path(file)) == group


def test_a_group_is_fitted_to_or_held_out_as_a_whole(sources: list[Source]) -> None:
    assert named(sources, "tom.png").held_out == named(sources, "tom_2.png").held_out


def test_about_three_in_ten_groups_are_held_out() -> None:
    many = [Source("p", "1", "GPL-2", "things", f"g{n}", Path()) for n in range(1000)]

    assert sum(source.held_out for source in many) == pytest.approx(300, abs=50)


def test_pictures_are_shared_out_by_group(sources: list[Source]) -> None:
    shares = group_shares(sources, 80)

    assert len({source.group for source, _ in shares}) == len(shares) == 4
    assert sum(share for _, share in shares) == pytest.approx(80)
    assert group_shares([], 80) == []


@pytest.mark.parametrize("name", ["pot.jpg", "tom.png"])
def test_a_composition_shows_the_photograph_and_is_reproducible(
    sources: list[Source], name: str
) -> None:
    layer = read_layer(named(sources, name))
    assert layer is not None

    pictures = [compose(layer, np.random.default_rng(seed)) for seed in (0, 1, 2, 0)]

    assert {picture.shape for picture in pictures} == {(HEIGHT, WIDTH, 3)}
    assert np.array_equal(pictures[0], pictures[3])
    assert not np.array_equal(pictures[0], pictures[1])


def test_jobs_skip_what_cannot_be_read(sources: list[Source]) -> None:
    jobs = list(photograph_jobs(sources, 12, SPEC, 5))

    drawn = {job.source.file.name: draw_gate_job(job) for job in jobs if job.source}

    assert drawn.get("broken.png", []) == []
    pictures = [picture for several in drawn.values() for picture in several]
    assert {picture.shape for picture in pictures} == {(48, 64, 3)}


def drawn() -> Iterator[tuple[str, View, list[np.ndarray]]]:
    for job in drawing_jobs(dict.fromkeys(DRAWERS, 1), SPEC, 5):
        yield job.kind, job.view, draw_gate_job(job)


def test_every_kind_is_drawn_and_known_for_what_it_shows() -> None:
    found = list(drawn())

    assert [kind for kind, _, _ in found] == list(DRAWERS)
    assert {view for _, view, _ in found} == set(View)
    for kind, _, (picture,) in found:
        assert picture.shape == (48, 64, 3), kind
        assert picture.std() > 1, kind


def test_without_apt_a_package_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(FetchError, match=STAMPS.name):
        fetch(STAMPS, tmp_path)
    verb = CliRunner().invoke(app, ["negatives", "--work", str(tmp_path)], env={"COLUMNS": "400"})

    assert verb.exit_code == 0
    assert verb.output.count("not fetched, so done without") == len(DEBIAN)
    assert "scikit-image" in verb.output


def test_a_package_that_is_there_is_not_fetched_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")

    assert fetch(STAMPS, root.parent) == root
