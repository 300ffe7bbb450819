// @ts-check
/** Reads QR codes from pixels: with the browser's own detector, else with zxing, which is loaded when it is first needed. */

/** @typedef {(image: ImageData) => Promise<string[]>} Decode the texts of the codes in an image */

/** More codes than this are on no certificate. */
const MOST = 8;

/** A decoder that works here; a code that says nothing is none. Rejects if zxing is needed and cannot be had. @returns {Promise<Decode>} */
export async function decoder() {
  const own = await browsersOwn();
  const decode = own === undefined ? await zxing() : withAid(own);
  return async (image) => (await decode(image)).filter((text) => text.trim() !== "");
}

/** Some systems offer the detector and fail when it is used: their service is missing. @param {Decode} own @returns {Decode} */
function withAid(own) {
  return (image) => own(image).catch(async () => (await zxing())(image));
}

/** @returns {Promise<Decode | undefined>} */
async function browsersOwn() {
  const { BarcodeDetector } = /** @type {any} */ (globalThis);
  if (BarcodeDetector === undefined) return undefined;
  try {
    const formats = await BarcodeDetector.getSupportedFormats();
    if (!formats.includes("qr_code")) return undefined;
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (image) => {
      const codes = /** @type {{rawValue: string}[]} */ (await detector.detect(image));
      return codes.map(({ rawValue }) => rawValue);
    };
  } catch {
    return undefined;
  }
}

/** @type {Promise<Decode> | undefined} */
let loaded;

/** One zxing for the page; after a failure the next try loads again. */
function zxing() {
  loaded ??= load().catch((error) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

/** @returns {Promise<Decode>} */
async function load() {
  /** @param {string} name */
  const beside = (name) => new URL(`zxing/reader/${name}`, import.meta.url).href;
  const [reader, wasmBinary] = await Promise.all([import("./zxing/reader/index.js"), bytes(beside("zxing_reader.wasm"))]);
  // Without these it would ask a host that is not ours; with the bytes at hand it asks none.
  const overrides = { wasmBinary, locateFile: beside };
  await reader.prepareZXingModule({ overrides, fireImmediately: true });
  return async (image) => {
    const codes = await reader.readBarcodes(image, { formats: ["QRCode"], textMode: "Plain", maxNumberOfSymbols: MOST });
    return codes.map(({ text }) => text);
  };
}

/** As bytes, since a stream would need a server that knows the type of `.wasm`. @param {string} address */
async function bytes(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.arrayBuffer();
}
