// @ts-check
/** What the check says in Chinese of data that were read. Loaded with the first check. */

const VALID = "截至 {asof}，编号 {no} 的证书状态为有效，有效期至 {to}（含当日）。";
const AFTER = "到期后请重新查询，以确认是否已续证。";
const NEAR = ["对照原件，确认后再查询。", "如与原件不符，证书可能由其他机构颁发，或刚颁发尚未公布：可到{platform}查询，或请本机构人工核实。{contact}"];

export const words = {
  found: /** @type {Record<string, {heading: string, message?: string, next?: string | string[]}>} */ ({
    VALID: {
      heading: "证书有效",
      message: VALID,
      next: "核对下列内容是否与手中的证书一致：组织名称、认证标准、认证范围、地址。",
    },
    VALID_EXPIRING: {
      heading: "证书有效，{n} 天后到期",
      message: VALID,
      next: AFTER,
    },
    VALID_DAY_LEFT: {
      heading: "证书有效，明天是有效期最后一天",
      message: VALID,
      next: AFTER,
    },
    VALID_LAST_DAY: {
      heading: "证书有效，今天是有效期最后一天",
      message: VALID,
      next: AFTER,
    },
    VALID_TRANSITION: {
      heading: "证书有效（标准转换期内）",
      message: VALID,
      next: "招标文件等如要求新版标准，请向获证组织了解转换计划。",
    },
    NOT_YET: {
      heading: "证书尚未生效",
      message: "编号 {no} 的证书将于 {from} 生效，在此之前不能作为认证证明。",
      next: "请在生效日当天或之后重新查询。",
    },
    SUSPENDED: {
      heading: "证书已暂停",
      message: "编号 {no} 的证书自 {from} 起暂停。暂停期间认证暂时无效，获证组织不得使用证书和认证标志。",
      next: "暂停后可能恢复，也可能撤销。采信前请再次查询。",
    },
    WITHDRAWN: {
      heading: "证书已撤销",
      message: "本机构已于 {from} 撤销编号 {no} 的证书。自该日起证书无效。",
      next: "如仍有人出示该证书，可向本机构举报。{contact}",
    },
    CANCELLED: {
      heading: "证书已注销",
      message: "编号 {no} 的证书已于 {from} 注销（获证组织申请或认证终止）。自该日起证书无效。注销本身不表示违规。",
      next: "如需了解该组织的其他证书，可按组织名称查找。",
    },
    EXPIRED: {
      heading: "证书已过期",
      message: "编号 {no} 的证书有效期已于 {to} 届满，本机构没有该编号的续证记录。",
      next: "换发的新证书编号可能不同：可按组织名称查找，或向获证组织索取新编号。",
    },
    SUPERSEDED: {
      heading: "证书已换发，旧编号不再有效",
      message: "编号 {no} 已于 {from} 由新证书 {new} 取代。手中的旧证书不再有效。",
      next: "查看新证书 {new} 的状态。",
    },
    NOT_FOUND: {
      heading: "没有查到这个编号",
      message: "截至 {asof} 的公开记录中没有编号 {no}。这不等于证书是假的：编号可能抄错，证书可能由其他机构颁发，或刚颁发尚未公布。",
      next: ["对照原件核对编号。", "到{platform}查询全部机构的证书。", "请本机构人工核实。{contact}"],
    },
    NEAR_MISS: {
      heading: "没有编号为 {no} 的证书，要找的是不是 {cand} 这一张？",
      message: "公开记录中有一个编号与它很像。没有自动替您更改。",
      next: NEAR,
    },
    NEAR_MISS_SEVERAL: {
      heading: "没有编号为 {no} 的证书，要找的是不是下面的编号？",
      message: "公开记录中有几个编号与它很像。没有自动替您更改。",
      next: NEAR,
    },
    OTHER_BODY: {
      heading: "这个编号像是其他机构颁发的",
      message: "编号 {no} 的开头不是本机构证书编号的开头（{ours}），本机构无法确认它的状态。",
      next: "到{platform}查询。",
    },
    RESTRICTED: {
      heading: "证书信息受限公开",
      message: "编号 {no} 存在于本机构记录中，但获证组织的信息依约定不在网上公开。",
      next: "持证书原件与本机构联系核实。{contact}",
    },
    QR_MISMATCH: {
      heading: "二维码内容与登记信息不一致",
      message: "编号 {no} 的证书登记状态为有效，但二维码中的内容与登记信息不同，因此不能确认手中的证书。",
      next: "以本页登记信息为准；如证书由他人提供，可向本机构举报。{contact}",
    },
    STALE: {
      heading: "数据已 {n} 天未更新，暂不能确认有效",
      message: "最近一次发布是 {asof}，按当时的数据，编号 {no} 的状态为“{st}”。之后可能有变化。",
      next: "请稍后再查，或与本机构联系核实。{contact}",
    },
    TRANSITION_OVER: {
      heading: "标准转换期已结束，不能确认有效",
      message: "编号 {no} 的证书所依据的标准 {oldstd} 已由 {newstd} 取代，转换期已于 {deadline} 结束。本机构尚未公布该证书此后的状态。",
      next: "请与本机构联系核实。{contact}",
    },
    UNKNOWN_EVENT: {
      heading: "登记信息中有本页不认识的事项",
      message: "编号 {no} 的记录中有本页不认识的事项，不能据此判断证书状态。",
      next: "请刷新本页后再查；仍然如此时，请与本机构联系核实。{contact}",
    },
    OFFLINE: {
      heading: "当前离线，不能确认",
      message: "{asof} 发布、保存在本机的数据中，编号 {no} 的状态为“{st}”，不能作为现在的结论。",
      next: "联网后请再查询一次。",
    },
    NEWER_FORMAT: {
      heading: "本页版本太旧，读不了现在的数据",
      message: "登记数据已改用新的格式。这与证书是否有效无关。",
      next: "请刷新本页后再查；仍然如此时，请与本机构联系核实。{contact}",
    },
    OLDER_DATA: {
      heading: "收到的数据比以前见过的旧，未显示结果",
      message: "本浏览器见过本登记册更新的数据，收到的却是较早的，可能来自中途的缓存。这与证书是否有效无关。",
      next: "请稍后重试或换一个网络；仍然如此时，请与本机构联系核实。{contact}",
    },
    INPUT_USCC: {
      heading: "这是统一社会信用代码",
      message: "{no} 是组织的代码，不是证书编号。",
    },
  }),
  remark: /** @type {Record<string, string>} */ ({
    clock_behind: "设备日期 {device} 早于数据发布日期 {published}，按发布日期判断。",
    old_data: "数据已 {n} 天未更新，最近一次发布是 {asof}。",
    suspended_until: "公布的暂停期限至 {until}。",
    overrun: "公布的暂停期限 {until} 已过，尚未公布恢复或撤销，仍按暂停处理。",
    expired_suspended: "证书自 {from} 起暂停，到期时没有恢复的记录。",
    mismatch: "{field}：二维码中是“{qr}”，登记信息是“{reg}”。",
    transition: "所依据的标准 {oldstd} 已由 {newstd} 取代，转换截止日为 {deadline}。",
    transition_open: "所依据的标准 {oldstd} 已由 {newstd} 取代，转换截止日尚未公布。",
    not_here: "本登记册目前只含样本数据，真实证书不在其中，请到{platform}查询。",
  }),
  difference: "第 {pos} 位：{a} → {b}",
  surplus: "第 {pos} 位多了 {a}",
  lacking: "第 {pos} 位少了 {b}",
  list: "；",
  asked: "按 {no} 查询",
  other_host: "链接指向 {host}，不是本网站",
  details: "登记内容",
  field: /** @type {Record<string, string>} */ ({
    number: "证书编号", holder: "组织名称", uscc: "统一社会信用代码", scheme: "认证项目", standards: "认证标准",
    level: "等级", scope: "认证范围", address: "地址", sites: "其他场所", first_certified_on: "初次获证日期",
    issued_on: "颁证日期", valid_from: "生效日期", valid_to: "有效期至", revision: "证书版次", parent: "主证书",
  }),
  family_field: "主证书与分证书",
  family: "编号以 {no} 开头的证书",
  history: "变更记录",
  history_on: "日期",
  history_event: "事项",
  history_until: "至 {until}",
  history_by: "由 {by} 取代",
  history_future: "尚未生效",
  event: /** @type {Record<string, string>} */ ({
    granted: "授予认证", recertified: "再认证", expired_restored: "过期后恢复", suspended: "暂停", restored: "恢复",
    withdrawn: "撤销", cancelled: "注销", superseded: "换发", surveillance_passed: "通过监督审核",
    scope_extended: "扩大认证范围", scope_reduced: "缩小认证范围", reissued: "重新制发证书", corrected: "更正登记",
  }),
  unknown_event: "本页不认识的事项",
  status: /** @type {Record<string, string>} */ ({
    valid: "有效", suspended: "暂停", withdrawn: "撤销", cancelled: "注销", superseded: "已换发", expired: "过期",
    not_yet_effective: "尚未生效", unknown: "不明",
  }),
  rest_missing: "本页其余部分没有载入。",
  reload: "刷新本页",
  times: "查询与数据",
  asked_at: "查询时间",
  asked_at_value: "{time}（北京时间，按本机时钟）",
  generated_at: "数据发布时间",
  generated_at_value: "{time}（北京时间）",
  next_update: "下次发布不晚于",
  version: "登记册版本",
  address_of_page: "本页地址",
};
