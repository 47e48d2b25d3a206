"""Uploads the built site into its bucket, and empties buckets."""

import mimetypes
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scalp_deployment.site_policy import START_PAGE, cache_control, page_with_result_days

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# A page opened before a deployment may still load the files that it was built with.
_RETENTION = timedelta(days=30)
_TYPES = {".js": "text/javascript", ".webmanifest": "application/manifest+json"}


def upload(s3: "S3Client", bucket: str, site: Path, *, result_days: int) -> int:
    """Upload every file of ``site``, pages last, and delete files that left it 30 days ago.

    Args:
        result_days: days for which the stack keeps results, for the start page's texts.

    Returns:
        The number of files of the site.
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
        if old["Key"] not in files and old["LastModified"] < datetime.now(UTC) - _RETENTION:
            s3.delete_object(Bucket=bucket, Key=old["Key"])
    return len(files)


def content_type(key: str) -> str:
    """Return the content type by the file's extension; text is in UTF-8."""
    kind = _TYPES.get(Path(key).suffix) or mimetypes.guess_type(key)[0]
    if kind is None:
        return "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def empty(s3: "S3Client", bucket: str) -> int:
    """Delete all versions of all objects of a bucket, and return their number."""
    deleted = 0
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        found = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        versions: Any = [
            {"Key": version["Key"], "VersionId": version["VersionId"]} for version in found
        ]
        if versions:
            s3.delete_objects(Bucket=bucket, Delete={"Objects": versions, "Quiet": True})
        deleted += len(versions)
    return deleted


def _objects(s3: "S3Client", bucket: str) -> list[Any]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return [stored for page in pages for stored in page.get("Contents", [])]
