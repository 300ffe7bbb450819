// @ts-check
/** What the check says in Chinese before and without data. `{…}` is the place of a fact; several things to do `next` are steps. */

export const words = {
  outcome: /** @type {Record<string, {heading: string, message?: string, next?: string | string[]}>} */ ({
    NETWORK: {
      heading: "没能完成查询",
      message: "网络中断，或服务器没有正常响应。这与证书是否有效无关。",
      next: "请重试；或保存本页链接，稍后再查。",
    },
    INTEGRITY: {
      heading: "数据校验没有通过，未显示结果",
      message: "收到的数据与登记册的格式不符，可能在传输中被改动，也可能正在更新。这与证书是否有效无关。",
      next: "核对网址是否为 {domain}，稍后重试或换一个网络；仍然如此时，请与本机构联系核实。{contact}",
    },
    INSECURE: {
      heading: "当前连接不安全，未能查询",
      message: "本页没有通过 https 打开，浏览器因此不提供查询所需的功能。这与证书是否有效无关。",
      next: "请改用 https:// 开头的网址打开本页。",
    },
    INPUT_EMPTY: { heading: "输入证书编号" },
    INPUT_SHORT: { heading: "证书编号至少 {min} 个字符，现在是 {n} 个" },
    INPUT_LONG: { heading: "证书编号最多 {max} 个字符，现在是 {n} 个" },
    INPUT_CHAR: { heading: "证书编号只含字母和数字，删去“{c}”" },
  }),
  conclusion: { yes: "结论：可以采信", no: "结论：不能采信", unknown: "结论：不能确认", input: "" },
  specimen: "这是证书样本，不代表真实认证",
  specimen_conclusion: "样本演示 · {conclusion}",
  specimen_title: "样本演示：{title}",
  contact: { known: "电话：{phone}。", unknown: "本机构的联系方式尚未公布。" },
  check: "查询 {no}",
  by_organisation: "按组织查找",
  looking: "正在查询 {no}…",
  slow: "网络较慢，仍在查询 {no}…",
  cancelled: "已取消查询。",
  cancel: "取消",
  retry: "重试",
  copy: "复制链接",
  copied: "链接已复制。",
  copy_by_hand: "请复制这个链接",
  result_title: "{heading} - {no} - {body}",
  error_title: "错误：{heading} - {body}",
};
