"""The report of a check, for tests: a check page that has made one, and what a decoder reads on it."""

from __future__ import annotations

import base64

import numpy
import zxingcpp
from playwright.sync_api import Locator, Page
from states import NOW, State, prepare, record

LANGUAGES = {"zh": "", "en": "en/"}

LONG_SCOPE = "，".join(
    f"第{number}类精密零件、组件和专用工装的设计、生产、销售和售后服务" for number in range(1, 121)
)
SITES = [f"示例市样本区示例路 {number} 号第 {number} 生产厂区及其仓库" for number in range(1, 11)]
OVERSIZED = record(
    "99926Q00077R0S",
    *((f"2026-{3 + n // 10:02}-{5 + 2 * (n % 10):02}", "surveillance_passed") for n in range(29)),
    scope=LONG_SCOPE,
    sites=SITES,
)
"""A scope of thousands of characters, 10 sites and 30 events."""

_CHECK = """async ([typed, lang]) => {
  const [{ verify }, { nothingHeld }, { words }, { words: ofData }, { words: day }, report] = await Promise.all(
    ["verify/verify", "verify/store", ...["", "data.", "day."].map((part) => `verify/words.${part}${lang}`), "report/report"].map(
      (name) => import(new URL(`assets/${name}.mjs`, location.href).href),
    ),
  );
  const data = document.getElementById("main").dataset;
  const setting = {
    lang, words: { ...words, ...ofData, day }, body: data.body, domain: data.domain, phone: data.phone || undefined,
    platform: { text: data.platform, href: data.platformUrl },
  };
  const result = await verify(typed, {
    register: data.register, bits: Number(data.bits), snapshot: data.snapshot, held: nothingHeld(),
    newest: localStorage.getItem("certsite newest /register/1/") ?? "",
    fetch: window.fetch.bind(window), now: Date.now, signal: new AbortController().signal, begun: () => {},
  });
  window.checked = { result, setting, report };
  document.getElementById("answer").replaceChildren(report.buttons(result, setting));
  const link = document.querySelector("link[href$='report.css']");
  if (!link.sheet) await new Promise((done) => ["load", "error"].forEach((end) => link.addEventListener(end, done)));
}"""


def check(page: Page, root: str, typed: str, lang: str = "zh", *, fault: str = "", now: str = NOW) -> None:
    """Open the check page and put the buttons of an answer on it; `window.checked` is the answer."""
    page.clock.set_fixed_time(now)
    prepare(page, fault)
    page.goto(f"{root}{LANGUAGES[lang]}verify.html")
    page.evaluate(_CHECK, [typed, lang])


def check_state(page: Page, root: str, state: State, lang: str) -> None:
    """Do the same for a state of the check page."""
    check(page, root, state.typed, lang, fault=state.fault, now=state.now)


def on_paper(page: Page) -> Locator:
    """Let the page believe that it is printed, and return the report."""
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    return page.locator("body > .report")


def decode(page: Page, png: bytes) -> list[str]:
    """Return what a decoder reads in a PNG."""
    return [found.text for found in codes(page, png)]


def codes(page: Page, png: bytes) -> list[zxingcpp.Barcode]:
    """Return the codes that a decoder finds in a PNG. The browser opens it, so no other program for images is needed."""
    script = """async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = document.createElement("canvas");
      Object.assign(canvas, { width: image.naturalWidth, height: image.naturalHeight });
      const context = canvas.getContext("2d");
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      let green = "";
      for (let at = 1; at < data.length; at += 4) green += String.fromCharCode(data[at]);
      return [canvas.width, canvas.height, btoa(green)];
    }"""
    source = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    width, height, green = page.evaluate(script, source)
    picture = numpy.frombuffer(base64.b64decode(green), numpy.uint8).reshape(height, width)
    # One kind is asked for, because the stripes of a QR code are now and then read as a linear code as well.
    return list(zxingcpp.read_barcodes(picture, zxingcpp.BarcodeFormat.QRCode))
