"""Reader of AI Hub data set 216 "유형별 두피 이미지", for holders of access; nothing of it is here.

Layout, names and faults are as described by public projects that read it (NOOYOUNG/amIHairLoss,
hope69034/GJAI-Academy-Main, cheaheekyung/scalp-vision-agent, justdoit93/hair_loss,
bo-lim/OhMyHead, dowb2024/scalp); AI Hub's own page was not seen.
"""

from scalp_train.aihub.auditing import Audit, Audited, audit
from scalp_train.aihub.findings import Finding, Findings, Kind, StrictError
from scalp_train.aihub.index import open_picture, read_index, write_index
from scalp_train.aihub.records import ImageRecord, Official, Questionnaire, Split
from scalp_train.aihub.store import Store

__all__ = [
    "Audit",
    "Audited",
    "Finding",
    "Findings",
    "ImageRecord",
    "Kind",
    "Official",
    "Questionnaire",
    "Split",
    "Store",
    "StrictError",
    "audit",
    "open_picture",
    "read_index",
    "write_index",
]
