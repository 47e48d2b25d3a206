/** Font subsetting by HarfBuzz. */

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

/** The functions of harfbuzz-subset.wasm in use; they are HarfBuzz's C API. */
interface HarfBuzz {
  memory: WebAssembly.Memory;
  _initialize(): void;
  malloc(size: number): number;
  free(pointer: number): void;
  hb_blob_create(data: number, size: number, mode: number, user: number, destroy: number): number;
  hb_blob_destroy(blob: number): void;
  hb_blob_get_data(blob: number, length: number): number;
  hb_blob_get_length(blob: number): number;
  hb_face_create(blob: number, index: number): number;
  hb_face_destroy(face: number): void;
  hb_face_reference_blob(face: number): number;
  hb_set_add(set: number, value: number): void;
  hb_set_clear(set: number): void;
  hb_subset_input_create_or_fail(): number;
  hb_subset_input_destroy(input: number): void;
  hb_subset_input_set(input: number, kind: number): number;
  hb_subset_input_set_axis_range(
    input: number,
    face: number,
    axis: number,
    least: number,
    most: number,
    standard: number,
  ): number;
  hb_subset_input_unicode_set(input: number): number;
  hb_subset_or_fail(face: number, input: number): number;
}

const WRITABLE = 2; // HB_MEMORY_MODE_WRITABLE: the data stays ours to free
const NAMES = 4; // HB_SUBSET_SETS_NAME_ID
const FEATURES = 6; // HB_SUBSET_SETS_LAYOUT_FEATURE_TAG

/** Name records to keep: copyright and licence, but not the family's reserved names. */
const KEPT_NAMES = [0, 13, 14];

export interface SubsetOptions {
  characters: Iterable<string>;
  weights: { least: number; most: number };
  /** In addition to the features that HarfBuzz keeps by default. */
  features: string[];
}

export async function loadSubsetter() {
  const require = createRequire(import.meta.url);
  const wasm = await readFile(require.resolve("harfbuzzjs/dist/harfbuzz-subset.wasm"));
  const { instance } = await WebAssembly.instantiate(wasm);
  const hb = instance.exports as unknown as HarfBuzz;
  hb._initialize();

  return function subset(font: Uint8Array, options: SubsetOptions): Uint8Array {
    const data = hb.malloc(font.byteLength);
    new Uint8Array(hb.memory.buffer).set(font, data);
    const blob = hb.hb_blob_create(data, font.byteLength, WRITABLE, 0, 0);
    const face = hb.hb_face_create(blob, 0);
    const input = hb.hb_subset_input_create_or_fail();
    const unicodes = hb.hb_subset_input_unicode_set(input);
    for (const character of options.characters) {
      hb.hb_set_add(unicodes, character.codePointAt(0) ?? 0);
    }
    const names = hb.hb_subset_input_set(input, NAMES);
    hb.hb_set_clear(names);
    for (const id of KEPT_NAMES) hb.hb_set_add(names, id);
    const features = hb.hb_subset_input_set(input, FEATURES);
    for (const feature of options.features) hb.hb_set_add(features, tag(feature));
    const { least, most } = options.weights;
    hb.hb_subset_input_set_axis_range(input, face, tag("wght"), least, most, NaN);

    const small = hb.hb_subset_or_fail(face, input);
    hb.hb_subset_input_destroy(input);
    if (small === 0) throw new Error("HarfBuzz could not make a subset of the font");
    const result = hb.hb_face_reference_blob(small);
    const start = hb.hb_blob_get_data(result, 0);
    const bytes = new Uint8Array(hb.memory.buffer, start, hb.hb_blob_get_length(result)).slice();
    hb.hb_blob_destroy(result);
    hb.hb_face_destroy(small);
    hb.hb_face_destroy(face);
    hb.hb_blob_destroy(blob);
    hb.free(data);
    return bytes;
  };
}

/** An OpenType tag: four letters as one number. */
function tag(name: string): number {
  return [...name].reduce((sum, letter) => sum * 256 + letter.charCodeAt(0), 0);
}
