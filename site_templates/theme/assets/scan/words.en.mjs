// @ts-check
/** What the scan page says in English. `{…}` is the place of a fact. */

/** @type {typeof import("./words.zh.mjs").words} */
export const words = {
  opening: "Opening the camera…",
  loading: "Loading the code reader…",
  looking: "Hold the QR code in the picture. It is read and checked by itself.",
  unseen: "No QR code read so far. Move closer and avoid glare, or use a photo.",
  closed: "The camera is off.",
  lost: "The camera was disconnected. Open it again, or upload a photo.",
  hindrance: {
    denied: "No camera permission. Upload a photo, or scan with your phone’s own camera.",
    none: "No camera was found. Upload a photo or screenshot of the certificate.",
    busy: "The camera does not open; another program may be using it. Close that program and try again, or upload a photo.",
    insecure: "This page was not opened over https, so the browser does not allow the camera. Upload a photo or screenshot of the certificate.",
    unsupported: "This browser cannot use the camera on a web page. Upload a photo or screenshot of the certificate.",
  },
  no_decoder: "The code reader did not load: the network dropped, or the browser is too old. Try again, or type the certificate number.",
  reading: "Reading the picture…",
  nothing: "No QR code in this image. Move closer and avoid glare.",
  unreadable: {
    several: "One picture at a time: choose a single one.",
    heic: "This is a HEIC photo, which this page cannot read. Convert it to JPEG, or upload a screenshot.",
    pdf: "This is a PDF file, which this page cannot read. Open it, take a screenshot of the QR code and upload that.",
    type: "This page cannot read this file. Choose a JPEG, PNG or WebP picture.",
    size: "The picture is too large and was not read. Cut out the part with the QR code and upload that.",
    damaged: "The picture does not open; the file may be damaged. Choose another one.",
  },
  found: "Certificate number read. Checking {no}…",
  foreign: "This code points to {host}, not to us. We did not open it.",
  numberless: "This code is an address of ours, but has no certificate number.",
  other: "This is not a code for checking a certificate.",
  content: "What the code says",
  next: {
    foreign: "To check the certificate, use the number printed on it.",
    numberless: "Use the number printed on the certificate.",
    other: "If there is a certificate number in it, type it to check.",
  },
  type_number: "Type a certificate number",
  again: "Scan again",
  choice: "{n} QR codes found – choose one",
  choice_hint: "Only our own codes for checking certificates can be chosen.",
  no_choice: "{n} QR codes found, none of them for checking a certificate of ours",
  check: "Check {no}",
  choice_foreign: "Points to {host}, not to us. Not opened",
  choice_numberless: "An address of ours without a certificate number",
  choice_other: "Not a code for checking a certificate",
};
