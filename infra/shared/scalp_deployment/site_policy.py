"""How the built site is served, by CloudFront as by the local stack."""

import json
from pathlib import Path
from urllib.parse import urlsplit

START_PAGE = "index.html"
REVALIDATE = "no-cache"

# As web/index.html has it, and Vite leaves it.
_RESULT_DAYS = b'<meta name="result-days" content=""'
# Vite puts a hash of the content into the names of these files: such a file never changes.
_HASHED_FILES = "assets/"
_IMMUTABLE = "public, max-age=31536000, immutable"


def cache_control(key: str) -> str:
    """Return the ``Cache-Control`` header of a file of the site.

    Args:
        key: the file's path below the site's folder.
    """
    return _IMMUTABLE if key.startswith(_HASHED_FILES) else REVALIDATE


def page_with_result_days(page: bytes, days: int) -> bytes:
    """Return the built start page with the ``ResultDays`` of the stack that serves it."""
    return page.replace(_RESULT_DAYS, _RESULT_DAYS.replace(b'""', b'"%d"' % days))


def policy_parameters(site: Path) -> dict[str, str]:
    """Return the parameters of infra/web.yaml that follow from the site's config.json.

    Args:
        site: folder of the built site.
    """
    try:
        parsed = json.loads((site / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        parsed = None
    config = parsed if isinstance(parsed, dict) else {}
    url = urlsplit(str(config.get("tableauUrl") or ""))
    origin = f"https://{url.netloc}" if url.scheme == "https" and url.netloc else ""
    return {
        "KakaoMap": "on" if config.get("kakaoKey") else "off",
        "ShopPictures": "on" if config.get("shopPictures") is True else "off",
        "TableauOrigin": origin,
    }
