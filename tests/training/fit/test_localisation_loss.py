import cv2
import numpy as np
import pytest
import torch

from scalp_train.data.cache import CachedSet
from scalp_train.data.datasets import FeatureDataset, PictureDataset
from scalp_train.data.loaders import feature_loader
from scalp_train.data.report_transforms import augment_as_in_report
from scalp_train.fit.losses import localisation_loss

GRID = (6, 8)


def with_signs(count: int = 3) -> CachedSet:
    """Black pictures with one white square each, and signs that say where it is."""
    rng = np.random.default_rng(4)
    pixels = np.zeros((count, 48, 64, 3), np.uint8)
    signs = np.zeros((count, 6, *GRID), np.uint8)
    for index in range(count):
        row, column = int(rng.integers(1, GRID[0] - 1)), int(rng.integers(1, GRID[1] - 1))
        pixels[index, 8 * row : 8 * row + 8, 8 * column : 8 * column + 8] = 255
        signs[index, :, row, column] = 255
    return CachedSet(pixels, np.ones((count, 6), np.int64), signs)


def maps(strongest: tuple[int, int], grade: int, height: float = 4.0) -> torch.Tensor:
    """Maps [1, 1, 4, 3, 4] of one picture and symptom, one of them with a peak."""
    activation = torch.zeros(1, 1, 4, 3, 4)
    activation[0, 0, grade, strongest[0], strongest[1]] = height
    return activation


def sign(cell: tuple[int, int]) -> torch.Tensor:
    signs = torch.zeros(1, 1, 6, 8, dtype=torch.uint8)
    signs[0, 0, 2 * cell[0] : 2 * cell[0] + 2, 2 * cell[1] : 2 * cell[1] + 2] = 255
    return signs


def test_a_map_that_points_at_the_sign_costs_less_than_one_that_does_not() -> None:
    grades = torch.tensor([[2]])

    there, nowhere, elsewhere = (
        localisation_loss(activation, grades, sign((1, 2)))
        for activation in (maps((1, 2), 2), torch.zeros(1, 1, 4, 3, 4), maps((0, 0), 2))
    )

    assert there < nowhere < elsewhere
    assert nowhere.item() == pytest.approx(np.log(12))


def test_only_the_true_grades_map_counts() -> None:
    grades = torch.tensor([[2]])

    loss = localisation_loss(maps((0, 0), 1), grades, sign((1, 2)))

    assert loss.item() == pytest.approx(np.log(12))


def test_absent_symptoms_and_empty_signs_are_left_alone() -> None:
    absent = localisation_loss(maps((0, 0), 0), torch.tensor([[0]]), sign((1, 2)))
    empty = localisation_loss(maps((0, 0), 2), torch.tensor([[2]]), torch.zeros_like(sign((1, 2))))

    assert absent.item() == empty.item() == 0


def test_signs_move_as_their_pictures_do() -> None:
    pictures = with_signs(12)
    chosen = PictureDataset(pictures, size=(64, 48), seed=(9,), signs=True)

    for index in range(len(chosen)):
        pixels, _, signs = chosen[index]
        bright = cv2.resize(pixels[..., 1], GRID[::-1], interpolation=cv2.INTER_AREA)
        assert signs.shape == (6, *GRID)
        # A square mirrored at the border is there twice, so each of them lies beside a sign.
        beside = cv2.dilate(signs[5], np.ones((3, 3), np.uint8))
        assert beside.flat[bright.argmax()] > 0
        assert bright.max() > bright[beside == 0].max(initial=0)
        assert (signs == signs[:1]).all()


def test_features_know_the_signs_of_the_version_they_come_from() -> None:
    pictures = with_signs()
    versions = [PictureDataset(pictures, size=(64, 48), seed=(n,), signs=True) for n in range(2)]
    features = np.zeros((6, 2, 3, 4), np.float16)

    _, grades, signs = next(iter(feature_loader(FeatureDataset(features, versions), 6)))

    expected = [versions[v].targets(n)[1] for v in range(2) for n in range(3)]
    assert grades.shape == (6, 6)
    assert (signs.numpy() == np.stack(expected)).all()


def test_signs_do_not_follow_another_augmentation() -> None:
    with pytest.raises(ValueError, match="own augmentation"):
        PictureDataset(with_signs(), size=(48, 48), augmentation=augment_as_in_report, signs=True)
