/** Preparation of a chosen photo, as a component shows it. */

import { useEffect, useRef, useState } from "preact/hooks";
import type { PreparedPhoto } from "../../assessment/preparedPhoto";
import { faultOf, type PhotoFault } from "./fault";
import { preparePhoto } from "./prepare";

interface Preparing {
  preparing: boolean;
  error: PhotoFault | null;
  setError: (fault: PhotoFault) => void;
  /** Prepare a photo, unless another one is chosen meanwhile. */
  take: (file: Blob) => void;
}

/** `onPhoto` receives the photo once it is ready, and null where it cannot be used. */
export function usePreparing(onPhoto: (photo: PreparedPhoto | null) => void): Preparing {
  const [preparing, setPreparing] = useState(false);
  const [error, setError] = useState<PhotoFault | null>(null);
  const latest = useRef(0);
  useEffect(
    () => () => {
      latest.current += 1; // ignore photos that are still being prepared
    },
    [],
  );

  const prepare = async (file: Blob) => {
    latest.current += 1;
    const turn = latest.current;
    setPreparing(true);
    setError(null);
    try {
      const prepared = await preparePhoto(file);
      if (turn === latest.current) onPhoto(prepared);
    } catch (reason) {
      if (turn !== latest.current) return;
      onPhoto(null);
      setError(faultOf(reason));
    } finally {
      if (turn === latest.current) setPreparing(false);
    }
  };
  return { preparing, error, setError, take: (file) => void prepare(file) };
}
