"""Puts the built site into its bucket, and empties buckets."""

import mimetypes
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scalp_local.site import START_PAGE, page_with_result_days

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# Vite writes a hash of the content into the names of what lies here: such a file never changes.
_HASHED = "assets/"
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_EACH_TIME = "no-cache"
# A page that was opened before a deployment may still load what it was built with.
_KEPT = timedelta(days=30)
_TYPES = {".js": "text/javascript", ".webmanifest": "application/manifest+json"}


def upload(s3: "S3Client", bucket: str, site: Path, *, result_days: int) -> int:
    """Upload every file of ``site``, pages last, and delete what has not been part of it for long.

    Args:
        result_days: of the stack, for the start page's texts.

    Returns:
        How many files the site has.
    """
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    # A page must not name a script that is not there yet.
    for key in sorted(files, key=lambda name: (name.endswith(".html"), name)):
        content = files[key].read_bytes()
        s3.put_object(
            Bucket=bucket,
            Key=key,
            Body=page_with_result_days(content, result_days) if key == START_PAGE else content,
            ContentType=content_type(key),
            CacheControl=cache_control(key),
        )
    for old in _objects(s3, bucket):
        if old["Key"] not in files and old["LastModified"] < datetime.now(UTC) - _KEPT:
            s3.delete_object(Bucket=bucket, Key=old["Key"])
    return len(files)


def content_type(key: str) -> str:
    """By the name's end; of text in UTF-8, as all of ours is."""
    kind = _TYPES.get(Path(key).suffix) or mimetypes.guess_type(key)[0]
    if kind is None:
        return "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def cache_control(key: str) -> str:
    """How long browsers keep a file."""
    return _FOR_EVER if key.startswith(_HASHED) else _ASK_EACH_TIME


def empty(s3: "S3Client", bucket: str) -> int:
    """Delete all objects of a bucket with all of their versions."""
    deleted = 0
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        found = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        doomed: Any = [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in found]
        if doomed:
            s3.delete_objects(Bucket=bucket, Delete={"Objects": doomed, "Quiet": True})
        deleted += len(doomed)
    return deleted


def _objects(s3: "S3Client", bucket: str) -> list[Any]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return [one for page in pages for one in page.get("Contents", [])]
