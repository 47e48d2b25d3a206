/** Register pairs of grey photos from a file, a line of JSON each: node registration.mjs BUNDLE PHOTOS WIDTH HEIGHT */

import { readFileSync } from "node:fs";

const [bundle, photos, across, down] = process.argv.slice(2);
const { LEAST_PEAK, register } = await import(bundle);
const [width, height] = [Number(across), Number(down)];
const bytes = readFileSync(photos);
const size = width * height;

for (let at = 0; at < bytes.length; at += 2 * size) {
  const grey = (from) => ({
    width,
    height,
    data: Float32Array.from(bytes.subarray(from, from + size)),
  });
  const candidate = register(grey(at), grey(at + size));
  console.log(JSON.stringify({ ...candidate, accepted: candidate.peak >= LEAST_PEAK }));
}
