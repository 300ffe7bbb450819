"""What `certsite lookup` says, in both languages; `{…}` is the place of a fact. The check page has its own, longer words."""

from __future__ import annotations

Wording = tuple[str, str]
"""Chinese, English."""

HEADINGS: dict[str, Wording] = {
    "VALID": ("证书有效", "Valid"),
    "VALID_EXPIRING": ("证书有效，{n} 天后到期", "Valid – expires in {n} days"),
    "VALID_DAY_LEFT": ("证书有效，明天是有效期最后一天", "Valid – tomorrow is its last day"),
    "VALID_LAST_DAY": ("证书有效，今天是有效期最后一天", "Valid – today is its last day"),
    "VALID_TRANSITION": ("证书有效（标准转换期内）", "Valid – standard in transition"),
    "NOT_YET": ("证书尚未生效", "Not valid yet"),
    "SUSPENDED": ("证书已暂停", "Suspended – not currently valid"),
    "WITHDRAWN": ("证书已撤销", "Withdrawn – not valid"),
    "CANCELLED": ("证书已注销", "Cancelled – no longer valid"),
    "EXPIRED": ("证书已过期", "Expired"),
    "SUPERSEDED": ("证书已换发，旧编号不再有效", "Replaced – old number no longer valid"),
    "NOT_FOUND": ("没有查到这个编号", "No certificate with this number"),
    "NEAR_MISS": (
        "没有编号为 {no} 的证书，要找的是不是 {cand} 这一张？",
        "No certificate {no}. Did you mean {cand}?",
    ),
    "NEAR_MISS_SEVERAL": (
        "没有编号为 {no} 的证书，要找的是不是下面的编号？",
        "No certificate {no}. Did you mean one of these?",
    ),
    "OTHER_BODY": ("这个编号像是其他机构颁发的", "This number looks like another body’s"),
    "RESTRICTED": ("证书信息受限公开", "Details are restricted"),
    "QR_MISMATCH": ("二维码内容与登记信息不一致", "The QR code does not match the record"),
    "STALE": (
        "数据已 {n} 天未更新，暂不能确认有效",
        "Data is {n} days old – cannot confirm that it is still valid",
    ),
    "TRANSITION_OVER": (
        "标准转换期已结束，不能确认有效",
        "Transition has ended – cannot confirm that it is valid",
    ),
    "UNKNOWN_EVENT": (
        "登记信息中有本程序不认识的事项",
        "The record has an entry that this program does not know",
    ),
    "AHEAD": ("数据还没有到这一天，不能确认", "The data do not reach this day – cannot be confirmed"),
    "BEFORE": (
        "登记册里没有这么早的记录，不能确认",
        "The register does not go back to this day – cannot be confirmed",
    ),
    "NEWER_FORMAT": (
        "本程序版本太旧，读不了现在的数据",
        "This program is too old to read the present data",
    ),
    "NETWORK": ("没能完成查询", "The check could not be completed"),
    "INTEGRITY": (
        "数据校验没有通过，未显示结果",
        "The data failed their integrity check, so no result is shown",
    ),
    "INPUT_EMPTY": ("输入证书编号", "Enter a certificate number"),
    "INPUT_SHORT": (
        "证书编号至少 {min} 个字符，现在是 {n} 个",
        "A certificate number has at least {min} characters; this has {n}",
    ),
    "INPUT_LONG": (
        "证书编号最多 {max} 个字符，现在是 {n} 个",
        "A certificate number has at most {max} characters; this has {n}",
    ),
    "INPUT_CHAR": (
        "证书编号只含字母和数字，删去“{c}”",
        "A certificate number has letters and digits only; remove “{c}”",
    ),
    "INPUT_DAY": (
        "链接中的日期无法识别，日期写成 2026-11-22 那样",
        "The date in the link cannot be read; a day is written like 2026-11-22",
    ),
    "INPUT_NAME": (
        "输入印在证书上的编号，不含汉字",
        "Enter the number printed on the certificate, without Chinese characters",
    ),
    "INPUT_USCC": (
        "这是统一社会信用代码，请输入证书编号",
        "This is a unified social credit code; enter a certificate number",
    ),
}
"""What an outcome is called: its `text` → one line."""

_VALID: Wording = (
    "截至 {asof}，编号 {no} 的证书状态为有效，有效期至 {to}（含当日）。",
    "As of {asof}, certificate {no} is valid. Its last day of validity is {to}.",
)

