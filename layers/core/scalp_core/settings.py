"""What the environment tells a function: one typed model per function, read once by its bootstrap.

Every variable here stands in template.yaml under the same name, and the other way round.
"""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class CoreSettings(BaseSettings):
    """What every function that touches assessments needs."""

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True)

    table_name: str = Field(min_length=3, description="DynamoDB table of assessments and counters")
    uploads_bucket: str = Field(min_length=3, description="bucket that photos are uploaded to")
    result_days: int = Field(ge=1, le=365, description="days until a result is forgotten")


class ApiSettings(CoreSettings):
    """The API function."""

    reference_statistics: Path = Field(description="JSON file of the reference statistics")
    s3_public_endpoint: str | None = Field(
        None,
        description="endpoint that browsers upload to, where it is not AWS's own (local stack)",
    )


class AssessSettings(CoreSettings):
    """The assess function."""

    idempotency_table: str = Field(
        min_length=3, description="DynamoDB table of idempotency records"
    )
    max_receive_count: int = Field(ge=1, le=1000, description="deliveries before the DLQ")
    model_artifacts: Path = Field(description="folder with manifest.json and the six models")
    engine: Literal["onnx", "torch"] = Field(description="what runs the networks")
    aws_lambda_function_memory_size: int | None = Field(
        None, description="megabytes, set by Lambda itself; decides how many networks run at once"
    )
