/**
 * The results kept on this device, in IndexedDB.
 *
 * Nobody who has kept nothing gets a database: reading does not create one, and deleting all
 * removes it. Connections last for one operation, so that no other tab ever waits for this one.
 */

import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";
import type { KeptResult } from "./record";

const NAME = "scalpspectra";
const VERSION = 1;

interface Schema extends DBSchema {
  results: { key: string; value: KeptResult };
}

export type StorageFault = "missing" | "full" | "failed";

export class StorageError extends Error {
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

export function keep(...kept: KeptResult[]): Promise<void> {
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

/** Forget one result; with the last one the database goes as well. */
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

/** Do something with the database if there is one. */
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
        transaction.done.catch(() => undefined); // it ends in the abort asked for here
        transaction.abort(); // which takes back the creation of the database
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

/** Private windows and blocked site data differ between browsers in what they throw on opening. */
function storageFault(error: unknown): StorageFault {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "QuotaExceededError") return "full";
  return ["InvalidStateError", "SecurityError", "NotAllowedError"].includes(name)
    ? "missing"
    : "failed";
}
