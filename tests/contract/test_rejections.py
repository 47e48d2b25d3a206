"""A photo is refused in the same words before it is sent and by the server."""

import json

import pytest

from scalp_core.errors import REJECTIONS, RejectionCode
from scalp_deployment.paths import ROOT

_PREFIX = "photo.rejected."
# What the page notices in a file before it draws it, and the server's code for it.
_FAULTS = {
    "empty": RejectionCode.EMPTY_FILE,
    "type": RejectionCode.NOT_AN_IMAGE,
    "too_large": RejectionCode.FILE_TOO_LARGE,
    "too_small": RejectionCode.IMAGE_TOO_SMALL,
}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_refuses_a_photo_in_the_servers_words(language: str) -> None:
    path = ROOT / "web" / "src" / "i18n" / language / "photo.json"
    say = json.loads(path.read_text(encoding="utf-8"))
    codes = {
        RejectionCode(key.removeprefix(_PREFIX)): text
        for key, text in say.items()
        if key.startswith(_PREFIX)
    }
    assert len(codes) == 5
    found = codes | {code: say[f"photo.error.{fault}"] for fault, code in _FAULTS.items()}
    assert found == {code: getattr(REJECTIONS[code], language) for code in found}
