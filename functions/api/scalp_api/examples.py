"""Examples of answers for the documentation; a test holds them against the models."""

from datetime import date, timedelta
from typing import Any

from scalp_core.statistics.publication import MINIMUM, SERIES_DAYS
from scalp_core.vocabulary import ScalpType, Symptom

CSV = "text/csv"

_ID = "9f86d081884c7d659a2feaa0c55ad015"

CREATED: dict[str, Any] = {
    "id": _ID,
    "status": "pending",
    "upload": {
        "url": "https://scalpspectra-uploads-123456789012-ap-northeast-2.s3.ap-northeast-2.amazonaws.com/",
        "fields": {
            "Content-Type": "image/jpeg",
            "key": f"uploads/{_ID}",
            "policy": "eyJleHBpcmF0aW9uIjogIjIwMjYtMTEtMjJUMDU6MzY6MDVaIn0=",
            "x-amz-signature": "5d0f3e…",
        },
        "expiresAt": "2026-11-22T05:36:05Z",
        "maxBytes": 10_485_760,
    },
    "pollAfterSeconds": 1,
}

_REGION = {"left": 0.125, "top": 0.0, "width": 0.75, "height": 1.0}
_FINDING = {
    "grade": 1,
    "probabilities": [0.21, 0.62, 0.14, 0.03],
    "confidence": 0.62,
    "uncertain": False,
    "activation": {"rows": 2, "columns": 2, "values": [0, 128, 255, 64]},
}
_ABSENT = _FINDING | {"grade": 0, "probabilities": [0.9, 0.07, 0.02, 0.01], "confidence": 0.9}

ASSESSMENT: dict[str, Any] = {
    "id": _ID,
    "status": "done",
    "cohort": {"sex": "female", "ageGroup": "40s"},
    "site": "top",
    "research": False,
    "createdAt": "2026-11-22T05:31:05Z",
    "finishedAt": "2026-11-22T05:31:09Z",
    "expiresAt": "2026-12-22T05:31:09Z",
    "result": {
        "symptoms": {one: _FINDING if one is Symptom.DANDRUFF else _ABSENT for one in Symptom},
        "type": {
            "scalpType": "dandruff",
            "contributing": ["dandruff"],
            "hairLoss": False,
            "dandruffKind": None,
            "mostProbable": [
                {"scalpType": "dandruff", "probability": 0.58},
                {"scalpType": "normal", "probability": 0.19},
            ],
        },
        "photo": {"width": 640, "height": 480, "region": _REGION},
        "warnings": [],
        "model": {"version": "2026.11.22", "trainedOn": "rendered"},
        "timings": {"decode": 12, "inference": 61},
    },
    "rejection": None,
}

HEALTH = {"status": "ok", "version": "0.1.0"}

_DAY = date(2026, 11, 22)


def _statistics(total: int) -> dict[str, Any]:
    """A group in which grades 0 … 3 have a half, a quarter, a fifth and a twentieth."""
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


STATISTICS: dict[str, Any] = {
    "sex": "female",
    "ageGroup": "40s",
    "minimum": MINIMUM,
    "group": _statistics(40),
    "everyone": _statistics(200),
    "own": None,
}

STATISTICS_CSV = """sex,age_group,symptom,grade,assessments,total
female,40s,fine_scaling,0,20,40
female,40s,fine_scaling,1,10,40
female,40s,fine_scaling,2,8,40
female,40s,fine_scaling,3,2,40
"""

PRODUCT_REPORT_CSV = """day,product,brand,name,sex,age_group,campaign,impressions,clicks,click_rate
2026-11-22,P038,글라디올,하이퍼 스칼프 샴푸,female,40s,,200,10,0.0500
"""

REFERENCE: dict[str, Any] = {
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
                "ko": "전체 인구를 대표하도록 뽑은 표본이 아닙니다.",
                "en": "They were not sampled to stand for the whole population.",
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


def answer(
    example: Any, *, status: int = 200, media_type: str = "application/json"
) -> dict[int | str, dict[str, Any]]:
    """``responses`` of a route for OpenAPI, with an example."""
    content: dict[str, Any] = {"example": example}
    if isinstance(example, str):
        content["schema"] = {"type": "string"}
    return {status: {"content": {media_type: content}}}
