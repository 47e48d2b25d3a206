"""Statistics as they are told: described and written down once, and told again for a while."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic_core import to_json

from scalp_api.schemas import StatisticsView
from scalp_core.clock import Clock
from scalp_core.models import Cohort
from scalp_core.publication import MINIMUM
from scalp_core.repositories.stats import StatsRepository
from scalp_core.statistics import OwnRank, Statistics
from scalp_core.usecases.read_statistics import read_statistics
from scalp_core.vocabulary import AgeGroup, Sex, Symptom

_WITHOUT_OWN = b"null}"


@dataclass(frozen=True)
class ToldStatistics:
    """A group's statistics and everyone's, to rank results in, and both as JSON."""

    group: Statistics
    everyone: Statistics
    json: bytes

    def beside(self, own: Mapping[Symptom, OwnRank] | None) -> bytes:
        """A :class:`StatisticsView` as JSON; ``own`` is its last field."""
        return self.json.removesuffix(_WITHOUT_OWN) + to_json(own) + b"}"


def tell_statistics(
    sex: Sex | None,
    age_group: AgeGroup | None,
    *,
    own: Cohort | None,
    stats: StatsRepository,
    clock: Clock,
) -> ToldStatistics:
    """Read statistics and write them down.

    Raises:
        BackendError: DynamoDB failed.
    """
    group, everyone = read_statistics(sex, age_group, own=own, stats=stats, clock=clock)
    view = StatisticsView(
        sex=sex, age_group=age_group, minimum=MINIMUM, group=group, everyone=everyone, own=None
    )
    return ToldStatistics(group, everyone, view.model_dump_json(by_alias=True).encode())
