"""LightningModules: a network with six heads or one, and a network of one symptom alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import lightning.pytorch as lightning
import torch
from torchmetrics.classification import MulticlassCohenKappa

from scalp_core.vision.network import Network
from scalp_core.vocabulary import Symptom
from scalp_train.data.distributed import rank, world_size
from scalp_train.data.loaders import Batch
from scalp_train.fit.losses import grading_loss, localisation_loss, ranked_probability_score
from scalp_train.fit.phases import Phase, SeparatePlan
from scalp_train.fit.recipe import SeparateRecipe
from scalp_train.models.trunk import GRADES, early_parameters, run_late, to_channels_last

IMAGE_CHANNELS = 3
WARM_UP = 0.1
"""Share of the steps in which the learning rate rises."""


def warm_up_and_decay(
    optimiser: torch.optim.Optimizer, learning_rate: float, steps: int
) -> torch.optim.lr_scheduler.OneCycleLR:
    """Return a schedule that rises to the learning rate and falls as a cosine, step by step.

    Args:
        optimiser: whose learning rate it sets.
        learning_rate: the highest.
        steps: of the whole training, 1 or more.
    """
    total = max(steps, 2)
    if total * WARM_UP == 1:
        total += 1  # torch divides by the warm-up's length less one
    return torch.optim.lr_scheduler.OneCycleLR(
        optimiser, max_lr=learning_rate, total_steps=total, pct_start=WARM_UP
    )


class GradingModule(lightning.LightningModule):
    """Trains the blocks of a network from ``phase.from_block`` on to grade some symptoms."""

    _weights: torch.Tensor | None

    def __init__(
        self,
        network: Network,
        phase: Phase,
        symptoms: Sequence[Symptom],
        weights: torch.Tensor | None = None,
    ) -> None:
        """Prepare a network.

        Args:
            network: with 4 logits for each of the symptoms.
            phase: how it is trained.
            symptoms: in the order of its logits.
            weights: of all symptoms' grades in the loss [6, 4]; by default all weigh the same.
        """
        super().__init__()
        # The trainer leaves modes as they are, and computing cached features sets eval mode.
        self.network = network.train()
        to_channels_last(network)
        self._phase = phase
        self._symptoms = tuple(symptoms)
        self._columns = [list(Symptom).index(symptom) for symptom in symptoms]
        self.register_buffer(
            "_weights", None if weights is None else weights[self._columns], persistent=False
        )
        self._kappas = torch.nn.ModuleDict(
            {
                symptom: MulticlassCohenKappa(GRADES, weights="quadratic", validate_args=False)
                for symptom in symptoms
            }
        )
        for parameter in early_parameters(network, phase.from_block):
            parameter.requires_grad_(False)

    def forward(self, inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return logits [N, S, 4] and activation maps [N, S, 4, h, w] of images or features."""
        if inputs.shape[1] == IMAGE_CHANNELS:
            logits, activation, _ = self.network(inputs)
        else:
            logits, activation = run_late(self.network, inputs, self._phase.from_block)
        shape = (len(logits), len(self._columns), GRADES)
        return logits.view(shape), activation.view(*shape, *activation.shape[2:])

    def on_train_epoch_start(self) -> None:
        """Freeze the batch statistics of the frozen blocks."""
        if self._phase.from_block:
            self.network._bn0.eval()
            for block in self.network._blocks[: self._phase.from_block]:
                block.eval()

    def training_step(self, batch: Batch, index: int) -> torch.Tensor:
        """Return the loss of one batch."""
        del index
        inputs, grades, signs = batch
        logits, activation = self(inputs)
        grades = grades[:, self._columns]
        value = grading_loss(logits, grades, self._phase.smoothing, self._weights)
        if self._phase.ordinal:
            ranked = ranked_probability_score(logits, grades, self._phase.smoothing, self._weights)
            value = value + self._phase.ordinal * ranked
        self.log("loss", value, prog_bar=True)
        if self._phase.localisation and signs.numel():
            misplaced = localisation_loss(activation, grades, signs[:, self._columns])
            self.log("localisation_loss", misplaced)
            value = value + self._phase.localisation * misplaced
        return value

    def validation_step(self, batch: Batch, index: int) -> None:
        """Log loss and accuracy on the validation set, and count for the kappas."""
        del index
        inputs, grades, _ = batch
        logits, grades = self(inputs)[0], grades[:, self._columns]
        answers = logits.argmax(dim=-1)
        right = (answers == grades).float()
        for column, kappa in enumerate(self._kappas.values()):
            kappa.update(answers[:, column], grades[:, column])  # type: ignore[operator]
        # Lightning rounds the mean of the sizes over processes down, so each logs the sum.
        size = len(grades) * world_size()
        loss = grading_loss(logits, grades, 0.0, self._weights)
        self.log("val_loss", loss, prog_bar=True, batch_size=size, sync_dist=True)
        self.log("val_accuracy", right.mean(), prog_bar=True, batch_size=size, sync_dist=True)
        for symptom, value in zip(self._symptoms, right.mean(dim=0), strict=True):
            self.log(f"val_{symptom}", value, batch_size=size, sync_dist=True)

    def on_validation_epoch_end(self) -> None:
        """Log the quadratic weighted kappa of each symptom, and the mean over the symptoms.

        Torchmetrics adds up the processes. Kappa is undefined where all true and all given grades
        are the same one; that counts as 0.
        """
        found = []
        for symptom, kappa in self._kappas.items():
            found.append(torch.nan_to_num(kappa.compute(), nan=0.0))  # type: ignore[operator]
            self.log(f"val_qwk_{symptom}", found[-1])
            kappa.reset()  # type: ignore[operator]
        self.log("val_qwk", torch.stack(found).mean(), prog_bar=True)

    def configure_optimizers(self) -> Any:
        """Return AdamW over the trained blocks, with warm-up and cosine decay per batch."""
        optimiser = torch.optim.AdamW(
            [p for p in self.network.parameters() if p.requires_grad],
            lr=self._phase.learning_rate,
            weight_decay=self._phase.weight_decay,
        )
        steps = int(self.trainer.estimated_stepping_batches)
        schedule = warm_up_and_decay(optimiser, self._phase.learning_rate, steps)
        return {
            "optimizer": optimiser,
            "lr_scheduler": {"scheduler": schedule, "interval": "step"},
        }


class SeparateGradingModule(GradingModule):
    """Trains all of one network by cross-entropy, Adam and a learning rate that falls by steps."""

    def __init__(
        self, network: Network, recipe: SeparateRecipe, symptom: Symptom, seed: int
    ) -> None:
        super().__init__(network, recipe.as_phase(), [symptom])
        self._plan: SeparatePlan = recipe.separate
        self._seed = seed

    def on_train_epoch_start(self) -> None:
        """Seed dropout by the epoch, so that a resumed training gives the same network."""
        torch.manual_seed(self._seed + 1000 * (self.current_epoch + 1) + rank())

    def configure_optimizers(self) -> Any:
        """Return Adam, and StepLR per epoch."""
        plan = self._plan
        optimiser = torch.optim.Adam(self.network.parameters(), lr=plan.learning_rate)
        schedule = torch.optim.lr_scheduler.StepLR(optimiser, plan.step, plan.gamma)
        return [optimiser], [schedule]
