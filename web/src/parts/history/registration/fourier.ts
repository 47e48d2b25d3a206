/** Fourier transform of square images, by the radix-2 algorithm of Cooley and Tukey. */

/** A complex square image: row after row. */
export interface Spectrum {
  re: Float32Array;
  im: Float32Array;
}

interface Plan {
  size: number;
  cos: Float32Array;
  sin: Float32Array;
  /** Where each sample of a line belongs before the butterflies. */
  order: Uint16Array;
  line: Spectrum;
}

const plans = new Map<number, Plan>();

/** Transform in place; `size` is a power of two. The inverse is not divided by the number of pixels. */
export function transform({ re, im }: Spectrum, size: number, inverse = false): void {
  const plan = planFor(size);
  const { line } = plan;
  for (let row = 0; row < size; row += 1) {
    const from = row * size;
    transformLine(re.subarray(from, from + size), im.subarray(from, from + size), plan, inverse);
  }
  for (let column = 0; column < size; column += 1) {
    for (let row = 0; row < size; row += 1) {
      line.re[row] = re[row * size + column]!;
      line.im[row] = im[row * size + column]!;
    }
    transformLine(line.re, line.im, plan, inverse);
    for (let row = 0; row < size; row += 1) {
      re[row * size + column] = line.re[row]!;
      im[row * size + column] = line.im[row]!;
    }
  }
}

function planFor(size: number): Plan {
  const known = plans.get(size);
  if (known !== undefined) return known;
  const bits = Math.log2(size);
  const angle = (2 * Math.PI) / size;
  const plan: Plan = {
    size,
    cos: Float32Array.from({ length: size / 2 }, (_, index) => Math.cos(angle * index)),
    sin: Float32Array.from({ length: size / 2 }, (_, index) => Math.sin(angle * index)),
    order: Uint16Array.from({ length: size }, (_, index) => reverseBits(index, bits)),
    line: { re: new Float32Array(size), im: new Float32Array(size) },
  };
  plans.set(size, plan);
  return plan;
}

function reverseBits(value: number, bits: number): number {
  let reversed = 0;
  for (let bit = 0; bit < bits; bit += 1) reversed |= ((value >> bit) & 1) << (bits - 1 - bit);
  return reversed;
}

function transformLine(re: Float32Array, im: Float32Array, plan: Plan, inverse: boolean): void {
  const { size, cos, sin, order } = plan;
  for (let index = 0; index < size; index += 1) {
    const other = order[index]!;
    if (other <= index) continue;
    [re[index], re[other]] = [re[other]!, re[index]!];
    [im[index], im[other]] = [im[other]!, im[index]!];
  }
  const sign = inverse ? 1 : -1;
  for (let half = 1; half < size; half *= 2) {
    const step = size / (2 * half);
    for (let start = 0; start < size; start += 2 * half) {
      for (let index = 0; index < half; index += 1) {
        const low = start + index;
        const high = low + half;
        const c = cos[index * step]!;
        const s = sign * sin[index * step]!;
        const real = re[high]! * c - im[high]! * s;
        const imaginary = re[high]! * s + im[high]! * c;
        re[high] = re[low]! - real;
        im[high] = im[low]! - imaginary;
        re[low]! += real;
        im[low]! += imaginary;
      }
    }
  }
}
