"""A sorted table in DynamoDB's place, for measuring how much our own code asks of it.

DynamoDB is not to be had here, and moto walks through a whole partition in Python: it would measure
only itself. This one keeps items in a B-tree on disk (SQLite's), so that millions cost no memory
and those that are not asked for make nothing slower.
"""

import marshal
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_LAST = chr(0x10FFFF)


class SortedTable:
    """The part of a DynamoDB client that loading and looking up hospitals use, without filters.

    Attributes:
        queries: answered so far.
        items: read by them.
        seconds: processor time spent in here, which is no part of what is measured.
    """

    def __init__(self, file: Path) -> None:
        self._database = sqlite3.connect(file, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute(
            "CREATE TABLE items (pk TEXT, sk TEXT, item BLOB, PRIMARY KEY (pk, sk)) WITHOUT ROWID"
        )
        self.queries = 0
        self.items = 0
        self.seconds = 0.0

    def batch_write_item(self, **asked: Any) -> dict[str, Any]:
        """Put items; nothing is handed back."""
        (requests,) = asked["RequestItems"].values()
        self._put(request["PutRequest"]["Item"] for request in requests)
        return {"UnprocessedItems": {}}

    def _put(self, items: Iterable[dict[str, Any]]) -> None:
        rows = ((item["PK"]["S"], item["SK"]["S"], marshal.dumps(item)) for item in items)
        self._database.executemany("INSERT OR REPLACE INTO items VALUES (?, ?, ?)", rows)

    def query(self, **asked: Any) -> dict[str, Any]:
        """Answer as DynamoDB does."""
        began = time.process_time()
        values = asked["ExpressionAttributeValues"]
        pk, prefix = values[":pk"]["S"], values.get(":prefix", {"S": ""})["S"]
        after = asked["ExclusiveStartKey"]["SK"]["S"] if "ExclusiveStartKey" in asked else ""
        rows = self._database.execute(
            "SELECT item FROM items "
            "WHERE pk = ? AND sk >= ? AND sk < ? AND sk > ? ORDER BY sk LIMIT ?",
            (pk, prefix, prefix + _LAST, after, asked["Limit"]),
        ).fetchall()
        found = [marshal.loads(row[0]) for row in rows]
        answer: dict[str, Any] = {"Items": found, "ScannedCount": len(found)}
        # DynamoDB returns the last key whenever the limit was reached, even at the very end.
        if len(found) == asked["Limit"]:
            answer["LastEvaluatedKey"] = {"PK": found[-1]["PK"], "SK": found[-1]["SK"]}
        self.queries += 1
        self.items += len(found)
        self.seconds += time.process_time() - began
        return answer

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep what is put within all at once, which is quicker."""
        self._database.execute("BEGIN")
        yield
        self._database.execute("COMMIT")

    def close(self) -> None:
        """Answer no more."""
        self._database.close()
