"""moto as a server, with a DynamoDB that does one thing at a time.

Before a transaction moto copies the table, and when the transaction is cancelled it puts the copy
back. Whatever another thread of the server wrote meanwhile would be lost, and the copy itself fails
when the table grows under it. The real DynamoDB isolates transactions; here a lock does.

The copy is of all items, once for each that is written. With a thousand results that takes longer
than the photos do, and gigabytes; so a transaction sees only the partitions that it writes to.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from copy import copy
from threading import Lock, Thread
from typing import Any

from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table
from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import make_server

_Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_ANY_FREE_PORT = 0
_transact_all = DynamoDBBackend.transact_write_items


class FakeAws:
    """S3, SQS and DynamoDB on a port of their own, in memory."""

    def __init__(self, host: str) -> None:
        self._server = make_server(
            host,
            _ANY_FREE_PORT,
            _isolated(DomainDispatcherApplication(create_backend_app)),
            threaded=True,
            request_handler=MotoRequestHandler,
        )
        self._thread = Thread(target=self._server.serve_forever, daemon=True)

    @property
    def endpoint(self) -> str:
        """Where it listens."""
        return f"http://localhost:{self._server.server_port}"

    def start(self) -> None:
        """Begin to answer, without a line on standard error for every request."""
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._thread.start()

    def stop(self) -> None:
        """Answer no more, and forget the port; also before :meth:`start`."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()


def _isolated(application: _Application) -> _Application:
    lock = Lock()

    def answer(environment: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environment.get("HTTP_X_AMZ_TARGET", "").startswith("DynamoDB"):
            with lock:
                return application(environment, start)
        return application(environment, start)

    return answer


def _transact_partitions(backend: DynamoDBBackend, items: list[dict[str, Any]]) -> None:
    """moto's transaction on tables that hold what it can change and nothing else."""
    written: defaultdict[str, set[DynamoType]] = defaultdict(set)
    for item in items:
        for operation in item.values():
            table = backend.tables.get(operation["TableName"])
            if table is not None:
                key = operation.get("Key") or operation["Item"]
                written[table.name].add(DynamoType(key[table.hash_key_attr]))
    whole = {name: backend.tables[name] for name in written}
    for name, partitions in written.items():
        backend.tables[name] = _only(whole[name], partitions)
    try:
        _transact_all(backend, items)
    finally:
        for name, partitions in written.items():
            after = backend.tables[name].items
            for partition in partitions:
                whole[name].items.pop(partition, None)
                if partition in after:
                    whole[name].items[partition] = after[partition]
            backend.tables[name] = whole[name]


def _only(table: Table, partitions: Iterable[DynamoType]) -> Table:
    part = copy(table)
    part.items = defaultdict(
        dict, {one: table.items[one] for one in partitions if one in table.items}
    )
    return part


DynamoDBBackend.transact_write_items = _transact_partitions  # type: ignore[assignment]
