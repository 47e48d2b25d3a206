"""Claims that a self-check and a cosmetic may not make, in both languages of the product.

The Medical Devices Act reserves diagnosis and treatment for devices and doctors. The Cosmetics Act
allows a cosmetic one claim, that it helps ease the symptoms of hair loss, and only if it is
reported as functional (MFDS, 7 November 2022: no shampoo treats or prevents hair loss).
"""

import re

_CLAIMS = re.compile(
    "진단|처방|치료|완치|예방|방지|발모|육모|양모|재생|효능|특효|항염|항균|살균|소염"
    "|두께 ?증가|굵기 ?증가|모발 ?성장|새로 ?나|낫게|나아집니다|부작용 ?없"
    r"|\b(?:diagnos|prescri|treat(?:s|ed|ing|ments?)?\b|cur(?:e|es|ed|ing)\b|remed(?:y|ies)\b"
    r"|prevent|regrow|regenerat|heal(?:s|ed|ing)?\b|therap|antibacterial|anti-?inflammatory)",
    re.IGNORECASE,
)
_HAIR_LOSS = re.compile(r"탈모|헤어 ?로스|hair[ -]?loss|alopecia", re.IGNORECASE)


def find_prohibited_claims(text: str) -> list[str]:
    """Return the claims in ``text`` that only medicine may make; none where it is lawful."""
    return _CLAIMS.findall(text)


def mentions_hair_loss(text: str) -> bool:
    """Return whether ``text`` names hair loss, which only a functional cosmetic may do."""
    return _HAIR_LOSS.search(text) is not None
