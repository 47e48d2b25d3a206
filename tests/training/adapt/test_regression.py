"""The regression that moves a layer no farther than its examples warrant."""

import numpy as np
import pytest

from scalp_train.adapt.regression import Examples, fit_change, log_odds

CLASSES = 3
ANY_DIRECTION = np.eye(CLASSES)
ONE_DIRECTION = np.array([[-1.0], [0.0], [1.0]])


def examples(count: int, *, shares: tuple[float, ...] = (1 / 3, 1 / 3, 1 / 3)) -> Examples:
    """Classes that the first of five inputs separates, and a layer that knows nothing."""
    rng = np.random.default_rng(1)
    classes = rng.choice(CLASSES, count, p=shares)
    inputs = rng.normal(0, 1, (count, 5))
    inputs[:, 0] += 2.0 * (classes - 1)
    blank = np.zeros((count, CLASSES))
    return Examples(inputs, blank, blank, classes, np.ones(count))


@pytest.mark.parametrize("scores", [ANY_DIRECTION, ONE_DIRECTION])
def test_it_learns_what_separates_classes(scores: np.ndarray) -> None:
    change, unseen = fit_change(examples(200), scores, 1.0), examples(300)

    predicted = change.logits(unseen.inputs).argmax(axis=1)

    assert (predicted == unseen.classes).mean() > 0.75
    assert np.abs(change.weights[:, 0]).max() > 3 * np.abs(change.weights[:, 1:]).max()


def test_the_loss_is_least_where_it_stops() -> None:
    given = examples(60)
    found = fit_change(given, ANY_DIRECTION, 3.0)

    def loss(weights: np.ndarray) -> float:
        logits = given.inputs @ weights.T + found.bias
        likely = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        return 1.5 * float((weights**2).sum()) - float(likely[np.arange(60), given.classes].sum())

    rng = np.random.default_rng(2)
    nearby = [found.weights + rng.normal(0, 0.02, found.weights.shape) for _ in range(20)]
    assert all(loss(found.weights) < loss(weights) for weights in nearby)


def test_a_large_penalty_leaves_the_layer_as_it_was() -> None:
    assert np.abs(fit_change(examples(60), ONE_DIRECTION, 1e6).weights).max() < 1e-3


def test_few_pictures_move_it_less_than_many() -> None:
    few, many = (fit_change(examples(n), ONE_DIRECTION, 30.0).weights for n in (15, 400))

    assert np.abs(few[:, 0]).max() < 0.7 * np.abs(many[:, 0]).max()


def test_how_frequent_a_class_is_among_the_examples_is_not_learned() -> None:
    even, rare = examples(3000), examples(3000, shares=(0.9, 0.07, 0.03))
    offsets = np.tile(log_odds(rare.classes, CLASSES), (3000, 1))
    known = Examples(rare.inputs, rare.logits, offsets, rare.classes, rare.weights)

    found = [fit_change(each, ONE_DIRECTION, 1.0) for each in (even, known)]

    biases = [layer.bias - layer.bias.mean() for layer in found]
    assert biases[1] == pytest.approx(biases[0], abs=0.35)
