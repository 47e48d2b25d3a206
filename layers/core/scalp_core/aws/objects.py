"""Photos in S3: uploads, until they are assessed, and consented copies."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from scalp_core.aws.dynamodb import error_code, translate_errors
from scalp_core.errors import BackendError, PhotoNotFoundError, PhotoRejectedError, RejectionCode

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

UPLOAD_MINUTES = 5


@dataclass(frozen=True)
class PresignedPost:
    """Where and how a browser may upload exactly one object.

    Attributes:
        fields: form fields to send before the field ``file``.
    """

    url: str
    fields: dict[str, str]
    expires_at: datetime
    max_bytes: int


class PhotoStore:
    """One bucket of photos.

    Args:
        client: reads and deletes.
        signer: presigns; differs from ``client`` where browsers reach S3 at another endpoint than
            the function does.
    """

    def __init__(self, client: "S3Client", bucket: str, signer: "S3Client | None" = None) -> None:
        self._client = client
        self._signer = signer or client
        self._bucket = bucket

    def presign_upload(
        self, key: str, content_type: str, *, max_bytes: int, now: datetime
    ) -> PresignedPost:
        """Allow one upload: this key and content type, 1 … ``max_bytes`` bytes, for 5 minutes."""
        lifetime = timedelta(minutes=UPLOAD_MINUTES)
        with translate_errors("presign upload"):
            post = self._signer.generate_presigned_post(
                self._bucket,
                key,
                Fields={"Content-Type": content_type},
                Conditions=[
                    {"Content-Type": content_type},
                    ["content-length-range", 1, max_bytes],
                ],
                ExpiresIn=int(lifetime.total_seconds()),
            )
        return PresignedPost(post["url"], post["fields"], now + lifetime, max_bytes)

    def read(self, key: str, *, max_bytes: int) -> bytes:
        """Return a photo's content.

        S3 enforces the presigned size; the local stack does not, so it is checked here as well.

        Raises:
            PhotoNotFoundError: nothing is stored there.
            PhotoRejectedError: it is larger than ``max_bytes``; its content has not been read.
            BackendError: S3 failed.
        """
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=key)
            if answer["ContentLength"] > max_bytes:
                answer["Body"].close()
                raise PhotoRejectedError(RejectionCode.FILE_TOO_LARGE)
            return answer["Body"].read()
        except ClientError as error:
            if error_code(error) in ("NoSuchKey", "404"):
                raise PhotoNotFoundError from error
            raise BackendError(f"read photo: {error_code(error)}") from error
        except BotoCoreError as error:
            raise BackendError(f"read photo: {type(error).__name__}") from error

    def put_jpeg(self, key: str, jpeg: bytes, metadata: Mapping[str, str]) -> None:
        """Store a JPEG with metadata that stays with it wherever it is copied to."""
        with translate_errors("store photo"):
            self._client.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=jpeg,
                ContentType="image/jpeg",
                Metadata=dict(metadata),
            )

    def delete(self, key: str) -> None:
        """Delete a photo; nothing happens if there is none."""
        with translate_errors("delete photo"):
            self._client.delete_object(Bucket=self._bucket, Key=key)
