"""Learning rates of trainings of any length."""

import warnings

import torch

from scalp_train.fit.modules import warm_up_and_decay


def test_trainings_of_any_length_end_with_a_small_learning_rate() -> None:
    for steps in range(1, 40):
        optimiser = torch.optim.AdamW([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
        schedule = warm_up_and_decay(optimiser, 1.0, steps)
        rates = []
        for _ in range(steps):
            rates.append(optimiser.param_groups[0]["lr"])
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # torch's, as no optimiser steps
                schedule.step()
        assert 0 < max(rates) <= 1, steps
        assert optimiser.param_groups[0]["lr"] <= max(rates), steps
