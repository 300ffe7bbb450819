"""Every state of the check page: how to get there, and what it must say in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import published
from playwright.sync_api import Page, Route

NOW = "2026-11-22T06:00:00Z"

_COMMON: dict[str, Any] = {
    "scheme": "iso-9001",
    "standards": ["GB/T 19001-2016/ISO 9001:2015"],
    "level": "three-star",
    "holder": "示例精密制造（示例）有限公司",
    "holder_en": "Example Precision Manufacturing Co., Ltd.",
    "uscc": "91999999DEM000014G",
    "address": "示例省示例市示例路 1 号",
    "address_en": "1 Example Road, Example City",
    "scope": "精密零件的设计、生产和销售",
    "scope_en": "Design, production and sale of precision parts",
    "sites": ["二厂，示例市示例路 2 号"],
    "issued_on": "2026-03-02",
    "valid_from": "2026-03-02",
    "valid_to": "2029-03-01",
    "first_certified_on": "2023-03-02",
    "revision": 2,
}
_MARKUP = '<img src=x onerror="alert(1)"></script><script>alert(1)</script>{no}'


def record(number: str, *events: tuple[str, ...], **changes: Any) -> dict[str, Any]:
    """Return a record; an event is (on, type, until, by)."""
    whole = {"number": number, **_COMMON, **changes}
    granted = {"on": whole["valid_from"], "type": "granted", "until": whole["valid_to"]}
    later = [
        {k: v for k, v in zip(("on", "type", "until", "by"), event, strict=False) if v} for event in events
    ]
    return {**whole, "events": [granted, *later]}


RECORDS = [
    record("99926Q00001R0S", ("2026-06-01", "suspended", "2026-09-30"), ("2026-08-10", "restored")),
    record("99926Q00001R0S-1", parent="99926Q00001R0S"),
    record("99926Q00002R0S", valid_to="2026-12-22"),
    record("99926E00003R0S", standards=["GB/T 24001-2016/ISO 14001:2015"]),
    record("99926S00004R0S", standards=["GB/T 99999-2010"]),
    record("99927Q00005R0S", valid_from="2027-01-01"),
    record("99926Q00006R0S", ("2026-05-01", "suspended", "2026-10-31")),
    record("99926Q00007R0S", ("2026-10-01", "withdrawn")),
    record("99926Q00008R0S", ("2026-10-01", "cancelled")),
    record("99923Q00009R0S", valid_from="2023-03-02", valid_to="2026-03-01"),
    record("99926Q00010R0S", ("2026-10-01", "superseded", "", "99926Q00001R0S")),
    {"number": "99926Q00011R0S", "disclosure": "limited"},
    record("99926Q00012R0S", ("2026-10-01", "merged")),
    record("99926Q00013R0S", holder=_MARKUP, holder_en=_MARKUP, scope=_MARKUP, sites=[_MARKUP]),
    record("99926Q00014R0S", valid_to="2026-11-23"),
    record("99926Q00015R0S", valid_to="2026-11-22"),
    record("99926Q00016R0S-5", parent="99926Q00016R0S"),
    record("99926Q00016R0S-S", parent="99926Q00016R0S"),
]
SUPERSEDED = {
    "GB/T 24001-2016/ISO 14001:2015": {"by": "ISO 14001:2026", "until": "2029-05-01"},
    "GB/T 99999-2010": {"by": "GB/T 99999-2020", "until": "2026-11-01"},
}
MARKUP = _MARKUP


@dataclass(frozen=True)
class State:
    """A state of the page."""

    code: str
    typed: str
    zh: str
    en: str
    verdict: str
    now: str = NOW
    fault: str = ""
    number: str = ""
    """The number in the title, where it is not as typed."""
    text: str = ""
    """The wording, where a code has several."""
    on: str = ""
    """The day that is asked about, where it is not today."""

    @property
    def name(self) -> str:
        """What its tests and golden files are called."""
        return f"{'on-a-day.' if self.on else ''}{self.text or self.code}"

    def heading(self, lang: str) -> str:
        """Return the heading that the page must show."""
        return self.en if lang == "en" else self.zh


STATES = [
    State("VALID", "99926Q00001R0S", "证书有效", "Valid", "yes"),
    State("VALID", "99926Q00001R0S", "证书有效", "Valid", "yes", now="2026-11-28T06:00:00Z", text="OLD_DATA"),
    State(
        "VALID", "99926Q00001R0S", "证书有效", "Valid", "yes", now="2026-11-01T06:00:00Z", text="CLOCK_BEHIND"
    ),
    State("VALID_EXPIRING", "99926Q00002R0S", "证书有效，30 天后到期", "Valid – expires in 30 days", "yes"),
    State(
        "VALID_EXPIRING",
        "99926Q00014R0S",
        "证书有效，明天是有效期最后一天",
        "Valid – tomorrow is its last day",
        "yes",
        text="VALID_DAY_LEFT",
    ),
    State(
        "VALID_EXPIRING",
        "99926Q00015R0S",
        "证书有效，今天是有效期最后一天",
        "Valid – today is its last day",
        "yes",
        text="VALID_LAST_DAY",
    ),
    State(
        "VALID_TRANSITION",
        "99926E00003R0S",
        "证书有效（标准转换期内）",
        "Valid – standard in transition",
        "yes",
    ),
    State("NOT_YET", "99927Q00005R0S", "证书尚未生效", "Not valid yet", "no"),
    State("SUSPENDED", "99926Q00006R0S", "证书已暂停", "Suspended – not currently valid", "no"),
    State("WITHDRAWN", "99926Q00007R0S", "证书已撤销", "Withdrawn – not valid", "no"),
    State("CANCELLED", "99926Q00008R0S", "证书已注销", "Cancelled – no longer valid", "no"),
    State("EXPIRED", "99923Q00009R0S", "证书已过期", "Expired", "no"),
    State(
        "SUPERSEDED",
        "99926Q00010R0S",
        "证书已换发，旧编号不再有效",
        "Replaced – old number no longer valid",
        "no",
    ),
    State("NOT_FOUND", "99926Q99999R0S", "没有查到这个编号", "No certificate with this number", "unknown"),
    State(
        "NEAR_MISS",
        "99926QO0001R0S",
        "没有编号为 99926QO0001R0S 的证书，要找的是不是 99926Q00001R0S 这一张？",
        "No certificate 99926QO0001R0S. Did you mean 99926Q00001R0S?",
        "unknown",
    ),
    State(
        "NEAR_MISS",
        "99926QOOO16R0S-S",
        "没有编号为 99926QOOO16R0SS 的证书，要找的是不是下面的编号？",
        "No certificate 99926QOOO16R0SS. Did you mean one of these?",
        "unknown",
        number="99926QOOO16R0SS",
        text="NEAR_MISS_SEVERAL",
    ),
    State(
        "OTHER_BODY",
        "01526Q00001R0S",
        "这个编号像是其他机构颁发的",
        "This number looks like another body’s",
        "unknown",
    ),
    State("RESTRICTED", "99926Q00011R0S", "证书信息受限公开", "Details are restricted", "unknown"),
    State(
        "QR_MISMATCH",
        "https://certificates.example/verify.html#n=99926Q00001R0S&holder=另一家有限公司&to=2030-01-01",
        "二维码内容与登记信息不一致",
        "The QR code does not match our records",
        "unknown",
        number="99926Q00001R0S",
    ),
    State(
        "STALE",
        "99926Q00001R0S",
        "数据已 20 天未更新，暂不能确认有效",
        "Data is 20 days old – we cannot confirm it is still valid",
        "unknown",
        now="2026-12-12T06:00:00Z",
    ),
    State(
        "TRANSITION_OVER",
        "99926S00004R0S",
        "标准转换期已结束，不能确认有效",
        "Transition has ended – we cannot confirm it is valid",
        "unknown",
    ),
    State(
        "UNKNOWN_EVENT",
        "99926Q00012R0S",
        "登记信息中有本页不认识的事项",
        "The record has an entry that this page does not know",
        "unknown",
    ),
    State(
        "NEWER_FORMAT",
        "99926Q00001R0S",
        "本页版本太旧，读不了现在的数据",
        "This page is too old to read the present data",
        "unknown",
        fault="newer",
    ),
    State(
        "NETWORK",
        "99926Q00001R0S",
        "没能完成查询",
        "We could not complete the check",
        "unknown",
        fault="offline",
    ),
    State(
        "INTEGRITY",
        "99926Q00001R0S",
        "数据校验没有通过，未显示结果",
        "The data failed its integrity check, so no result is shown",
        "unknown",
        fault="broken",
    ),
    State(
        "INSECURE",
        "99926Q00001R0S",
        "当前连接不安全，未能查询",
        "This connection is not secure, so nothing was checked",
        "unknown",
        fault="insecure",
    ),
    State("INPUT_EMPTY", "", "输入证书编号", "Enter a certificate number", "input"),
    State(
        "INPUT_SHORT",
        "999",
        "证书编号至少 8 个字符，现在是 3 个",
        "Certificate number must be at least 8 characters – you entered 3",
        "input",
    ),
    State(
        "INPUT_LONG",
        "9" * 41,
        "证书编号最多 40 个字符，现在是 41 个",
        "Certificate number must be at most 40 characters – you entered 41",
        "input",
    ),
    State(
        "INPUT_CHAR",
        "99926Q00001R0S*",
        "证书编号只含字母和数字，删去“*”",
        "Certificate number has letters and digits only – remove “*”",
        "input",
    ),
    State(
        "OLDER_DATA",
        "99926Q00001R0S",
        "收到的数据比以前见过的旧，未显示结果",
        "The data are older than data seen before, so no result is shown",
        "unknown",
        fault="older",
    ),
    State(
        "OFFLINE",
        "99926Q00001R0S",
        "当前离线，不能确认",
        "You are offline – cannot be confirmed",
        "unknown",
        fault="kept",
    ),
    State(
        "INPUT_DAY",
        "https://certificates.example/verify.html#n=99926Q00001R0S&on=2026-02-30",
        "链接中的日期无法识别",
        "The date in the link cannot be read",
        "input",
    ),
    State(
        "INPUT_USCC",
        "91999999DEM000014G",
        "这是统一社会信用代码",
        "This is a unified social credit code",
        "hint",
    ),
]
"""States of today."""


def _on(
    code: str, number: str, day: str, zh: str, en: str, verdict: str, *, claims: str = "", fault: str = ""
) -> State:
    typed = f"https://certificates.example/verify.html#n={number}{claims}&on={day}"
    return State(code, typed, zh, en, verdict, fault=fault, number=number, on=day)


DAYS = [
    _on("VALID", "99926Q00007R0S", "2026-09-30", "2026-09-30 当天有效", "Valid on 2026-09-30", "yes"),
    _on(
        "NOT_YET",
        "99926Q00001R0S",
        "2026-03-01",
        "2026-03-01 当天尚未生效",
        "Not valid yet on 2026-03-01",
        "no",
    ),
    _on(
        "SUSPENDED",
        "99926Q00001R0S",
        "2026-08-09",
        "2026-08-09 当天处于暂停",
        "Suspended on 2026-08-09",
        "no",
    ),
    _on(
        "WITHDRAWN", "99926Q00007R0S", "2026-10-01", "2026-10-01 当天已撤销", "Withdrawn by 2026-10-01", "no"
    ),
    _on(
        "CANCELLED", "99926Q00008R0S", "2026-11-01", "2026-11-01 当天已注销", "Cancelled by 2026-11-01", "no"
    ),
    _on("EXPIRED", "99923Q00009R0S", "2026-03-02", "2026-03-02 当天已过期", "Expired by 2026-03-02", "no"),
    _on(
        "SUPERSEDED",
        "99926Q00010R0S",
        "2026-10-01",
        "2026-10-01 当天已由新证书取代",
        "Replaced by 2026-10-01",
        "no",
    ),
    _on(
        "QR_MISMATCH",
        "99926Q00001R0S",
        "2026-11-01",
        "二维码内容与登记信息不一致，不能确认 2026-11-01",
        "The QR code does not match our records – 2026-11-01 cannot be confirmed",
        "unknown",
        claims="&to=2030-01-01",
    ),
    _on(
        "OFFLINE",
        "99926Q00001R0S",
        "2026-08-09",
        "当前离线，不能确认 2026-08-09",
        "You are offline – 2026-08-09 cannot be confirmed",
        "unknown",
        fault="kept",
    ),
    _on(
        "TRANSITION_OVER",
        "99926S00004R0S",
        "2026-11-02",
        "2026-11-02 当天标准转换期已结束，不能确认有效",
        "Transition had ended by 2026-11-02 – we cannot confirm it was valid",
        "unknown",
    ),
    _on(
        "AHEAD",
        "99926Q00001R0S",
        "2026-11-23",
        "数据还没有到 2026-11-23，不能确认",
        "The data do not reach 2026-11-23 – cannot be confirmed",
        "unknown",
    ),
    _on(
        "BEFORE",
        "99926Q00001R0S",
        "2023-03-01",
        "登记册没有 2023-03-01 那么早的记录，不能确认",
        "The register does not go back to 2023-03-01 – cannot be confirmed",
        "unknown",
    ),
]
"""States of a day that was asked about."""

CONCLUSION = {
    "yes": {"zh": "结论：可以采信", "en": "Conclusion: can be relied on"},
    "no": {"zh": "结论：不能采信", "en": "Conclusion: do not rely on it"},
    "unknown": {"zh": "结论：不能确认", "en": "Conclusion: cannot be confirmed"},
}


ON = {
    "yes": {"zh": "结论：{} 当天可以采信", "en": "Conclusion: can be relied on for {}"},
    "no": {"zh": "结论：{} 当天不能采信", "en": "Conclusion: do not rely on it for {}"},
    "unknown": CONCLUSION["unknown"],
}


def _kept(route: Route) -> None:
    """Answer as the service worker does when there is no network."""
    answer = route.fetch()
    route.fulfill(response=answer, headers={**answer.headers, "certsite-kept": "1"})


def prepare(page: Page, fault: str) -> None:
    """Break what the state needs broken."""

    def newer(route: Route) -> None:
        route.fulfill(json={**published.INDEX, "format": 2})

    if fault == "newer":
        page.route("**/index.json", newer)
    elif fault == "offline":
        page.route("**/register/**", lambda route: route.abort())
    elif fault == "older":
        page.add_init_script("localStorage.setItem('certsite newest /register/1/', '2026-11-22T02:00:01Z')")
    elif fault == "kept":
        page.route("**/register/**", _kept)
    elif fault == "broken":
        page.route("**/shards/*", lambda route: route.fulfill(body='{"format":1'))
    elif fault == "insecure":
        page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")


def enter(page: Page, address: str, state: State) -> None:
    """Open the page and check what the state has typed, until the answer stands."""
    page.clock.set_fixed_time(state.now)
    prepare(page, state.fault)
    page.goto(address)
    page.locator("#not-running").wait_for(state="detached")  # before that the form is the browser's
    page.locator("#number").fill(state.typed)
    page.keyboard.press("Enter")
    page.locator("#problem:visible, #verdict").wait_for()
