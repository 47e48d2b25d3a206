"""Weights of rare grades, and networks that answer as if there had been none."""

from collections.abc import Callable

import numpy as np
import pytest
import torch

from scalp_core.vision.network import build
from scalp_train.fit.imbalance import effective_number_weights, remove_weights
from scalp_train.fit.losses import grading_loss, ranked_probability_score
from scalp_train.render.labels import COUNTS

PUSTULES = np.repeat(np.arange(4), COUNTS[3])[:, None]
"""Grades of all pictures of AI Hub data set 216, one symptom [N, 1]."""


def test_rare_grades_weigh_more_and_the_mean_stays_one() -> None:
    (weights,) = effective_number_weights(PUSTULES, 0.9999)

    assert weights.tolist() == sorted(weights.tolist())
    assert 20 < weights[3] / weights[0] < 30
    assert float(weights[torch.from_numpy(PUSTULES[:, 0])].mean()) == pytest.approx(1, abs=1e-4)


def test_beta_lies_between_no_weights_and_the_inverse_of_the_counts() -> None:
    none, inverse = (effective_number_weights(PUSTULES, beta)[0] for beta in (1e-9, 1 - 1e-9))

    assert none.tolist() == pytest.approx([1] * 4, abs=1e-4)
    counts = np.array(COUNTS[3])
    assert (inverse.numpy() * counts) == pytest.approx(np.full(4, counts.sum() / 4), rel=1e-3)


def test_a_grade_without_pictures_weighs_one() -> None:
    assert effective_number_weights(np.zeros((5, 1), np.int64), 0.99).tolist() == [[1] * 4]


@pytest.mark.parametrize("loss", [grading_loss, ranked_probability_score])
def test_a_weight_counts_the_pictures_of_its_grade(loss: Callable[..., torch.Tensor]) -> None:
    torch.manual_seed(1)
    logits, grades = torch.randn(6, 1, 4), torch.tensor([[0]] * 3 + [[3]] * 3)
    mild, severe = (loss(logits[rows], grades[rows], 0.1) for rows in (slice(3), slice(3, 6)))

    found = loss(logits, grades, 0.1, torch.tensor([[1.0, 1, 1, 5]]))

    torch.testing.assert_close(found, (mild + 5 * severe) / 2)
    torch.testing.assert_close(loss(logits, grades, 0.1, torch.ones(1, 4)), (mild + severe) / 2)


def test_without_its_weights_a_network_answers_by_the_true_frequencies() -> None:
    """The best answer to pictures that are all alike: the shares of the grades."""
    network = build("efficientnet-lite0", image_size=(32, 32)).eval()
    torch.nn.init.zeros_(network._fc.weight)
    counts = np.array([70, 20, 8, 2])
    grades = np.repeat(np.arange(4), counts)
    weights = effective_number_weights(grades[:, None], 0.99)
    bias = torch.zeros(4, requires_grad=True)
    truth = torch.from_numpy(grades)[:, None]
    optimiser = torch.optim.LBFGS([bias], max_iter=100)

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        logits = bias.expand(len(grades), 1, 4)
        value = grading_loss(logits, truth, 0.0, weights)
        value = value + ranked_probability_score(logits, truth, 0.0, weights)
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    weighted = bias.detach().softmax(0)
    with torch.no_grad():
        network._fc.bias.copy_(bias)
    remove_weights(network, weights[0])

    with torch.inference_mode():
        answer = network(torch.zeros(1, 3, 32, 32)).logits.softmax(-1)[0]
    assert float(weighted[3]) > 0.04
    torch.testing.assert_close(answer, torch.from_numpy(counts / 100).float(), atol=2e-3, rtol=0)
