/** Registers two photos beside the page, which stays quick meanwhile. */

import { toGrey } from "./grey";
import { LEAST_PEAK, register, type Similarity } from "./register";

/** The earlier photo and the later one. */
export type Request = [ImageData, ImageData];
export type Response = Similarity | null;

self.onmessage = ({ data: [before, after] }: MessageEvent<Request>) => {
  const found = register(toGrey(before), toGrey(after));
  const response: Response = found.peak >= LEAST_PEAK ? found : null;
  self.postMessage(response);
};
