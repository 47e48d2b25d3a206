import { describe, expect, it } from "vitest";
import manifest from "../../../../model_artifacts/manifest.json";
import { centreCrop, INPUT, type Pixels } from "../../../src/parts/photo/crop";
import { findingsOf, judge, measure } from "../../../src/parts/photo/quality";

/** Return a picture that the Python tests create too, pixel by pixel. */
function pattern(width: number, height: number): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 4) {
      data[at] = (x * 7 + y * 13 + ((x * y) % 31) * 5) % 256;
      data[at + 1] = (Math.floor(x / 9) * 40) % 256;
      data[at + 2] = (Math.floor(y / 14) * 60) % 256;
      data[at + 3] = 255;
    }
  }
  return { data, width, height };
}

function plain(grey: number, width = 640, height = 480): Pixels {
  const data = new Uint8ClampedArray(width * height * 4).fill(grey);
  return { data, width, height };
}

describe("measure", () => {
  // Values of scalp_core.vision for the same pictures: frame(), then luma and sharpness().
  it.each([
    [1000, 700, 125.4788, 0.58886],
    [500, 900, 124.1677, 0.53929],
    [300, 240, 121.971, 1.0338],
  ])("%i × %i as the server measures it", (width, height, brightness, sharpness) => {
    const measured = measure(pattern(width, height));
    expect(Math.abs(measured.brightness - brightness)).toBeLessThan(0.5);
    expect(Math.abs(measured.sharpness / sharpness - 1)).toBeLessThan(0.02);
  });

  it("looks at the part and in the size that the networks do", () => {
    for (const { input } of Object.values(manifest.models)) {
      expect({ width: input.width, height: input.height }).toEqual(INPUT);
    }
    expect(centreCrop(1000, 700)).toEqual({ left: 33, top: 0, width: 933, height: 700 });
    expect(centreCrop(600, 1600)).toEqual({ left: 0, top: 400, width: 600, height: 800 });
  });
});

describe("judge", () => {
  const { photoGate } = manifest;
  const fine = { brightness: 120, sharpness: 0.2 };

  it("finds nothing amiss with a good photo", () => {
    expect(judge(fine, 480)).toEqual([]);
  });

  it("warns of everything, as the server does", () => {
    const dim = { brightness: photoGate.dark.warn - 1, sharpness: photoGate.sharpness.warn / 2 };
    expect(judge(dim, photoGate.warnBelowSide - 1).map(({ kind }) => kind)).toEqual([
      "low_resolution",
      "blurred",
      "too_dark",
    ]);
    const glaring = judge({ ...fine, brightness: photoGate.bright.warn + 1 }, 480);
    expect(glaring).toEqual([{ kind: "too_bright", refused: false }]);
  });

  it.each([
    [{ brightness: photoGate.dark.reject - 1, sharpness: 0 }, "too_dark"],
    [{ brightness: photoGate.bright.reject + 1, sharpness: 0 }, "too_bright"],
    [{ ...fine, sharpness: photoGate.sharpness.reject / 2 }, "blurred"],
  ])("%o is refused as %s, and nothing else is said", (measures, kind) => {
    expect(judge(measures, 100)).toEqual([{ kind, refused: true }]);
  });
});

describe("findingsOf", () => {
  it("knows black, white, and strips", () => {
    expect(findingsOf(plain(2))).toEqual([{ kind: "too_dark", refused: true }]);
    expect(findingsOf(plain(254))).toEqual([{ kind: "too_bright", refused: true }]);
    expect(findingsOf(plain(128))).toEqual([{ kind: "blurred", refused: true }]);
    expect(findingsOf(plain(128, 1000, 300))).toEqual([
      { kind: "image_too_narrow", refused: true },
    ]);
  });

  it("doubts that random colours are a scalp, and leaves that to the server", () => {
    expect(findingsOf(pattern(900, 300))).toEqual([{ kind: "not_a_scalp", refused: false }]);
  });
});
