"""The scan page: what a code means, the camera, pictures, and that nothing leaves the browser or is opened."""

import base64
import contextlib
import hashlib
import json
import os
import re
from pathlib import Path

import finder
import pictures
import published
import pytest
import server
from playwright.sync_api import expect
from states import NOW, RECORDS

ROOT = Path(__file__).parents[2]
ZXING = ROOT / "site_templates/theme/assets/scan/zxing"
TARGETS = json.loads((ROOT / "tests/fixtures/scan/targets.json").read_text(encoding="utf-8"))

LANGUAGES = {"zh": "", "en": "en/"}
OURS = "https://certificates.example/verify.html#n=99926Q00001R0S"
FOREIGN = "https://certificates.example@evil.example/verify.html#n=99926Q00001R0S"
TEXT = "证书编号见正面\nHello"


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """The file that the fake camera plays; it is read when the camera is opened."""
    file = tmp_path_factory.mktemp("camera") / "film.y4m"
    file.write_bytes(pictures.video(pictures.blank()))
    return file


@contextlib.contextmanager
def launch(browser, *arguments):
    own = browser.browser_type
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    arguments = ["--disable-gpu", server.BY_NAME, *root, *arguments]
    with own.launch(executable_path=finder.find(own.executable_path), args=arguments) as launched:
        yield launched


@pytest.fixture(scope="module")
def browser(browser, film):
    """A browser with a fake camera, in place of the one of the run."""
    playing = (
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )
    with launch(browser, *playing) as launched:
        yield launched


@pytest.fixture(scope="module")
def address(check_pages):
    root, folder = check_pages
    published.write(folder / "register/1", RECORDS)
    return root


@pytest.fixture
def open_scan(address, new_page):
    """A function that opens the scan page of a browser without a detector of its own."""

    def open_page(lang="zh", *, camera=True, script="", **options):
        page = new_page(permissions=["camera"] if camera else [], **options)
        page.set_default_timeout(15_000)
        page.add_init_script("delete globalThis.BarcodeDetector;" + script)
        page.clock.set_fixed_time(NOW)
        page.goto(f"{address}{LANGUAGES[lang]}scan.html")
        page.locator("#tools").wait_for()
        return page

    return open_page


def give(page, *files):
    """Choose files; each is bytes, or (name, type, bytes)."""
    whole = [file if isinstance(file, tuple) else ("photo.png", "image/png", file) for file in files]
    payload = [dict(zip(("name", "mimeType", "buffer"), file, strict=True)) for file in whole]
    page.locator("#file").set_input_files(payload[0] if len(payload) == 1 else payload)


def photo(*texts):
    return pictures.png(pictures.coded(*texts) if texts else pictures.blank())


def verdict(page):
    return page.locator("#verdict")


SAYS = {
    "start": {"zh": "打开相机", "en": "Open the camera"},
    "stop": {"zh": "关闭相机", "en": "Turn the camera off"},
    "again": {"zh": "继续扫描", "en": "Scan again"},
}


def button(page, name, lang="zh"):
    return page.get_by_role("button", name=SAYS[name][lang], exact=True)


# What a code means


def meant(target, asked):
    return {
        "check": asked,
        "foreign": target.get("host"),
        "numberless": True,
        "other": target["text"],
    }[target["kind"]]


@pytest.mark.parametrize("case", TARGETS["cases"], ids=lambda case: case["name"])
def test_what_a_code_means(modules, case):
    page, folder = modules
    found = page.evaluate(
        """async ([module, code, here]) => {
          const { checkOf, target } = await import(module);
          const found = target(code, here);
          return [found, found.kind === "check" ? checkOf(found.question) : ""];
        }""",
        [f"{folder}../scan/target.mjs", case["code"], {**TARGETS["here"], **case.get("here", {})}],
    )
    kind = found[0]["kind"]
    assert {kind: meant(*found)} == {key: case[key] for key in case if key not in ("name", "code", "here")}


def test_a_long_text_is_cut(modules):
    page, folder = modules
    shown = page.evaluate(
        """async (module) => (await import(module)).target("字".repeat(5000), {root: "https://a.example/", domain: "a.example"}).text""",
        f"{folder}../scan/target.mjs",
    )
    assert shown == "字" * 300 + "…"


