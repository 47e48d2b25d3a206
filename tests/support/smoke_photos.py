"""A tiny data set in AI Hub's layout and a tiny folder of labelled photos, for `make train-smoke`.

    python -m support.smoke_photos FOLDER

Photos are textures that are the redder the higher the grade, so that a last layer learns it on any
machine. The labelled ones are bluer instead, so that no training on the others helps.
"""

import sys
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from scalp_core.vocabulary import Grade, Symptom
from scalp_train.labels.table import Label, write_labels
from support import aihub_tree

PHOTOS = 60
RED, BLUE = 0, 2  # channels


def tinted(grade: int, channel: int, seed: int) -> bytes:
    """A JPEG of 320×240."""
    texture = np.random.default_rng(seed).normal(120, 30, (240, 320, 3))
    texture[..., channel] += 30 * grade
    buffer = BytesIO()
    Image.fromarray(texture.clip(0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def write_aihub(folder: Path) -> None:
    """Write a data set of as many people as photos."""
    for number in range(PHOTOS):
        grade, name = number % 4, aihub_tree.stem(number, number=f"{number:04}")
        picture = tinted(grade, RED, number)
        aihub_tree.write(folder, aihub_tree.files_of(name, str(grade) * 6, picture=picture))


def write_labelled(folder: Path) -> None:
    """Write photos of half as many people, and LABELS beside the folder."""
    folder.mkdir(parents=True)
    labels = []
    for number in range(PHOTOS):
        grade, file = Grade(number % 4), f"{number}.jpg"
        (folder / file).write_bytes(tinted(grade, BLUE, PHOTOS + number))
        labels.append(Label(file, dict.fromkeys(Symptom, grade), f"person {number // 2}"))
    write_labels(labels, folder.with_suffix(".csv"))


if __name__ == "__main__":
    place = Path(sys.argv[1])
    write_aihub(place / "aihub")
    write_labelled(place / "photos")
