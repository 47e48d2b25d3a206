/** The device's cameras. */

import type { PhotoFinding } from "../../assessment/preparedPhoto";
import { createDrawing, toJpeg } from "./canvas";
import { centreCrop } from "./crop";
import { judgePixels } from "./quality";

/** `altered`: the browser changes the pixels that are read from a canvas. */
export type CameraFault = "refused" | "missing" | "busy" | "failed" | "altered";

const FAULTS: Record<string, CameraFault> = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "busy",
  AbortError: "busy",
};

export function faultOf(reason: unknown): CameraFault {
  return (reason instanceof DOMException && FAULTS[reason.name]) || "failed";
}

/** Whether there is a camera API; browsers hide it from pages without https. */
export function hasCamera(): boolean {
  return typeof navigator.mediaDevices?.getUserMedia === "function";
}

/** Open the given camera, or the one at the device's back. */
export function openCamera(deviceId: string | null): Promise<MediaStream> {
  const which: MediaTrackConstraints =
    deviceId === null
      ? { facingMode: { ideal: "environment" } }
      : { deviceId: { exact: deviceId } };
  const size = { width: { ideal: 1920 }, height: { ideal: 1440 } };
  return navigator.mediaDevices.getUserMedia({ video: { ...which, ...size }, audio: false });
}

export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Return the ids of all cameras, USB scalp scopes included; empty ids before permission is given. */
export async function listCameras(): Promise<string[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind }) => kind === "videoinput").map(({ deviceId }) => deviceId);
}

/** Large enough for the networks' input, small enough to be measured several times a second. */
const JUDGED_WIDTH = 640;

/** Return the findings about the current frame, the worst first. */
export function judgeLive(video: HTMLVideoElement, canvas: HTMLCanvasElement): PhotoFinding[] {
  const crop = centreCrop(video.videoWidth, video.videoHeight);
  const scale = Math.min(1, JUDGED_WIDTH / Math.max(crop.width, crop.height));
  canvas.width = Math.round(crop.width * scale);
  canvas.height = Math.round(crop.height * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) return [];
  const { left, top, width, height } = crop;
  context.drawImage(video, left, top, width, height, 0, 0, canvas.width, canvas.height);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  return judgePixels(pixels, Math.min(video.videoWidth, video.videoHeight));
}

/** Return the current frame at the camera's full resolution. */
export function takePicture(video: HTMLVideoElement): Promise<Blob> {
  const drawing = createDrawing(video.videoWidth, video.videoHeight);
  drawing.context.drawImage(video, 0, 0);
  return toJpeg(drawing, 0.95);
}