MESSAGES: dict[str, Wording] = {
    "VALID": _VALID,
    "VALID_ON": (
        "按 {asof} 的数据，编号 {no} 的证书在 {on} 的状态为有效，那时的有效期至 {to}（含当日）。",
        "By the data of {asof}, certificate {no} was valid on {on}. Its last day of validity was then {to}.",
    ),
    "VALID_EXPIRING": _VALID,
    "VALID_TRANSITION": _VALID,
    "NOT_YET": (
        "编号 {no} 的证书于 {from} 生效，在此之前不能作为认证证明。",
        "Certificate {no} takes effect on {from}. It is not evidence of certification before that date.",
    ),
    "SUSPENDED": (
        "编号 {no} 的证书自 {from} 起暂停，暂停期间认证暂时无效。",
        "Certificate {no} was suspended on {from}. During suspension the certification is temporarily invalid.",
    ),
    "WITHDRAWN": (
        "编号 {no} 的证书已于 {from} 撤销，自该日起无效。",
        "Certificate {no} was withdrawn on {from}. It has not been valid since that date.",
    ),
    "CANCELLED": (
        "编号 {no} 的证书已于 {from} 注销，自该日起无效。注销本身不表示违规。",
        "Certificate {no} was cancelled on {from}. It has not been valid since. Cancellation by itself does not mean a breach.",
    ),
    "EXPIRED": (
        "编号 {no} 的证书有效期已于 {to} 届满，没有该编号的续证记录。",
        "Certificate {no} expired at the end of {to}. There is no record of a renewal under this number.",
    ),
    "SUPERSEDED": (
        "编号 {no} 已于 {from} 由新证书 {new} 取代。",
        "Certificate {no} was replaced by {new} on {from}.",
    ),
    "NOT_FOUND": (
        "截至 {asof} 的公开记录中没有编号 {no}。这不等于证书是假的：编号可能抄错，证书可能由其他机构颁发，或刚颁发尚未公布。",
        "The public records of {asof} have no certificate {no}. That does not prove it is fake: the number may be mistyped, issued by another body, or too recent to be published.",
    ),
    "NEAR_MISS": (
        "没有自动替您更改。对照原件，确认后再查询。",
        "Your number was not changed for you. Compare with the original before you look another up.",
    ),
    "OTHER_BODY": (
        "编号 {no} 的开头不是本登记册机构证书编号的开头（{ours}）。",
        "Certificate {no} does not begin as the numbers of this register’s body do ({ours}).",
    ),
    "RESTRICTED": (
        "编号 {no} 存在于登记册中，但获证组织的信息依约定不在网上公开。",
        "Certificate {no} is in the register, but its details are not published online by agreement with the holder.",
    ),
    "QR_MISMATCH_ON": (
        "编号 {no} 的证书在 {on} 登记状态为有效，但二维码中的内容与登记信息不同，因此不能确认手中的证书。",
        "Certificate {no} is registered as valid on {on}, but the QR code says something else than the record, so the certificate in your hand cannot be confirmed.",
    ),
    "TRANSITION_OVER_ON": (
        "编号 {no} 的证书所依据的标准 {oldstd} 已由 {newstd} 取代，转换期在 {on} 之前已于 {deadline} 结束。",
        "The standard {oldstd} of certificate {no} was replaced by {newstd}, and the transition ended on {deadline}, before {on}.",
    ),
    "QR_MISMATCH": (
        "编号 {no} 的证书登记状态为有效，但二维码中的内容与登记信息不同，因此不能确认手中的证书。",
        "Certificate {no} is registered as valid, but the QR code says something else than the record, so the certificate in your hand cannot be confirmed.",
    ),
    "STALE": (
        "最近一次发布是 {asof}，按当时的数据，编号 {no} 的状态为“有效”。之后可能有变化。",
        "The last release was {asof}; by those data certificate {no} is “valid”. It may have changed since.",
    ),
    "TRANSITION_OVER": (
        "编号 {no} 的证书所依据的标准 {oldstd} 已由 {newstd} 取代，转换期已于 {deadline} 结束。尚未公布该证书此后的状态。",
        "The standard {oldstd} of certificate {no} was replaced by {newstd}, and the transition ended on {deadline}. What became of this certificate has not been published.",
    ),
    "UNKNOWN_EVENT": (
        "编号 {no} 的记录中有本程序不认识的事项，不能据此判断证书状态。",
        "The record of certificate {no} has an entry of a kind that this program does not know, so it cannot tell the status.",
    ),
    "AHEAD": (
        "最近一次发布是 {asof}，说不了 {on} 的状态。",
        "The last release was {asof}; it says nothing of {on}.",
    ),
    "BEFORE": (
        "登记册的记录从 {since} 开始，说不了 {on} 的状态。",
        "The register begins on {since}; it says nothing of {on}.",
    ),
    "NEWER_FORMAT": (
        "登记数据已改用新的格式。这与证书是否有效无关。请更新 certsite。",
        "The register now has a newer format. This says nothing about the certificate. Update certsite.",
    ),
    "NETWORK": (
        "读不到登记册 {place}。这与证书是否有效无关。",
        "The register {place} cannot be read. This says nothing about the certificate.",
    ),
    "INTEGRITY": (
        "登记册 {place} 的数据与登记册的格式不符，可能在传输中被改动，也可能正在更新。这与证书是否有效无关。",
        "The data of the register {place} are not as its format requires. They may have been altered on the way, or an update may be under way. This says nothing about the certificate.",
    ),
}
"""One sentence more: an outcome's `code` → what it means."""