# The decoder


def test_vendored_files_are_as_published():
    table = dict(
        re.findall(
            r"^\| `([^`]+)` \| `[^`]+` \| `([0-9a-f]{64})` \|$", (ZXING / "README.md").read_text(), re.M
        )
    )
    files = {path.relative_to(ZXING).as_posix(): path for path in ZXING.rglob("*") if path.is_file()}
    own = {"README.md", "LICENSE.zxing-cpp", "LICENSE.libzueci"}
    assert {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items() if name not in own
    } == table
    assert (ZXING / "LICENSE.zxing-cpp").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_zxing_is_loaded_when_somebody_asks(open_scan, address, film):
    asked = []
    page = open_scan(camera=False)
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_load_state("networkidle")
    assert asked
    assert not any("zxing" in url for url in asked)
    give(page, photo())
    expect(page.locator("#photo-says")).to_have_text("图片中没有找到二维码。靠近一些，避免反光。")
    files = ("share.js", "reader/index.js", "reader/zxing_reader.wasm")
    assert {url for url in asked if "zxing" in url} == {
        f"{address}assets/scan/zxing/{file}" for file in files
    }


DETECTOR = """globalThis.BarcodeDetector = class {
  static getSupportedFormats() { return Promise.resolve([%s]); }
  detect() { return %s; }
};"""


@pytest.mark.parametrize(
    ("formats", "detects", "zxing"),
    [
        ("'qr_code', 'ean_13'", "Promise.resolve([{ rawValue: '99926Q00007R0S' }])", False),
        ("'ean_13'", "Promise.resolve([{ rawValue: '99926Q00007R0S' }])", True),
        ("'qr_code'", "Promise.reject(new Error('no service'))", True),
    ],
)
def test_the_browsers_own_detector_comes_first(open_scan, formats, detects, zxing):
    page = open_scan(script=DETECTOR % (formats, detects))
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    give(page, photo(OURS))
    expect(verdict(page)).to_have_text("证书有效" if zxing else "证书已撤销")
    assert any("zxing" in url for url in asked) == zxing


def test_a_code_that_says_nothing_is_none(open_scan):
    page = open_scan(script=DETECTOR % ("'qr_code'", "Promise.resolve([{ rawValue: ' ' }])"))
    give(page, photo())
    expect(page.locator("#photo-says")).to_have_text("图片中没有找到二维码。靠近一些，避免反光。")
    button(page, "start").click()
    expect(page.locator("#camera-says")).to_have_text("把二维码放进画面，识别后自动查询。")
    assert live(page)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_decoder_that_does_not_load_is_said_and_tried_again(open_scan, film, lang):
    page = open_scan(lang, allow=("404", "zxing_reader.wasm"))
    page.route("**/*.wasm", lambda route: route.fulfill(status=404))
    said = {
        "zh": "识别程序没有加载成功：网络中断，或浏览器太旧。请再试一次，或直接输入证书编号。",
        "en": "The code reader did not load: the network dropped, or the browser is too old. "
        "Try again, or type the certificate number.",
    }[lang]
    give(page, photo(OURS))
    expect(page.locator("#photo-says")).to_have_text(said)
    button(page, "start", lang).click()
    expect(page.locator("#camera-says")).to_have_text(said)
    expect(page.locator("#camera-says")).to_be_focused()
    expect(page.locator("#viewfinder")).to_be_hidden()
    page.unroute("**/*.wasm")
    give(page, photo(OURS))
    expect(verdict(page)).to_have_text({"zh": "证书有效", "en": "Valid"}[lang])


# The camera


def play(film, *texts):
    film.write_bytes(pictures.video(pictures.coded(*texts) if texts else pictures.blank()))


