/**
 * Canvases, and whether the browser returns the pixels that were drawn.
 *
 * As a protection from fingerprinting some browsers return noise, stripes or white instead (Firefox with
 * resistFingerprinting, Tor Browser, LibreWolf, extensions). Display is not affected.
 */

const JPEG_QUALITY = 0.92;

interface Drawing {
  context: CanvasRenderingContext2D;
  canvas: HTMLCanvasElement;
}

/** Return a canvas of this size; raise if the device has too little memory. */
export function createDrawing(width: number, height: number): Drawing {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("no canvas");
  context.imageSmoothingQuality = "high";
  return { canvas, context };
}

export async function toJpeg({ canvas }: Drawing, quality = JPEG_QUALITY): Promise<Blob> {
  const jpeg = await new Promise<Blob | null>((resolve) =>
    canvas.toBlob(resolve, "image/jpeg", quality),
  );
  if (jpeg === null || jpeg.type !== "image/jpeg") throw new Error("no JPEG");
  return jpeg;
}

/** Decode by an image element, which applies the EXIF orientation; return null if that fails. */
export async function decodeImage(url: string): Promise<HTMLImageElement | null> {
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
    return image;
  } catch {
    return null;
  }
}

/** Side of a test tile in pixels: a JPEG unit with 4:2:0 chroma subsampling. */
const TILE = 16;
const ACROSS = 12;
const DOWN = 9;
/** Chroma subsampling blurs colours across a tile's edges by a pixel. */
const EDGE = 2;
/** Largest difference of a channel (0 … 255) by rounding, JPEG, and noise of ±1. */
const TOLERANCE = 40;

/** Whether pixels and JPEG files read from a canvas are what was drawn. */
export async function isCanvasFaithful(): Promise<boolean> {
  const colours = crypto.getRandomValues(new Uint8Array(ACROSS * DOWN * 3));
  const drawing = createDrawing(ACROSS * TILE, DOWN * TILE);
  for (let tile = 0; tile < ACROSS * DOWN; tile += 1) {
    const [red, green, blue] = colours.subarray(tile * 3);
    drawing.context.fillStyle = `rgb(${red}, ${green}, ${blue})`;
    const row = Math.floor(tile / ACROSS);
    drawing.context.fillRect((tile % ACROSS) * TILE, row * TILE, TILE, TILE);
  }
  if (!hasColours(drawing, colours, 0)) return false;
  const url = URL.createObjectURL(await toJpeg(drawing));
  const image = await decodeImage(url);
  URL.revokeObjectURL(url);
  if (image === null) return false;
  const again = createDrawing(ACROSS * TILE, DOWN * TILE);
  again.context.drawImage(image, 0, 0);
  return hasColours(again, colours, EDGE);
}

/** Whether all pixels have their tile's colour, except `edge` pixels around each tile. */
function hasColours({ context, canvas }: Drawing, colours: Uint8Array, edge: number): boolean {
  const { width, height } = canvas;
  const isEdge = (place: number) => place % TILE < edge || place % TILE >= TILE - edge;
  const { data } = context.getImageData(0, 0, width, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (isEdge(x) || isEdge(y)) continue;
      const tile = Math.floor(y / TILE) * ACROSS + Math.floor(x / TILE);
      for (let channel = 0; channel < 3; channel += 1) {
        const difference = data[(y * width + x) * 4 + channel]! - colours[tile * 3 + channel]!;
        if (Math.abs(difference) > TOLERANCE) return false;
      }
    }
  }
  return true;
}
