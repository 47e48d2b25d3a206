"""Workers load the very batches that are loaded without them, and decoding does not fill memory."""

import tracemalloc
from pathlib import Path

import pytest
import torch

from scalp_core.vision.manifest import InputSpec
from scalp_train.aihub import Official, Split, write_index
from scalp_train.data.aihub import cached_split
from scalp_train.data.datasets import PictureDataset
from scalp_train.data.loaders import picture_loader
from support.aihub_tree import jpeg, record
from support.sets import pictures_of

SPEC = InputSpec(width=48, height=32, mean=(0.5, 0.5, 0.5), std=(0.5, 0.5, 0.5))


@pytest.mark.filterwarnings("ignore")  # advice on the number of workers
def test_workers_load_the_same_augmented_pictures_in_the_same_order() -> None:
    pictures = PictureDataset(pictures_of(SPEC, 12), size=(48, 32), seed=(3, 1))

    alone, together = (
        list(picture_loader(pictures, SPEC, 5, shuffle_seed=4, workers=workers))
        for workers in (0, 2)
    )

    assert len(alone) == len(together) == 2
    for one, other in zip(alone, together, strict=True):
        for part, same in zip(one, other, strict=True):
            torch.testing.assert_close(part, same, rtol=0, atol=0)


def linked_tree(folder: Path, count: int) -> Path:
    """A data set of one picture under many names, and its index."""
    first = folder / "data" / "0.jpg"
    first.parent.mkdir(parents=True)
    first.write_bytes(jpeg(1, (320, 240)))
    records = []
    for number in range(count):
        name = f"{number}.jpg"
        if number:
            (first.parent / name).hardlink_to(first)
        one = record("g", number, Official.TRAINING, file=name)
        records.append(one.model_copy(update={"split": Split.TRAIN}))
    write_index(records, folder / "index.jsonl")
    return folder


def peak(tree: Path) -> int:
    """Most bytes that Python holds at a time while a data set is decoded into its cache."""
    tracemalloc.start()
    try:
        decoded = cached_split(
            tree / "index.jsonl", tree / "data", Split.TRAIN, SPEC, tree, workers=2
        )
        assert (decoded.pixels[0] == decoded.pixels[-1]).all()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_of_decoding_does_not_grow_with_the_pictures(tmp_path: Path) -> None:
    few, many = (peak(linked_tree(tmp_path / str(count), count)) for count in (300, 900))

    # An entry of the index is small beside its picture, which is 4,608 bytes here.
    assert many - few < 600 * 1500
