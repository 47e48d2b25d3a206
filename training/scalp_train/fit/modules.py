"""What the trainer optimises: some blocks of a network, for all six symptoms or for one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import lightning.pytorch as lightning
import torch
from torch.nn import functional

from scalp_core.vision.network import Network
from scalp_core.vocabulary import Grade, Symptom
from scalp_train.data.datasets import Batch
from scalp_train.data.distributed import world
from scalp_train.fit.recipe import Phase

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


def localisation_loss(
    activation: torch.Tensor, grades: torch.Tensor, signs: torch.Tensor
) -> torch.Tensor:
    """How far the true grade's map lies from the sign: cross-entropy over cells, mean over maps.

    The map's softmax over its cells is compared with the sign's share of each cell. It asks the
    network to grade by the sign itself rather than by what happens to go with it, and leaves maps
    of absent signs alone.

    Args:
        activation: maps [N, S, 4, h, w].
        grades: [N, S].
        signs: uint8 [N, S, rows, columns].
    """
    pictures, symptoms, _, height, width = activation.shape
    chosen = grades[:, :, None, None, None].expand(-1, -1, 1, height, width)
    maps = activation.float().gather(2, chosen).reshape(pictures, symptoms, -1)
    cells = functional.adaptive_avg_pool2d(signs.float(), (height, width))
    cells = cells.reshape(pictures, symptoms, -1)
    total = cells.sum(dim=-1)
    each = -(cells * functional.log_softmax(maps, dim=-1)).sum(dim=-1) / total.clamp(min=1.0)
    present = ((grades > 0) & (total >= 1.0)).float()
    return (each * present).sum() / present.sum().clamp(min=1.0)


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

    def judge(self, inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Stored features, or images, → logits [N, S, 4] and activation maps [N, S, 4, h, w]."""
        if inputs.shape[1] == IMAGE_CHANNELS:
            logits, activation, _ = self.network(inputs)
        else:
            logits, activation = late(self.network, inputs, self._phase.from_block)
        shape = (len(logits), len(self._columns), GRADES)
        return logits.view(shape), activation.view(*shape, *activation.shape[2:])

    def on_train_epoch_start(self) -> None:
        """Parts that are not taught keep their batch statistics too."""
        if self._phase.from_block:
            self.network._bn0.eval()
            for block in self.network._blocks[: self._phase.from_block]:
                block.eval()

    def training_step(self, batch: Batch, index: int) -> torch.Tensor:
        """One batch."""
        del index
        inputs, grades, signs = batch
        logits, activation = self.judge(inputs)
        grades = grades[:, self._columns]
        value = loss(logits, grades, self._phase.smoothing)
        self.log("loss", value, prog_bar=True)
        if self._phase.localisation and signs.numel():
            misplaced = localisation_loss(activation, grades, signs[:, self._columns])
            self.log("localisation_loss", misplaced)
            value = value + self._phase.localisation * misplaced
        return value

    def validation_step(self, batch: Batch, index: int) -> None:
        """Loss and accuracy on the validation set."""
        del index
        inputs, grades, _ = batch
        logits, grades = self.judge(inputs)[0], grades[:, self._columns]
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


def late(
    network: Network, features: torch.Tensor, blocks: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Features after ``blocks`` blocks → logits [N, K] and activation maps [N, K, h, w]."""
    rate = network._global_params.drop_connect_rate
    for index, block in enumerate(network._blocks[blocks:], start=blocks):
        features = block(features, drop_connect_rate=rate * index / len(network._blocks))
    features = network._swish(network._bn1(network._conv_head(features)))
    logits: torch.Tensor = network._fc(network._dropout(features.mean(dim=(2, 3))))
    return logits, torch.einsum("kc,nchw->nkhw", network._fc.weight, features)
