"""A stack shared by tests: wiped in between, and replaced when a test changed its set-up.

Creating a stack takes half a second of processor time, wiping it a millisecond. The moto server
runs in the tests' process, so its state can be reached without requests.
"""

import uuid
from collections.abc import Iterator
from copy import copy, deepcopy
from typing import Any

from moto.backends import get_backend
from moto.core.model_instances import model_data
from moto.s3.models import FakeKey, FakeMultipart

from scalp_deployment.template import REGION
from support.cloud import Cloud, create_cloud

_ACCOUNT = "123456789012"
_DATA = {
    "dynamodb": {"items", "stream_shard"},
    "s3": {"keys", "multiparts"},
    "sqs": {
        "_messages",
        "_pending_messages",
        "deleted_messages",
        "_messages_lock",
        "last_purged_at",
    },
}
"""Attributes of moto's tables, buckets and queues that hold data; all others are the set-up."""


class StackPool:
    """Lends one empty stack to one test at a time."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._idle: _Pooled | None = None

    def borrow(self) -> Cloud:
        """Return the stack that the last test left, or a new one."""
        pooled = self._idle or _Pooled(self._endpoint)
        self._idle = None
        self._lent = pooled
        return pooled.cloud

    def give_back(self, *, reusable: bool) -> None:
        """Wipe the stack for the next test, unless its set-up was changed or it is not reusable."""
        if reusable and self._lent.is_as_created():
            self._lent.wipe()
            self._idle = self._lent
        _forget_instances()


class _Pooled:
    def __init__(self, endpoint: str) -> None:
        self.cloud = create_cloud(endpoint, f"test-{uuid.uuid4().hex[:8]}")
        self._setup = self._read_setup()
        # S3 sends a test event to the queue, as on AWS: every test starts with it.
        self._messages = {queue.name: deepcopy(queue._messages) for queue in self._queues()}

    def is_as_created(self) -> bool:
        return self._read_setup() == self._setup

    def wipe(self) -> None:
        for table in self._resources("dynamodb", "tables"):
            table.items.clear()
        for bucket in self._resources("s3", "buckets"):
            bucket.keys, bucket.multiparts = type(bucket.keys)(), type(bucket.multiparts)()
        for queue in self._queues():
            queue._messages = deepcopy(self._messages[queue.name])
            queue._pending_messages.clear()
            queue.deleted_messages.clear()
        parameters = get_backend("ssm")[_ACCOUNT][REGION]._parameters
        for name in [name for name in parameters if name.startswith(f"/{self.cloud.name}/")]:
            del parameters[name]

    def _queues(self) -> Iterator[Any]:
        return self._resources("sqs", "queues")

    def _resources(self, service: Any, collection: str) -> Iterator[Any]:
        backend = get_backend(service)[_ACCOUNT]
        found = getattr(backend["aws" if service == "s3" else REGION], collection)
        for name, resource in found.items():
            if name.startswith(self.cloud.name):
                yield resource

    def _read_setup(self) -> list[dict[str, Any]]:
        return [
            {
                # Objects are replaced when they change, and compared by identity.
                name: copy(value) if isinstance(value, (dict, list, set)) else value
                for name, value in vars(resource).items()
                if name not in _DATA[service]
            }
            for service, collection in (
                ("dynamodb", "tables"),
                ("s3", "buckets"),
                ("sqs", "queues"),
            )
            for resource in self._resources(service, collection)
        ]


def _forget_instances() -> None:
    """Let go of what moto has ever created: it keeps every photo and message for its dashboard."""
    # moto's metaclass adds ``instances_tracked``, which its types do not declare.
    tracked_models: list[Any] = [FakeKey, FakeMultipart]
    for model in tracked_models:
        for instance in model.instances_tracked:
            instance.dispose()  # closes its temporary file
    all_models: list[Any] = [model for models in model_data.values() for model in models.values()]
    for model in all_models:
        model.instances_tracked.clear()
