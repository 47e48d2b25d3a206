import pytest
import torch

from scalp_train.fit.losses import ordinal_targets, ranked_probability_score


def certain(grade: int) -> torch.Tensor:
    logits = torch.zeros(1, 1, 4)
    logits[..., grade] = 40
    return logits


def test_a_mistake_costs_as_many_points_as_it_is_grades_away() -> None:
    truth = torch.tensor([[0]])

    scores = [float(ranked_probability_score(certain(grade), truth, 0.0)) for grade in range(4)]

    assert scores == pytest.approx([0, 1, 2, 3], abs=1e-5)


def test_the_true_probabilities_cost_least() -> None:
    truth = torch.tensor([[1]])
    target = ordinal_targets(truth, 0.2).log().clamp(min=-30)
    best = float(ranked_probability_score(target, truth, 0.2))

    assert best == pytest.approx(0, abs=1e-6)
    for grade in range(4):
        assert float(ranked_probability_score(certain(grade), truth, 0.2)) > best