def live(page):
    """Whether a camera is in use."""
    return page.evaluate("document.getElementById('video').srcObject?.active ?? false")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_camera(open_scan, film, lang):
    play(film, f"{OURS}&to=2029-03-01")
    page = open_scan(lang)
    assert page.title().startswith(
        {"zh": "扫描证书二维码 - ", "en": "Scan the code on a certificate - "}[lang]
    )
    button(page, "start", lang).click()
    expect(verdict(page)).to_have_text({"zh": "证书有效", "en": "Valid"}[lang])
    assert page.url.endswith(f"/{LANGUAGES[lang]}verify.html#n=99926Q00001R0S&to=2029-03-01")
    page.go_back()
    expect(button(page, "start", lang)).to_be_visible()
    expect(page.locator("#viewfinder")).to_be_hidden()
    for says in page.get_by_role("status").all():
        expect(says).to_be_empty()
    button(page, "start", lang).click()
    expect(verdict(page)).to_be_visible()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_camera_without_a_code_in_view(open_scan, film, lang):
    play(film)
    page = open_scan(lang)
    page.clock.install(time=NOW)
    button(page, "start", lang).press("Enter")
    says = page.locator("#camera-says")
    looking = {
        "zh": "把二维码放进画面，识别后自动查询。",
        "en": "Hold the QR code in the picture. It is read and checked by itself.",
    }
    expect(says).to_have_text(looking[lang])
    expect(button(page, "stop", lang)).to_be_focused()
    assert live(page)
    page.clock.run_for(15_000)
    unseen = {
        "zh": "还没有识别到二维码。靠近一些，避免反光；也可以改用照片。",
        "en": "No QR code read so far. Move closer and avoid glare, or use a photo.",
    }
    expect(says).to_have_text(unseen[lang])
    page.keyboard.press("Enter")
    expect(says).to_have_text({"zh": "相机已关闭。", "en": "The camera is off."}[lang])
    expect(button(page, "start", lang)).to_be_focused()
    assert not live(page)


TRACK = "const track = document.getElementById('video').srcObject.getTracks()[0];"


