import { useEffect, useState } from "preact/hooks";
import { createDrawing, decodeImage } from "../../photo/canvas";
import type { Similarity } from "./register";
import type { Response } from "./worker";
import RegistrationWorker from "./worker?worker";

/** Null: the photos cannot be registered, or this browser cannot do it. */
type Registration = "working" | Similarity | null;

/** Register the photo at `after` to that at `before`, in a worker that ends with the component. */
export function useRegistration(before: string, after: string): Registration {
  const [found, setFound] = useState<Registration>("working");
  useEffect(() => {
    let worker: Worker | null = null;
    let current = true;
    const settle = (registration: Response) => {
      worker?.terminate();
      if (current) setFound(registration);
    };
    const start = async () => {
      const photos = await Promise.all([readPixels(before), readPixels(after)]);
      if (!current) return;
      worker = new RegistrationWorker();
      worker.onmessage = ({ data }: MessageEvent<Response>) => settle(data);
      worker.onerror = () => settle(null);
      worker.postMessage(photos);
    };
    setFound("working");
    start().catch(() => settle(null));
    return () => {
      current = false;
      worker?.terminate();
    };
  }, [before, after]);
  return found;
}

async function readPixels(url: string): Promise<ImageData> {
  const image = await decodeImage(url);
  if (image === null) throw new Error("no picture");
  const { naturalWidth: width, naturalHeight: height } = image;
  const { context } = createDrawing(width, height);
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, width, height);
}