REMARKS: dict[str, Wording] = {
    "clock_behind": (
        "本机日期 {device} 早于数据发布日期 {published}，按发布日期判断。",
        "The date of this machine, {device}, is earlier than the data of {published}; the date of the data was used.",
    ),
    "old_data": (
        "数据已 {n} 天未更新，最近一次发布是 {asof}。",
        "The data is {n} days old; the last release was {asof}.",
    ),
    "suspended_until": (
        "公布的暂停期限至 {until}。",
        "The published period of suspension runs until {until}.",
    ),
    "overrun": (
        "公布的暂停期限 {until} 已过，尚未公布恢复或撤销，仍按暂停处理。",
        "The published period of suspension ended on {until}. Neither restoration nor withdrawal has been published, so it still counts as suspended.",
    ),
    "expired_suspended": (
        "证书自 {from} 起暂停，到期时没有恢复的记录。",
        "It had been suspended since {from}, and there is no record of restoration before it expired.",
    ),
    "mismatch": (
        "{field}：二维码中是“{qr}”，登记信息是“{reg}”。",
        "{field}: the QR code says “{qr}”, the record says “{reg}”.",
    ),
    "transition": (
        "所依据的标准 {oldstd} 已由 {newstd} 取代，转换截止日为 {deadline}。",
        "Its standard {oldstd} has been replaced by {newstd}; the transition ends on {deadline}.",
    ),
    "transition_open": (
        "所依据的标准 {oldstd} 已由 {newstd} 取代，转换截止日尚未公布。",
        "Its standard {oldstd} has been replaced by {newstd}; no end of the transition has been published yet.",
    ),
    "not_here": (
        "本登记册目前只含样本数据，真实证书不在其中。",
        "This register holds specimen data only at present. Real certificates are not in it.",
    ),
}

CONCLUSIONS: dict[str, Wording] = {
    "yes": ("可以采信", "can be relied on"),
    "no": ("不能采信", "do not rely on it"),
    "unknown": ("不能确认", "cannot be confirmed"),
}

FIELDS: dict[str, Wording] = {
    "number": ("证书编号", "Certificate number"),
    "parent": ("主证书", "Main certificate"),
    "holder": ("组织名称", "Organisation"),
    "uscc": ("统一社会信用代码", "Unified social credit code"),
    "scheme": ("认证项目", "Scheme"),
    "standards": ("认证标准", "Standard"),
    "level": ("等级", "Level"),
    "scope": ("认证范围", "Scope"),
    "address": ("地址", "Address"),
    "sites": ("其他场所", "Further sites"),
    "issued_on": ("颁证日期", "Issued"),
    "valid_from": ("生效日期", "Valid from"),
    "valid_to": ("有效期至", "Last day of validity"),
    "first_certified_on": ("初次获证日期", "First certified"),
    "revision": ("证书版次", "Issue of the document"),
}
"""Keys of a record, in the order in which they are shown."""

EVENTS: dict[str, Wording] = {
    "granted": ("授予认证", "Granted"),
    "recertified": ("再认证", "Recertified"),
    "expired_restored": ("过期后恢复", "Restored after expiry"),
    "suspended": ("暂停", "Suspended"),
    "restored": ("恢复", "Restored"),
    "withdrawn": ("撤销", "Withdrawn"),
    "cancelled": ("注销", "Cancelled"),
    "superseded": ("换发", "Replaced"),
    "surveillance_passed": ("通过监督审核", "Surveillance passed"),
    "scope_extended": ("扩大认证范围", "Scope extended"),
    "scope_reduced": ("缩小认证范围", "Scope reduced"),
    "reissued": ("重新制发证书", "Document reissued"),
    "corrected": ("更正登记", "Record corrected"),
}
