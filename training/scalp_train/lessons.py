"""What the trainer optimises: some blocks of a network, for all six symptoms or for one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import lightning.pytorch as lightning
import torch
from torch.nn import functional

from scalp_core.vision.network import Network
from scalp_core.vocabulary import Grade, Symptom
from scalp_train.config import Phase
from scalp_train.loaders import Batch
from scalp_train.processes import world

GRADES = len(Grade)
IMAGE_CHANNELS = 3


def ordinal_targets(grades: torch.Tensor, smoothing: float) -> torch.Tensor:
    """Grades [...] → target distributions [..., 4] that give ``smoothing`` to the neighbours.

    Mistaking a grade for its neighbour is the smaller error, and the commoner one among people.
    """
    hot = functional.one_hot(grades, GRADES).float()
    spread = torch.zeros_like(hot)
    spread[..., 1:] += hot[..., :-1]
    spread[..., :-1] += hot[..., 1:]
    spread = spread / spread.sum(dim=-1, keepdim=True)
    return (1 - smoothing) * hot + smoothing * spread


def loss(logits: torch.Tensor, grades: torch.Tensor, smoothing: float) -> torch.Tensor:
    """Cross-entropy of logits [N, S, 4] against grades [N, S], mean over both."""
    targets = ordinal_targets(grades, smoothing)
    return -(targets * functional.log_softmax(logits.float(), dim=-1)).sum(dim=-1).mean()


class Lesson(lightning.LightningModule):
    """Teaches the blocks of a network from ``phase.from_block`` on to grade some symptoms."""

    def __init__(self, network: Network, phase: Phase, symptoms: Sequence[Symptom]) -> None:
        super().__init__()
        # The trainer leaves modes as they are, and whoever stored features has set another.
        self.network = network.train().to(memory_format=torch.channels_last)
        self._phase = phase
        self._symptoms = tuple(symptoms)
        self._columns = [list(Symptom).index(symptom) for symptom in symptoms]
        for parameter in early_parameters(network, phase.from_block):
            parameter.requires_grad_(False)

    def logits(self, inputs: torch.Tensor) -> torch.Tensor:
        """Stored features, or images, → logits [N, S, 4]."""
        flat: torch.Tensor
        if inputs.shape[1] == IMAGE_CHANNELS:
            flat, _ = self.network(inputs)
        else:
            flat = late(self.network, inputs, self._phase.from_block)
        return flat.view(len(flat), len(self._columns), GRADES)

    def on_train_epoch_start(self) -> None:
        """Parts that are not taught keep their batch statistics too."""
        if self._phase.from_block:
            self.network._bn0.eval()
            for block in self.network._blocks[: self._phase.from_block]:
                block.eval()

    def training_step(self, batch: Batch, index: int) -> torch.Tensor:
        """One batch."""
        del index
        inputs, grades = batch
        value = loss(self.logits(inputs), grades[:, self._columns], self._phase.smoothing)
        self.log("loss", value, prog_bar=True)
        return value

    def validation_step(self, batch: Batch, index: int) -> None:
        """Loss and accuracy on the validation set."""
        del index
        inputs, grades = batch
        logits, grades = self.logits(inputs), grades[:, self._columns]
        right = (logits.argmax(dim=-1) == grades).float()
        # Lightning rounds the mean of this number over processes down; so it is a whole one.
        size = len(grades) * world()
        self.log(
            "val_loss", loss(logits, grades, 0.0), prog_bar=True, batch_size=size, sync_dist=True
        )
        self.log("val_accuracy", right.mean(), prog_bar=True, batch_size=size, sync_dist=True)
        for symptom, value in zip(self._symptoms, right.mean(dim=0), strict=True):
            self.log(f"val_{symptom}", value, batch_size=size, sync_dist=True)

    def configure_optimizers(self) -> Any:
        """AdamW over what is taught, with warm-up and cosine decay per batch."""
        optimiser = torch.optim.AdamW(
            [p for p in self.network.parameters() if p.requires_grad],
            lr=self._phase.learning_rate,
            weight_decay=self._phase.weight_decay,
        )
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimiser,
            max_lr=self._phase.learning_rate,
            total_steps=max(int(self.trainer.estimated_stepping_batches), 2),
            pct_start=0.1,
        )
        return {
            "optimizer": optimiser,
            "lr_scheduler": {"scheduler": schedule, "interval": "step"},
        }


def early_parameters(network: Network, blocks: int) -> list[torch.nn.Parameter]:
    """Parameters of the stem and the first ``blocks`` blocks; none for 0."""
    if blocks == 0:
        return []
    parts = [network._conv_stem, network._bn0, *network._blocks[:blocks]]
    return [parameter for part in parts for parameter in part.parameters()]


def early(network: Network, inputs: torch.Tensor, first: int, last: int) -> torch.Tensor:
    """Run blocks ``first`` … ``last`` - 1; before block 0 stands the stem, which takes images."""
    features = inputs
    if first == 0:
        features = network._swish(network._bn0(network._conv_stem(inputs)))
    for block in network._blocks[first:last]:
        features = block(features)
    return features


def late(network: Network, features: torch.Tensor, blocks: int) -> torch.Tensor:
    """Features after ``blocks`` blocks → logits [N, K]."""
    rate = network._global_params.drop_connect_rate
    for index, block in enumerate(network._blocks[blocks:], start=blocks):
        features = block(features, drop_connect_rate=rate * index / len(network._blocks))
    features = network._swish(network._bn1(network._conv_head(features)))
    logits: torch.Tensor = network._fc(network._dropout(features.mean(dim=(2, 3))))
    return logits
