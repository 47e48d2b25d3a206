import { useEffect, useState } from "preact/hooks";
import { connection, subscribeToConnection } from "./connection";

/** Whether the device is offline, as far as the browser knows. */
export function useOffline(): boolean {
  const [offline, setOffline] = useState(connection.isOffline);
  useEffect(() => subscribeToConnection(() => setOffline(connection.isOffline())), []);
  return offline;
}
