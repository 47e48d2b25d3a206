/** The part of a picture that the networks see. */

/** Input size of the networks; portrait photos are rotated, which changes no measure. */
export const INPUT = { width: 320, height: 240 };
export interface Pixels {
  /** RGBA, as in ImageData. */
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

interface Crop {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Return the crop that the networks see, in pixels of the picture. */
export function centreCrop(width: number, height: number): Crop {
  const [wide, high] = width >= height ? [INPUT.width, INPUT.height] : [INPUT.height, INPUT.width];
  const cropWidth = Math.min(width, Math.round((height * wide) / high));
  const cropHeight = Math.min(height, Math.round((width * high) / wide));
  return {
    left: Math.floor((width - cropWidth) / 2),
    top: Math.floor((height - cropHeight) / 2),
    width: cropWidth,
    height: cropHeight,
  };
}
