"""Responses of the statistics routes."""

from datetime import date, timedelta
from typing import Any

from pydantic import Field

from scalp_core.analysis import Record
from scalp_core.statistics.distributions import OwnRank, Statistics
from scalp_core.statistics.publication import MINIMUM, SERIES_DAYS
from scalp_core.vocabulary import AgeGroup, ScalpType, Sex, Symptom

_DAY = date(2026, 11, 22)


def _group_example(total: int) -> dict[str, Any]:
    """Return a group in which grades 0 … 3 have a half, a quarter, a fifth and a twentieth."""
    days = [_DAY - timedelta(days=ago) for ago in reversed(range(SERIES_DAYS))]
    counts = [total // 2, total // 4, total // 5, total // 20]
    symptom = {"counts": counts, "meanGrade": 0.8, "percentiles": [25.0, 62.5, 85.0, 97.5]}
    types = dict.fromkeys(ScalpType, 0) | {
        ScalpType.NORMAL: total // 2,
        ScalpType.OILY: total // 4,
        ScalpType.COMBINED: total // 4,
    }
    return {
        "suppressed": False,
        "total": total,
        "noise": 3.5,
        "symptoms": dict.fromkeys(Symptom, symptom),
        "scalpTypes": types,
        "daily": [{"date": day.isoformat(), "added": 40 if day == _DAY else 0} for day in days],
    }


STATISTICS_EXAMPLE: dict[str, Any] = {
    "sex": "female",
    "ageGroup": "40s",
    "minimum": MINIMUM,
    "group": _group_example(40),
    "everyone": _group_example(200),
    "own": None,
}

CSV_EXAMPLE = """sex,age_group,symptom,grade,assessments,total
female,40s,fine_scaling,0,20,40
female,40s,fine_scaling,1,10,40
female,40s,fine_scaling,2,8,40
female,40s,fine_scaling,3,2,40
"""

REFERENCE_EXAMPLE: dict[str, Any] = {
    "series": [
        {
            "id": "aga_prevalence_2001",
            "title": {
                "ko": "안드로겐성 탈모 유병률",
                "en": "Prevalence of androgenetic alopecia",
            },
            "population": {
                "ko": "한 대학병원 건강검진센터 방문자 10,132명",
                "en": "10,132 visitors of one university hospital's health examination centre",
            },
            "caution": {
                "ko": "전체 인구를 대표하도록 뽑은 표본이 아니에요.",
                "en": "They were not sampled to represent the whole population.",
            },
            "unit": "percent",
            "roundedTo": None,
            "sources": [
                {
                    "publisher": "British Journal of Dermatology 145(1), 95–99",
                    "title": "The prevalence and types of androgenetic alopecia in Korean men …",
                    "published": "2001",
                    "url": "https://doi.org/10.1046/j.1365-2133.2001.04289.x",
                }
            ],
            "values": [
                {
                    "period": "1997-12/1999-07",
                    "sex": "male",
                    "ageGroup": "20s",
                    "value": 2.3,
                    "derived": False,
                }
            ],
        }
    ]
}


class StatisticsView(Record):
    """Statistics of a group, with everyone for comparison."""

    sex: Sex | None = Field(description="sex of the group; null for both and undisclosed")
    age_group: AgeGroup | None = Field(description="age group of the group; null for all")
    minimum: int = Field(description="fewest assessments for which a group is published")
    group: Statistics
    everyone: Statistics
    own: dict[Symptom, OwnRank] | None = Field(
        description="percentile ranks of the given assessment; null if none is given or it has no "
        "result"
    )
