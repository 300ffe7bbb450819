// @ts-check
/** What the check says in Chinese of a day that was asked about, in place of what it says of today. */

export const words = {
  outcome: /** @type {Words["outcome"]} */ ({
    VALID: {
      heading: "{on} 当天有效",
      message: "按 {asof} 发布的登记信息，编号 {no} 的证书在 {on} 当天状态为有效。这不是对今天的结论。",
      next: "核对下列内容是否与手中的证书一致。登记内容是现在的内容，不一定是那一天的。",
    },
    NOT_YET: {
      heading: "{on} 当天尚未生效",
      message: "编号 {no} 的证书自 {from} 起生效，{on} 在此之前。",
    },
    SUSPENDED: {
      heading: "{on} 当天处于暂停",
      message: "编号 {no} 的证书自 {from} 起暂停，{on} 在暂停期间。暂停期间认证暂时无效，获证组织不得使用证书和认证标志。",
    },
    WITHDRAWN: {
      heading: "{on} 当天已撤销",
      message: "本机构已于 {from} 撤销编号 {no} 的证书。自该日起证书无效。",
    },
    CANCELLED: {
      heading: "{on} 当天已注销",
      message: "编号 {no} 的证书已于 {from} 注销（获证组织申请或认证终止）。自该日起证书无效。注销本身不表示违规。",
    },
    EXPIRED: {
      heading: "{on} 当天已过期",
      message: "编号 {no} 的证书有效期已于 {to} 届满。",
    },
    SUPERSEDED: {
      heading: "{on} 当天已由新证书取代",
      message: "编号 {no} 已于 {from} 由新证书 {new} 取代，自该日起不再有效。",
    },
    AHEAD: {
      heading: "数据还没有到 {on}，不能确认",
      message: "最近一次发布是 {asof}，说不了 {on} 的状态。",
      next: "等那一天过去、本机构发布新的数据之后，请再查询。",
    },
    BEFORE: {
      heading: "登记册没有 {on} 那么早的记录，不能确认",
      message: "登记册的记录从 {since} 开始，说不了 {on} 的状态。",
      next: "如需核实当时的情况，请与本机构联系。{contact}",
    },
    QR_MISMATCH: {
      heading: "二维码内容与登记信息不一致，不能确认 {on}",
      message: "编号 {no} 的证书在 {on} 当天登记状态为有效，但二维码中的内容与登记信息不同，因此不能确认手中的证书。",
      next: "登记内容是现在的内容，不一定是那一天的；如证书由他人提供，可向本机构举报。{contact}",
    },
    TRANSITION_OVER: {
      heading: "{on} 当天标准转换期已结束，不能确认有效",
      message: "编号 {no} 的证书所依据的标准 {oldstd} 已由 {newstd} 取代，转换期已于 {deadline} 结束。",
      next: "请与本机构联系核实。{contact}",
    },
    OFFLINE: {
      heading: "当前离线，不能确认 {on}",
      message: "按 {asof} 发布、保存在本机的数据，编号 {no} 在 {on} 当天的状态为“{st}”，不能作为结论。",
      next: "联网后请再查询一次。",
    },
    INPUT_DAY: {
      heading: "链接中的日期无法识别",
      message: "链接中的日期要写成 2026-11-22 那样。可以只按编号查询，再选日期。",
    },
  }),
  conclusion: { yes: "结论：{on} 当天可以采信", no: "结论：{on} 当天不能采信", unknown: "结论：不能确认", input: "" },
  current: "今天（{today}）的结果：{heading}。",
  later: "在所查日期之后",
  back: "查询今天",
};
