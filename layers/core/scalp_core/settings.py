"""Settings of each function from environment variables, read once by its bootstrap.

The variables are exactly those that template.yaml sets; a test compares both ways.
"""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class TableSettings(BaseSettings):
    """Settings of every function."""

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True)

    table_name: str = Field(min_length=3, description="DynamoDB table of all items")


class CoreSettings(TableSettings):
    """Settings of every function that handles assessments."""

    uploads_bucket: str = Field(min_length=3, description="bucket that photos are uploaded to")
    research_bucket: str = Field(min_length=3, description="bucket of consented copies")
    result_days: int = Field(ge=1, le=365, description="days until a result expires")


class OriginSettings(BaseSettings):
    """How callers prove that they come through CloudFront."""

    # `sam deploy --guided` asks for a hidden parameter until something has been typed.
    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True, env_parse_none_str="none")

    origin_secret: SecretStr | None = Field(
        None,
        min_length=32,
        description="secret header value of CloudFront; two, with a comma, during a rotation",
    )


class ApiSettings(OriginSettings, CoreSettings):
    """The API function."""

    care_guide: Path = Field(description="JSON file of the care guide")
    place_names: Path = Field(description="CSV file of places to search by")
    sponsored_products: bool = Field(description="campaigns may take slots among products")
    reference_statistics: Path = Field(description="JSON file of the reference statistics")
    statistics_seconds: int = Field(
        ge=0, le=300, description="TTL of the in-process statistics cache, in seconds"
    )
    s3_public_endpoint: str | None = Field(
        None,
        description="S3 endpoint for browsers, where it is not AWS's own (local stack)",
    )


class AssessSettings(CoreSettings):
    """The assess function."""

    idempotency_table: str = Field(
        min_length=3, description="DynamoDB table of idempotency records"
    )
    research_days: int = Field(ge=1, le=365, description="days until a consented copy expires")
    max_receive_count: int = Field(ge=1, le=1000, description="deliveries before the DLQ")
    model_artifacts: Path = Field(description="folder with manifest.json and the six models")
    engine: Literal["onnx", "torch"] = Field(description="runtime of the networks")
    aws_lambda_function_memory_size: int | None = Field(
        None, description="megabytes, set by Lambda; decides how many networks run at once"
    )


class CatalogSettings(TableSettings):
    """The catalog function."""

    hira_url: str = Field(pattern=r"^https?://", description="HIRA's list of institutions")
    hira_key_parameter: str = Field(
        pattern="^/", description="SSM parameter of the key to HIRA's list"
    )
    egen_url: str = Field(pattern=r"^https?://", description="E-Gen's list with opening hours")
    egen_key_parameter: str = Field(
        pattern="^/", description="SSM parameter of the key to E-Gen's list"
    )
    naver_url: str = Field(pattern=r"^https?://", description="Naver's shopping search")
    naver_id_parameter: str = Field(
        pattern="^/", description="SSM parameter of the client id for Naver's search"
    )
    naver_secret_parameter: str = Field(
        pattern="^/", description="SSM parameter of the client secret for Naver's search"
    )
    mfds_url: str = Field(
        pattern=r"^https?://", description="MFDS's register of functional cosmetics"
    )
    mfds_key_parameter: str = Field(
        pattern="^/", description="SSM parameter of the key to MFDS's register"
    )
