/** Grey pictures from which light and large shapes are taken, so that hair and pores are left. */

export interface Grey {
  width: number;
  height: number;
  data: Float32Array;
}

/** Side, as a share of the longest one, of the neighbourhood whose light is taken off. */
const NEIGHBOURHOOD = 0.1;
/** Deviations beyond this are glints and dirt. */
const MOST_DEVIATION = 2.5;
/** Share of each side over which the borders fade. */
const FADE = 0.12;

/** Return the luminance of RGBA pixels. */
export function toGrey({ data, width, height }: ImageData): Grey {
  const grey = new Float32Array(width * height);
  for (let index = 0; index < grey.length; index += 1) {
    const at = index * 4;
    grey[index] = 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
  }
  return { width, height, data: grey };
}

/** Return the picture with its longest side reduced to `longest`, by the mean of what falls together. */
export function reduce(grey: Grey, longest: number): Grey {
  const scale = longest / Math.max(grey.width, grey.height);
  const width = Math.round(grey.width * scale);
  const height = Math.round(grey.height * scale);
  const across = averaged(grey.data, grey.height, grey.width, width);
  return { width, height, data: averaged(across, width, grey.height, height) };
}

/** Average lines of `from` samples into `to` samples; return them as columns. */
function averaged(data: Float32Array, lines: number, from: number, to: number): Float32Array {
  const result = new Float32Array(lines * to);
  const step = from / to;
  for (let place = 0; place < to; place += 1) {
    const start = place * step;
    const end = Math.min(from, start + step);
    for (let line = 0; line < lines; line += 1) {
      let total = 0;
      for (let at = Math.floor(start); at < end; at += 1) {
        total += data[line * from + at]! * (Math.min(end, at + 1) - Math.max(start, at));
      }
      result[place * lines + line] = total / (end - start);
    }
  }
  return result;
}

/** Return the deviation of each pixel from its neighbourhood, in its standard deviations, fading out at the borders. */
export function flatten(grey: Grey): Grey {
  const { width, height, data } = grey;
  const radius = Math.max(2, Math.round((Math.max(width, height) * NEIGHBOURHOOD) / 2));
  const mean = blurred(grey, data, radius);
  const detail = data.map((value, index) => value - mean[index]!);
  const power = blurred(
    grey,
    detail.map((value) => value * value),
    2 * radius,
  );
  const flat = detail.map((value, index) => {
    const deviation = value / (Math.sqrt(power[index]!) + 1);
    const limited = Math.max(-MOST_DEVIATION, Math.min(MOST_DEVIATION, deviation));
    const [column, row] = [index % width, Math.floor(index / width)];
    return limited * fade(column, width) * fade(row, height);
  });
  return { width, height, data: flat };
}

/** Return the mean of the pixels within `radius` of each one. */
function blurred({ width, height }: Grey, data: Float32Array, radius: number): Float32Array {
  const across = runningMean(data, height, width, radius);
  return runningMean(across, width, height, radius);
}

/** Average along lines of `length`; return them as columns. */
function runningMean(
  data: Float32Array,
  lines: number,
  length: number,
  radius: number,
): Float32Array {
  const result = new Float32Array(data.length);
  for (let line = 0; line < lines; line += 1) {
    let total = 0;
    let count = 0;
    for (let place = -radius; place < length; place += 1) {
      if (place + radius < length) {
        total += data[line * length + place + radius]!;
        count += 1;
      }
      if (place - radius > 0) {
        total -= data[line * length + place - radius - 1]!;
        count -= 1;
      }
      if (place >= 0) result[place * lines + line] = total / count;
    }
  }
  return result;
}

function fade(place: number, length: number): number {
  const edge = Math.min(place + 0.5, length - place - 0.5) / (length * FADE);
  return edge >= 1 ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * edge);
}
