import { encode } from "uqr";
import { describe, expect, it } from "vitest";
import { qrPath } from "../../../src/parts/report/qr";

describe("qrPath", () => {
  it("draws each run of dark squares as one rectangle", () => {
    const rows = [
      [true, true, false, true],
      [false, false, false, false],
      [false, true, true, true],
    ];
    expect(qrPath(rows)).toBe("M0 0h2v1h-2zM3 0h1v1h-1zM1 2h3v1h-3z");
  });

  it("covers as many squares as the code has dark ones", () => {
    const { data } = encode("https://example.com/#/a/0123456789abcdef0123456789abcdef");
    const drawn = [...qrPath(data).matchAll(/h(\d+)v/g)].reduce(
      (sum, run) => sum + Number(run[1]),
      0,
    );
    expect(drawn).toBe(data.flat().filter(Boolean).length);
  });
});
