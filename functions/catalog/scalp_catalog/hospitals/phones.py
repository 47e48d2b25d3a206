"""Complete telephone numbers as registers write them."""

import re

from scalp_core.hospitals.regions import Province

_AREA_CODES = {
    Province.SEOUL: "02",
    Province.BUSAN: "051",
    Province.DAEGU: "053",
    Province.INCHEON: "032",
    Province.GWANGJU: "062",
    Province.DAEJEON: "042",
    Province.ULSAN: "052",
    Province.SEJONG: "044",
    Province.GYEONGGI: "031",
    Province.GANGWON: "033",
    Province.CHUNGBUK: "043",
    Province.CHUNGNAM: "041",
    Province.JEONBUK: "063",
    Province.JEONNAM: "061",
    Province.GYEONGBUK: "054",
    Province.GYEONGNAM: "055",
    Province.JEJU: "064",
}
# Area codes, Internet telephony, mobile, free of charge, and personal numbers (0502 … 0508).
_COMPLETE = re.compile(r"(02|0[3-6][1-5]|070|010|080|050[2-8])(\d{3,4})(\d{4})")
_NATIONWIDE = re.compile(r"(1[5-9]\d\d)(\d{4})")
_LOCAL = re.compile(r"[2-9]\d{6,7}")


def complete_phone(written: str, province: Province) -> str | None:
    """Return the first number with its area code; ``None`` where it is ambiguous.

    No number is better than another person's: eight digits without separators that begin with a 2
    are either a number of Seoul or one whose leading zero was lost in JSON.
    """
    first = re.split(r"[,/~;]", written)[0].strip()
    digits = re.sub(r"\D", "", first)
    if nationwide := _NATIONWIDE.fullmatch(digits):
        return "-".join(nationwide.groups())
    has_no_separators = digits == first
    if _LOCAL.fullmatch(digits):
        if has_no_separators and len(digits) == 8 and digits.startswith("2"):
            return None
        digits = _AREA_CODES[province] + digits
    elif has_no_separators and not digits.startswith("0"):
        digits = f"0{digits}"
    complete = _COMPLETE.fullmatch(digits)
    return "-".join(complete.groups()) if complete else None