@pytest.mark.parametrize("end", ["hidden", "pagehide"])
def test_camera_ends_with_the_page(open_scan, film, end):
    play(film)
    page = open_scan()
    button(page, "start").click()
    expect(page.locator("#viewfinder")).to_be_visible()
    page.evaluate(f"() => {{ {TRACK} globalThis.kept = track; }}")
    if end == "hidden":
        page.evaluate(
            """() => {
              Object.defineProperty(document, "hidden", { value: true });
              document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )
        expect(page.locator("#camera-says")).to_have_text("相机已关闭。")
    else:
        page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert page.evaluate("globalThis.kept.readyState") == "ended"
    expect(page.locator("#viewfinder")).to_be_hidden()
    expect(button(page, "start")).to_be_visible()


def test_camera_is_closed_by_a_photo(open_scan, film):
    play(film)
    page = open_scan()
    button(page, "start").click()
    expect(page.locator("#viewfinder")).to_be_visible()
    give(page, photo(FOREIGN))
    expect(page.get_by_role("heading", name="evil.example")).to_be_focused()
    assert not live(page)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_camera_that_is_unplugged(open_scan, film, lang):
    play(film)
    page = open_scan(lang)
    button(page, "start", lang).click()
    expect(page.locator("#viewfinder")).to_be_visible()
    page.evaluate(f"() => {{ {TRACK} track.stop(); track.dispatchEvent(new Event('ended')); }}")
    lost = {
        "zh": "相机断开了。可以重新打开，或上传照片。",
        "en": "The camera was disconnected. Open it again, or upload a photo.",
    }
    expect(page.locator("#camera-says")).to_have_text(lost[lang])
    expect(button(page, "start", lang)).to_be_focused()


def test_light(open_scan, film):
    play(film)
    script = """
      MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true });
      globalThis.lit = [];
      MediaStreamTrack.prototype.applyConstraints = async ({ advanced }) => { globalThis.lit.push(advanced[0].torch); };
    """
    page = open_scan(script=script)
    torch = page.get_by_role("button", name="手电筒")
    expect(torch).to_have_count(0)
    button(page, "start").click()
    expect(torch).to_have_attribute("aria-pressed", "false")
    torch.click()
    expect(torch).to_have_attribute("aria-pressed", "true")
    torch.click()
    expect(torch).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("globalThis.lit") == [True, False]


def test_no_light_no_button(open_scan, film):
    play(film)
    page = open_scan()
    button(page, "start").click()
    expect(button(page, "stop")).to_be_visible()
    expect(page.get_by_role("button", name="手电筒")).to_have_count(0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_camera_denied(open_scan, lang):
    page = open_scan(lang, camera=False)
    button(page, "start", lang).click()
    denied = {
        "zh": "没有相机权限。可上传照片，或用微信“扫一扫”直接扫证书。",
        "en": "No camera permission. Upload a photo, or scan with your phone’s own camera.",
    }
    says = page.locator("#camera-says")
    expect(says).to_have_text(denied[lang])
    expect(says).to_be_focused()
    expect(button(page, "start", lang)).to_be_enabled()


HINDRANCES = {
    "busy": {
        "zh": "相机打不开，可能正被其他程序使用。关闭那个程序后再试，或上传照片。",
        "en": "The camera does not open; another program may be using it. "
        "Close that program and try again, or upload a photo.",
    },
    "none": {
        "zh": "没有找到相机。请上传证书照片或截图。",
        "en": "No camera was found. Upload a photo or screenshot of the certificate.",
    },
    "unsupported": {
        "zh": "这个浏览器不能在网页中使用相机。请上传证书照片或截图。",
        "en": "This browser cannot use the camera on a web page. Upload a photo or screenshot of the certificate.",
    },
    "insecure": {
        "zh": "本页没有通过 https 打开，浏览器不允许使用相机。请上传证书照片或截图。",
        "en": "This page was not opened over https, so the browser does not allow the camera. "
        "Upload a photo or screenshot of the certificate.",
    },
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_camera_in_use(open_scan, lang):
    failing = "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotReadableError'); };"
    page = open_scan(lang, script=failing)
    button(page, "start", lang).click()
    expect(page.locator("#camera-says")).to_have_text(HINDRANCES["busy"][lang])
    expect(page.locator("#camera-says")).to_be_focused()
    expect(button(page, "start", lang)).to_be_enabled()


def without_camera(page, lang, said):
    """There is nothing to press for a camera, and a photo still leads to the check."""
    expect(page.locator("#camera-hint")).to_have_text(said)
    expect(button(page, "start", lang)).to_have_count(0)
    give(page, photo(TEXT))
    expect(page.locator("#answer h2")).to_be_focused()
    expect(button(page, "start", lang)).to_have_count(0)
    expect(page.locator("#camera-hint")).to_have_text(said)


def test_camera_taken_away_after_the_page_has_loaded(open_scan):
    page = open_scan(
        script="navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotFoundError'); };"
    )
    button(page, "start").click()
    expect(page.locator("#camera-hint")).to_be_focused()
    without_camera(page, "zh", HINDRANCES["none"]["zh"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_browser_without_camera_access(open_scan, lang):
    page = open_scan(lang, script="Object.defineProperty(navigator, 'mediaDevices', { value: undefined });")
    without_camera(page, lang, HINDRANCES["unsupported"][lang])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_plain_http(address, new_page, lang):
    page = new_page(allow=(server.HOST,))
    page.goto(f"{server.by_name(address)}{LANGUAGES[lang]}scan.html")
    assert not page.evaluate("isSecureContext")
    without_camera(page, lang, HINDRANCES["insecure"][lang])


def test_device_without_camera(browser, address):
    with launch(browser, "--use-fake-device-for-media-stream=device-count=0") as bare:
        for lang, folder in LANGUAGES.items():
            page = bare.new_page()
            page.goto(f"{address}{folder}scan.html")
            without_camera(page, lang, HINDRANCES["none"][lang])


# Pictures


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "image/webp"])
def test_photo(open_scan, kind):
    page = open_scan()
    encoded = page.evaluate(
        """async ([png, type]) => {
          const source = await createImageBitmap(new Blob([Uint8Array.from(atob(png), (c) => c.charCodeAt(0))]));
          const canvas = new OffscreenCanvas(source.width, source.height);
          canvas.getContext("2d").drawImage(source, 0, 0);
          const blob = await canvas.convertToBlob({ type, quality: 0.8 });
          if (blob.type !== type) throw new Error(blob.type);
          return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
        }""",
        [base64.b64encode(photo(OURS)).decode(), kind],
    )
    give(page, ("photo", "", base64.b64decode(encoded)))
    expect(verdict(page)).to_have_text("证书有效")
    assert page.url.endswith("/verify.html#n=99926Q00001R0S")
    page.go_back()
    expect(page.locator("#photo-says")).to_be_empty()
    give(page, photo())
    expect(page.locator("#photo-says")).to_have_text("图片中没有找到二维码。靠近一些，避免反光。")


def test_claims_of_a_code_are_checked(open_scan):
    page = open_scan()
    give(page, photo(f"{OURS.replace('verify.html#', 'v/?')}&holder=另一家"))
    expect(verdict(page)).to_have_text("二维码内容与登记信息不一致")


def test_small_code_on_a_large_page(open_scan):
    """A scan of A4 at 300 dpi, with a code of 20 mm that is turned."""
    page = open_scan()
    page.evaluate(
        """async (png) => {
          const source = await createImageBitmap(new Blob([Uint8Array.from(atob(png), (c) => c.charCodeAt(0))]));
          const canvas = new OffscreenCanvas(2480, 3508);
          const context = canvas.getContext("2d");
          context.fillStyle = "#f4f1e8";
          context.fillRect(0, 0, 2480, 3508);
          context.translate(1900, 2900);
          context.rotate(0.6);
          context.drawImage(source, 0, 0, 480, 360);
          const file = new File([await canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 })], "scan.jpg");
          const files = new DataTransfer();
          files.items.add(file);
          document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: files, bubbles: true }));
        }""",
        base64.b64encode(photo(OURS)).decode(),
    )
    expect(verdict(page)).to_have_text("证书有效")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_photo_without_a_code(open_scan, lang):
    page = open_scan(lang)
    give(page, photo())
    nothing = {
        "zh": "图片中没有找到二维码。靠近一些，避免反光。",
        "en": "No QR code in this image. Move closer and avoid glare.",
    }
    expect(page.locator("#photo-says")).to_have_text(nothing[lang])
    expect(page.locator("#photo-says")).to_have_attribute("role", "status")
    expect(page.locator("#answer")).to_be_empty()


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
HEIC = b"\0\0\0\x24ftypheic\0\0\0\0mif1"
UNREADABLE = [
    ("heic", [("IMG.jpg", "image/jpeg", HEIC)], "这是 HEIC 照片，本页读不了。请转换为 JPEG，或上传截图。",
     "This is a HEIC photo, which this page cannot read. Convert it to JPEG, or upload a screenshot."),
    ("pdf", [("证书.pdf", "application/pdf", PDF)], "这是 PDF 文件，本页读不了。请打开它，把二维码截图后上传截图。",
     "This is a PDF file, which this page cannot read. Open it, take a screenshot of the QR code and upload that."),
    ("type", [("a.png", "image/png", b"<svg xmlns='http://www.w3.org/2000/svg'/>")],
     "本页读不了这个文件。请选择 JPEG、PNG 或 WebP 图片。",
     "This page cannot read this file. Choose a JPEG, PNG or WebP picture."),
    ("empty", [b""], "本页读不了这个文件。请选择 JPEG、PNG 或 WebP 图片。",
     "This page cannot read this file. Choose a JPEG, PNG or WebP picture."),
    ("damaged", [photo(OURS)[:40]], "图片打不开，文件可能已损坏。请换一张图片。",
     "The picture does not open; the file may be damaged. Choose another one."),
]  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", UNREADABLE, ids=lambda case: case[0])
def test_file_that_is_not_read(open_scan, case, lang):
    _, files, zh, en = case
    page = open_scan(lang)
    give(page, *files)
    expect(page.locator("#photo-says")).to_have_text(zh if lang == "zh" else en)
    give(page, photo(OURS))
    expect(verdict(page)).to_be_visible()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_picture_that_is_too_large(open_scan, tmp_path, lang):
    """In bytes, and in pixels: the second file is small."""
    page = open_scan(lang)
    said = {
        "zh": "图片太大，没有读取。请裁剪或截取有二维码的部分，再上传。",
        "en": "The picture is too large and was not read. Cut out the part with the QR code and upload that.",
    }
    heavy, wide = tmp_path / "heavy.png", tmp_path / "wide.png"
    heavy.write_bytes(photo(OURS) + bytes(30_000_000))
    wide.write_bytes(pictures.png(pictures.blank(10_001, 10_000)))
    assert wide.stat().st_size < 1_000_000
    for file in (heavy, wide):
        page.locator("#file").set_input_files(file)
        expect(page.locator("#photo-says")).to_have_text(said[lang])
        give(page, photo())
        expect(page.locator("#photo-says")).not_to_have_text(said[lang])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_drop(open_scan, lang):
    page = open_scan(lang)

    def drop(*files):
        encoded = [base64.b64encode(file).decode() for file in files]
        return page.evaluate(
            """(files) => {
              const dataTransfer = new DataTransfer();
              for (const file of files) {
                dataTransfer.items.add(new File([Uint8Array.from(atob(file), (c) => c.charCodeAt(0))], "a.png"));
              }
              const event = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
              document.querySelector("h1").dispatchEvent(event);
              return event.defaultPrevented;
            }""",
            encoded,
        )

    assert drop(photo(OURS), photo(OURS))
    several = {"zh": "一次识别一张图片，请只选一张。", "en": "One picture at a time: choose a single one."}
    expect(page.locator("#photo-says")).to_have_text(several[lang])
    assert drop(photo(OURS))
    expect(verdict(page)).to_be_visible()


# What leads to no check


def never_opened(page):
    """The page is where it was, and nothing on it leads to what a code says."""
    assert page.url.endswith("/scan.html")
    assert page.locator("a[href*='evil'], a[href*='999']").count() == 0


WARNINGS = [
    (
        FOREIGN,
        "这个二维码指向 evil.example，不是本机构的网址，未打开。",
        "This code points to evil.example, not to us. We did not open it.",
        "要核实证书，请按证书上印的编号查询。",
        "To check the certificate, use the number printed on it.",
    ),
    (
        "https://certificates.example/en/",
        "这个二维码是本机构的网址，但其中没有证书编号。",
        "This code is an address of ours, but has no certificate number.",
        "请按证书上印的编号查询。",
        "Use the number printed on the certificate.",
    ),
    (
        TEXT,
        "这不是证书查询二维码。",
        "This is not a code for checking a certificate.",
        "其中如有证书编号，请照着输入查询。",
        "If there is a certificate number in it, type it to check.",
    ),
]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", WARNINGS, ids=["foreign", "numberless", "other"])
def test_code_that_leads_to_no_check(open_scan, film, case, lang):
    code, zh, en, next_zh, next_en = case
    page = open_scan(lang)
    heading = page.locator("#answer h2")
    for way in ("photo", "camera"):
        play(film, code)
        if way == "photo":
            give(page, photo(code))
        else:
            button(page, "start", lang).click()
        expect(button(page, "again", lang)).to_have_count(int(way == "camera"))
        expect(heading).to_have_text(zh if lang == "zh" else en)
        expect(heading).to_be_focused()
        expect(page.locator("#answer .next")).to_have_text(next_zh if lang == "zh" else next_en)
        expect(page.locator("#answer .content")).to_have_text(code, use_inner_text=True)
        never_opened(page)
    assert not live(page)
    play(film, OURS)
    button(page, "again", lang).click()
    expect(verdict(page)).to_be_visible()


def test_markup_in_a_code_is_text(open_scan):
    page = open_scan()
    code = '<img src=x onerror="alert(1)"><a href="https://evil.example/">'
    give(page, photo(code))
    expect(page.locator("#answer .content")).to_have_text(code)
    assert page.locator("#answer img, #answer .content a").count() == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_several_codes(open_scan, lang):
    """Of two codes in a picture the reader chooses; what is not ours cannot be chosen."""
    page = open_scan(lang)
    second = OURS.replace("00001R0S", "00007R0S")
    give(page, photo(OURS, second, FOREIGN))
    heading = page.locator("#answer h2")
    expect(heading).to_have_text(
        {"zh": "找到 3 个二维码，选择一个", "en": "3 QR codes found – choose one"}[lang]
    )
    expect(heading).to_be_focused()
    check = {"zh": "查询", "en": "Check"}[lang]
    rows = page.locator(".candidates li").all_inner_texts()
    foreign = {
        "zh": "指向 evil.example，不是本机构的网址，未打开",
        "en": "Points to evil.example, not to us. Not opened",
    }[lang]
    assert {row.split("\n")[0] for row in rows[:2]} == {f"{check} 99926Q00001R0S", f"{check} 99926Q00007R0S"}
    assert rows[2].startswith(foreign)
    never_opened(page)
    page.get_by_role("button", name=f"{check} 99926Q00007R0S").press("Enter")
    expect(verdict(page)).to_have_text({"zh": "证书已撤销", "en": "Withdrawn – not valid"}[lang])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_several_codes_none_of_ours(open_scan, film, lang):
    play(film, "https://evil.example/a", "https://evil.example/b")
    page = open_scan(lang)
    button(page, "start", lang).click()
    said = {
        "zh": "找到 2 个二维码，都不是本机构的证书查询二维码",
        "en": "2 QR codes found, none of them for checking a certificate of ours",
    }
    expect(page.locator("#answer h2")).to_have_text(said[lang])
    expect(page.locator(".candidates button")).to_have_count(0)
    never_opened(page)


def test_the_same_certificate_twice_is_one(open_scan):
    page = open_scan()
    give(page, photo(OURS, OURS.replace("https", "http")))
    expect(verdict(page)).to_have_text("证书有效")


# For everyone


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def reach(page, film, state, lang):
    codes = {"foreign": (FOREIGN,), "other": (TEXT,), "choice": (OURS, FOREIGN)}
    if state == "camera":
        play(film)
        button(page, "start", lang).click()
        expect(button(page, "stop", lang)).to_be_visible()
    elif state != "idle":
        give(page, photo(*codes.get(state, ())))
        page.locator("#answer h2, #photo-says:text-matches('QR|二维码')").first.wait_for()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("state", ["idle", "camera", "nothing", "foreign", "other", "choice"])
def test_access(open_scan, axe, film, state, lang):
    page = open_scan(lang)
    reach(page, film, state, lang)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert axe(page) == [], (scheme, width)
            assert overflow(page) == 0
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow(page) == 0
    for target in page.locator("main").locator("button, .choose, .button, nav a").all():
        if target.is_visible():
            assert round(target.bounding_box()["height"]) >= 44, target.inner_text()
    page.emulate_media(color_scheme="light", forced_colors="active")
    assert axe(page) == []


def test_keyboard(open_scan):
    """Every stop of the Tab key in order, each with an outline that is seen."""
    page = open_scan(camera=False)
    page.on("filechooser", lambda _: None)  # asked for well before the key, which else may come first
    stops = []
    for _ in range(8):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate(
                """() => {
                  const active = document.activeElement;
                  const shown = active.id === "file" ? active.nextElementSibling : active;
                  return [active.id || active.className || active.getAttribute("href"), getComputedStyle(shown).outlineStyle];
                }"""
            )
        )
    assert [name for name, _ in stops] == [
        "skip", "body-name", "language", "start", "file", "verify.html", "batch.html", "organisations.html",
    ]  # fmt: skip
    assert {outline for _, outline in stops} == {"solid"}
    page.locator("#file").focus()
    with page.expect_file_chooser():
        page.keyboard.press("Space")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_script(address, new_page, lang):
    page = new_page(java_script_enabled=False)
    page.goto(f"{address}{LANGUAGES[lang]}scan.html")
    expect(page.locator("#tools")).to_be_hidden()
    expect(page.locator("#not-running")).to_be_visible()
    expect(page.locator("nav.tools a").first).to_have_attribute("href", "verify.html")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_privacy_is_said(open_scan, lang):
    page = open_scan(lang)
    said = {
        "zh": "图像留在浏览器里，不会上传，也不会发送给我们。",
        "en": "The picture stays in your browser; it is not uploaded and not sent to us.",
    }
    expect(page.locator("footer")).to_have_text(said[lang])
