"""Access keys of external APIs, which the operator stores in SSM Parameter Store."""

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from scalp_core.aws.dynamodb import error_code, translate_errors
from scalp_core.errors import BackendError, ScalpSpectraError

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient


class MissingKeyError(ScalpSpectraError):
    """The operator has stored no key under this parameter name, which is the text."""


class AccessKeys:
    """Secure strings in Parameter Store, read on every use, so that a new key takes effect."""

    def __init__(self, client: "SSMClient") -> None:
        self._client = client

    def get(self, parameter: str) -> str:
        """Return the key stored under a parameter's name.

        Raises:
            MissingKeyError: there is none.
            BackendError: Parameter Store failed.
        """
        try:
            with translate_errors("read access key"):
                answer = self._client.get_parameter(Name=parameter, WithDecryption=True)
        except BackendError as error:
            cause = error.__cause__
            if isinstance(cause, ClientError) and error_code(cause) == "ParameterNotFound":
                raise MissingKeyError(parameter) from None
            raise
        return answer["Parameter"]["Value"].strip()
