/**
 * Results kept on this device, in IndexedDB.
 *
 * The database exists only while it holds results: reading does not create it, and deleting the last
 * result deletes it. A connection lasts for one operation, so that it never blocks another tab.
 */

import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";
import type { KeptResult } from "./record";

const NAME = "scalpspectra";
const VERSION = 1;

interface Schema extends DBSchema {
  results: { key: string; value: KeptResult };
}

export type StorageFault = "missing" | "full" | "failed";

class StorageError extends Error {
  override readonly name = "StorageError";

  constructor(
    readonly fault: StorageFault,
    cause: unknown,
  ) {
    super(fault, { cause });
  }
}

export function faultOf(error: unknown): StorageFault {
  return error instanceof StorageError ? error.fault : "failed";
}

export async function listResults(): Promise<KeptResult[]> {
  return (await withDatabase((database) => database.getAll("results"))) ?? [];
}

export async function findResult(id: string): Promise<KeptResult | null> {
  return (await withDatabase((database) => database.get("results", id))) ?? null;
}

export function saveResults(...kept: KeptResult[]): Promise<void> {
  return translateErrors(async () => {
    const database = await openDB<Schema>(NAME, VERSION, {
      upgrade: (created) => void created.createObjectStore("results", { keyPath: "id" }),
    });
    try {
      const change = database.transaction("results", "readwrite");
      await Promise.all([...kept.map((each) => change.store.put(each)), change.done]);
    } finally {
      database.close();
    }
  });
}

/** Delete one result; with the last one the database is deleted too. */
export async function deleteResult(id: string): Promise<void> {
  const left = await withDatabase(async (database) => {
    await database.delete("results", id);
    return database.count("results");
  });
  if (left === 0) await deleteAllResults();
}

export function deleteAllResults(): Promise<void> {
  return translateErrors(() => deleteDB(NAME));
}

/** Run `work` with the database; return undefined where there is none. */
function withDatabase<Result>(
  work: (database: IDBPDatabase<Schema>) => Promise<Result>,
): Promise<Result | undefined> {
  return translateErrors(async () => {
    const database = await openExisting();
    if (database === null) return undefined;
    try {
      return await work(database);
    } finally {
      database.close();
    }
  });
}

async function openExisting(): Promise<IDBPDatabase<Schema> | null> {
  let absent = false;
  try {
    return await openDB<Schema>(NAME, VERSION, {
      upgrade: (_database, _from, _to, transaction) => {
        absent = true;
        transaction.done.catch(() => undefined); // rejects because of the abort below
        transaction.abort(); // undoes the creation of the database
      },
    });
  } catch (error) {
    if (absent) return null;
    throw error;
  }
}

async function translateErrors<Result>(work: () => Promise<Result>): Promise<Result> {
  if (typeof indexedDB === "undefined") throw new StorageError("missing", undefined);
  try {
    return await work();
  } catch (error) {
    throw new StorageError(storageFault(error), error);
  }
}

/** Return the fault for an error; browsers differ in what they throw in private windows. */
function storageFault(error: unknown): StorageFault {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "QuotaExceededError") return "full";
  return ["InvalidStateError", "SecurityError", "NotAllowedError"].includes(name)
    ? "missing"
    : "failed";
}
