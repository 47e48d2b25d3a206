"""What the trainer optimises: one shared trunk with six heads, and one late part per symptom."""

from __future__ import annotations

from typing import Any

import lightning.pytorch as lightning
import torch
from torch.nn import functional

from scalp_core.vision.network import GradingNetwork
from scalp_core.vocabulary import Grade, Symptom
from scalp_train.config import Optimisation
from scalp_train.loaders import Batch

GRADES = len(Grade)


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
    """AdamW with warm-up and cosine decay on grades of some symptoms."""

    def __init__(self, network: GradingNetwork, optimisation: Optimisation, rate: float) -> None:
        super().__init__()
        self.network = network.to(memory_format=torch.channels_last)
        self._optimisation = optimisation
        self._rate = rate

    def logits(self, inputs: torch.Tensor) -> torch.Tensor:
        """Logits [N, S, 4] of the symptoms that this lesson is about."""
        raise NotImplementedError

    def targets(self, grades: torch.Tensor) -> torch.Tensor:
        """Their grades [N, S] out of all six [N, 6]."""
        raise NotImplementedError

    def training_step(self, batch: Batch, index: int) -> torch.Tensor:
        """One batch."""
        del index
        value = loss(self.logits(batch[0]), self.targets(batch[1]), self._optimisation.smoothing)
        self.log("loss", value, prog_bar=True)
        return value

    def validation_step(self, batch: Batch, index: int) -> None:
        """Loss and accuracy on the validation set."""
        del index
        logits, grades = self.logits(batch[0]), self.targets(batch[1])
        right = (logits.argmax(dim=-1) == grades).float()
        self.log("val_loss", loss(logits, grades, 0.0), prog_bar=True, batch_size=len(grades))
        self.log("val_accuracy", right.mean(), prog_bar=True, batch_size=len(grades))
        self.note(right)

    def note(self, right: torch.Tensor) -> None:
        """Log more about hits [N, S]; nothing by default."""

    def configure_optimizers(self) -> Any:
        """AdamW over what is not frozen, stepped per batch."""
        parameters = [p for p in self.network.parameters() if p.requires_grad]
        optimiser = torch.optim.AdamW(
            parameters, lr=self._rate, weight_decay=self._optimisation.weight_decay
        )
        steps = int(self.trainer.estimated_stepping_batches)
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimiser, max_lr=self._rate, total_steps=max(steps, 2), pct_start=0.1
        )
        return {
            "optimizer": optimiser,
            "lr_scheduler": {"scheduler": schedule, "interval": "step"},
        }


class TrunkLesson(Lesson):
    """All six symptoms at once, on pictures."""

    def __init__(
        self, network: GradingNetwork, optimisation: Optimisation, rate: float, frozen_blocks: int
    ) -> None:
        super().__init__(network, optimisation, rate)
        self._frozen = frozen_blocks
        for parameter in early_parameters(network, frozen_blocks):
            parameter.requires_grad_(False)

    def logits(self, inputs: torch.Tensor) -> torch.Tensor:
        """See the base class."""
        logits, _ = self.network(inputs)
        return logits.unflatten(1, (len(Symptom), GRADES))

    def targets(self, grades: torch.Tensor) -> torch.Tensor:
        """See the base class."""
        return grades

    def note(self, right: torch.Tensor) -> None:
        """Accuracy of each symptom."""
        for symptom, value in zip(Symptom, right.mean(dim=0), strict=True):
            self.log(f"val_{symptom}", value, batch_size=len(right))

    def on_train_epoch_start(self) -> None:
        """Frozen parts keep their batch statistics too."""
        if self._frozen:
            self.network._bn0.eval()
            for block in self.network._blocks[: self._frozen]:
                block.eval()


class FinishLesson(Lesson):
    """One symptom, on the stored features of the early blocks."""

    def __init__(
        self,
        network: GradingNetwork,
        optimisation: Optimisation,
        rate: float,
        *,
        symptom: Symptom,
        from_block: int,
    ) -> None:
        super().__init__(network, optimisation, rate)
        self._column = list(Symptom).index(symptom)
        self._from_block = from_block
        for parameter in early_parameters(network, from_block):
            parameter.requires_grad_(False)

    def logits(self, inputs: torch.Tensor) -> torch.Tensor:
        """See the base class."""
        return late(self.network, inputs, self._from_block)[:, None, :]

    def targets(self, grades: torch.Tensor) -> torch.Tensor:
        """See the base class."""
        return grades[:, self._column : self._column + 1]


def early_parameters(network: GradingNetwork, blocks: int) -> list[torch.nn.Parameter]:
    """Parameters of the stem and the first ``blocks`` blocks; none for 0."""
    if blocks == 0:
        return []
    parts = [network._conv_stem, network._bn0, *network._blocks[:blocks]]
    return [parameter for part in parts for parameter in part.parameters()]


def early(network: GradingNetwork, images: torch.Tensor, blocks: int) -> torch.Tensor:
    """Images [N, 3, H, W] → features [N, C, h, w] after ``blocks`` blocks."""
    features = network._swish(network._bn0(network._conv_stem(images)))
    for block in network._blocks[:blocks]:
        features = block(features)
    return features


def late(network: GradingNetwork, features: torch.Tensor, blocks: int) -> torch.Tensor:
    """Features after ``blocks`` blocks → logits [N, K]."""
    rate = network._global_params.drop_connect_rate
    for index, block in enumerate(network._blocks[blocks:], start=blocks):
        features = block(features, drop_connect_rate=rate * index / len(network._blocks))
    features = network._swish(network._bn1(network._conv_head(features)))
    logits: torch.Tensor = network._fc(network._dropout(features.mean(dim=(2, 3))))
    return logits
