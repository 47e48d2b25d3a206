import { describe, expect, it, vi } from "vitest";
import type { Grey } from "../../../src/parts/history/registration/grey";
import { LEAST_PEAK, register } from "../../../src/parts/history/registration/register";

// Generous, so that slow machines do not fail.
vi.setConfig({ testTimeout: 60_000 });

const [WIDTH, HEIGHT] = [240, 180];

/** Dark strokes and dots on bright ground in any light, seen after a turn, an enlargement and a shift. */
function scalp(seed: number, turn = 0, scale = 1, right = 0, slope = 0): Grey {
  let state = seed;
  const random = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const data = Float32Array.from({ length: WIDTH * HEIGHT }, (_, at) => 150 + slope * (at % WIDTH));
  for (let hair = 0; hair < 60; hair += 1) {
    const [x, y, lean] = [(random() - 0.5) * 320, (random() - 0.5) * 260, random() * 3];
    for (let step = 0; step < 60; step += 0.5) {
      const [across, down] = [x + step * Math.cos(lean), y + step * Math.sin(lean)];
      const column = Math.round(scale * (across * Math.cos(turn) - down * Math.sin(turn)) + right);
      const row = Math.round(scale * (across * Math.sin(turn) + down * Math.cos(turn)));
      if (Math.abs(column) >= WIDTH / 2 || Math.abs(row) >= HEIGHT / 2) continue;
      data[(row + HEIGHT / 2) * WIDTH + column + WIDTH / 2] = 40;
    }
  }
  return { width: WIDTH, height: HEIGHT, data };
}

describe("register", () => {
  it("finds turn, scale and shift of one scalp in other light", () => {
    const found = register(scalp(7, 0.12, 1.1, 18, 0.3), scalp(7));
    expect(found.peak).toBeGreaterThan(LEAST_PEAK);
    expect(found.turn).toBeCloseTo(0.12, 1);
    expect(found.scale).toBeCloseTo(1.1, 1);
    expect(found.x * WIDTH).toBeCloseTo(18, -1);
  });

  it("does not accept two scalps", () => {
    expect(register(scalp(7), scalp(8)).peak).toBeLessThan(LEAST_PEAK);
  });
});
