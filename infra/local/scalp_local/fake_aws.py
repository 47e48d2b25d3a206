"""moto as a server, with a DynamoDB that handles one request at a time.

Before a transaction moto copies the table, and when the transaction is cancelled it restores the
copy. Whatever another thread of the server wrote meanwhile would be lost, and copying fails while
the table grows. The real DynamoDB isolates transactions; here a lock does.

moto copies all items, once for each that is written. With a thousand results that takes longer than
assessing the photos, and gigabytes; so a transaction sees only the partitions that it writes to.
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
from moto.moto_server.werkzeug_app import MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

from scalp_local.moto_shortcuts import Dispatcher

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_ANY_FREE_PORT = 0
_transact_all = DynamoDBBackend.transact_write_items


class FakeAws:
    """S3, SQS and DynamoDB on a port of their own, in memory.

    Attributes:
        application: what answers each request, as WSGI describes it.
    """

    def __init__(self, host: str) -> None:
        self.application = _isolated(Dispatcher(create_backend_app))
        self._server = make_server(
            host,
            _ANY_FREE_PORT,
            self.application,
            threaded=True,
            request_handler=MotoRequestHandler,
        )
        self._thread = Thread(target=self._server.serve_forever, daemon=True)

    @property
    def endpoint(self) -> str:
        """Return the URL at which it listens."""
        return f"http://localhost:{self._server.server_port}"

    def start(self) -> None:
        """Start serving, without a log line for every request."""
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._thread.start()

    def stop(self) -> None:
        """Stop serving, and close the port; may be called before :meth:`start`, too."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()


def _isolated(application: Application) -> Application:
    lock = Lock()

    def serve(environment: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environment.get("HTTP_X_AMZ_TARGET", "").startswith("DynamoDB"):
            with lock:
                return application(environment, start)
        return application(environment, start)

    return serve


def _transact_partitions(backend: DynamoDBBackend, items: list[dict[str, Any]]) -> None:
    """Run moto's transaction on tables with nothing but the partitions that it writes to."""
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
        dict, {key: table.items[key] for key in partitions if key in table.items}
    )
    return part


DynamoDBBackend.transact_write_items = _transact_partitions  # type: ignore[assignment]
