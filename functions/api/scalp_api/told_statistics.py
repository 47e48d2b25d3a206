"""Statistics as they are told: described and written down once, and told again for a while."""

from collections.abc import Mapping
from dataclasses import dataclass

from scalp_api.schemas import StatisticsView
from scalp_core.analysis import Cohort
from scalp_core.clock import Clock
from scalp_core.statistics.distributions import rank
from scalp_core.statistics.publication import MINIMUM
from scalp_core.statistics.read import read_statistics
from scalp_core.statistics.repository import StatsRepository
from scalp_core.vocabulary import AgeGroup, Grade, Sex, Symptom


@dataclass(frozen=True)
class ToldStatistics:
    """Statistics of a group and of everyone.

    Attributes:
        json: a :class:`StatisticsView` beside no result.
        ranks: every grade's rank, as a member of the view's last field.
    """

    json: str
    ranks: Mapping[tuple[Symptom, Grade], str]

    def beside(self, grades: Mapping[Symptom, Grade] | None) -> str:
        """A :class:`StatisticsView` beside a result with these grades, if it has any."""
        if grades is None:
            return self.json
        own = ",".join(self.ranks[one] for one in grades.items())
        return f"{self.json.removesuffix('null}')}{{{own}}}}}"


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
    ranks = {
        (symptom, grade): f'"{symptom}":{own_rank.model_dump_json(by_alias=True)}'
        for grade in Grade
        for symptom, own_rank in rank(dict.fromkeys(Symptom, grade), group, everyone).items()
    }
    return ToldStatistics(view.model_dump_json(by_alias=True), ranks)
