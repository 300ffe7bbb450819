// @ts-check
/** Pixels of a picture or of a video's frame, at another size and angle. */

/**
 * @param {CanvasImageSource} source @param {Size} size its own
 * @param {{side: number, angle?: number}} way length of the longer side that is wanted; degrees
 */
export function pixels(source, { width, height }, { side, angle = 0 }) {
  const scale = side / Math.max(width, height);
  const [wide, high] = [width * scale, height * scale];
  const turn = (angle * Math.PI) / 180;
  const [sine, cosine] = [Math.abs(Math.sin(turn)), Math.abs(Math.cos(turn))];
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(wide * cosine + high * sine);
  canvas.height = Math.ceil(wide * sine + high * cosine);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("no canvas");
  context.fillStyle = "#fff"; // what is transparent is paper
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate(turn);
  context.imageSmoothingQuality = "high";
  context.drawImage(source, -wide / 2, -high / 2, wide, high);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** @typedef {{width: number, height: number}} Size */
