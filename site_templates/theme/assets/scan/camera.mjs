// @ts-check
/** The camera: opened when asked, looked at some times a second, and closed for good whatever ends the scan. */
import { pixels } from "./pixels.mjs";

/** @typedef {"denied" | "none" | "busy" | "insecure" | "unsupported"} Hindrance why there is no picture */

/** Milliseconds from one look to the next; a phone stays cool, and a hand has not moved away. */
const PERIOD = 150;
/** Pixels of the longer side that are looked at. */
const SIDE = 1280;

export class Hindered extends Error {
  /** @param {Hindrance} hindrance */
  constructor(hindrance) {
    super(hindrance);
    this.hindrance = hindrance;
  }
}

/** What is in the way of a camera before anybody is asked for it. @returns {Promise<Hindrance | undefined>} */
export async function hindrance() {
  if (!window.isSecureContext) return "insecure";
  if (!navigator.mediaDevices?.getUserMedia) return "unsupported";
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => undefined);
  return devices && !devices.some(({ kind }) => kind === "videoinput") ? "none" : undefined;
}

/**
 * Show the camera's picture in `video` until the signal says stop. Throws Hindered.
 * @param {HTMLVideoElement} video @param {AbortSignal} signal @returns {Promise<MediaStreamTrack>}
 */
export async function open(video, signal) {
  const stream = await ask();
  const close = () => {
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  };
  signal.addEventListener("abort", close);
  if (signal.aborted) {
    close();
    throw new Error("given up");
  }
  video.srcObject = stream;
  await video.play();
  return stream.getVideoTracks()[0];
}

async function ask() {
  const video = { facingMode: { ideal: "environment" }, width: { ideal: SIDE }, height: { ideal: 720 } };
  try {
    return await navigator.mediaDevices.getUserMedia({ video, audio: false });
  } catch (error) {
    throw new Hindered(reason(/** @type {DOMException} */ (error).name));
  }
}

/** @param {string} name of what getUserMedia throws @returns {Hindrance} */
function reason(name) {
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "none" : "busy";
}

/**
 * Look at the picture until there are codes in it; undefined if the signal says stop before.
 * @param {HTMLVideoElement} video @param {import("./decoder.mjs").Decode} decode @param {AbortSignal} signal
 */
export async function watch(video, decode, signal) {
  while (!signal.aborted) {
    const size = { width: video.videoWidth, height: video.videoHeight };
    const begun = performance.now();
    const side = Math.min(SIDE, Math.max(size.width, size.height));
    const texts = side > 0 ? await decode(pixels(video, size, { side })) : [];
    if (texts.length > 0) return signal.aborted ? undefined : texts;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, begun + PERIOD - performance.now())));
  }
  return undefined;
}

/** Whether the camera has a light. @param {MediaStreamTrack} track */
export function hasTorch(track) {
  return /** @type {any} */ (track.getCapabilities?.())?.torch === true;
}

/** @param {MediaStreamTrack} track @param {boolean} on */
export function light(track, on) {
  return track.applyConstraints(/** @type {any} */ ({ advanced: [{ torch: on }] }));
}
