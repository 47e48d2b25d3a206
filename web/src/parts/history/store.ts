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

export async function listKept(): Promise<KeptResult[]> {
  return (await reading((database) => database.getAll("results"))) ?? [];
}

export async function findKept(id: string): Promise<KeptResult | null> {
  return (await reading((database) => database.get("results", id))) ?? null;
}

export function keep(...kept: KeptResult[]): Promise<void> {
  return guarded(async () => {
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
export async function forget(id: string): Promise<void> {
  const left = await reading(async (database) => {
    await database.delete("results", id);
    return database.count("results");
  });
  if (left === 0) await forgetAll();
}

export function forgetAll(): Promise<void> {
  return guarded(() => deleteDB(NAME));
}

/** Do something with the database if there is one. */
function reading<Answer>(
  work: (database: IDBPDatabase<Schema>) => Promise<Answer>,
): Promise<Answer | undefined> {
  return guarded(async () => {
    const database = await openIfThere();
    if (database === null) return undefined;
    try {
      return await work(database);
    } finally {
      database.close();
    }
  });
}

async function openIfThere(): Promise<IDBPDatabase<Schema> | null> {
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

async function guarded<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  if (typeof indexedDB === "undefined") throw new StorageError("missing", undefined);
  try {
    return await work();
  } catch (error) {
    throw new StorageError(nameOf(error), error);
  }
}

/** Private windows and blocked site data differ between browsers in what they throw on opening. */
function nameOf(error: unknown): StorageFault {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "QuotaExceededError") return "full";
  return ["InvalidStateError", "SecurityError", "NotAllowedError"].includes(name)
    ? "missing"
    : "failed";
}
