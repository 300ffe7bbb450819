// @ts-check
/** What the organisation search says, by language. No logic. */

export const SEARCH_WORDS = {
  zh: {
    found: "找到 {total} 个组织",
    found_at_least: "找到 {total} 个以上组织",
    none: "没有找到名称中含有“{query}”的组织。这不等于该组织没有获得认证：名称可能写法不同，证书可能由其他机构颁发，也可能依约定不公开。",
    short: "请至少输入两个字。",
    legal_form: "“有限公司”“Co., Ltd.”等组织形式不作为查找内容，请输入名称的其他部分。",
    more: "符合的组织超过 {most} 个，只列出前 {most} 个。请输入更完整的名称。",
  },
  en: {
    found: "{total} organisations found",
    found_at_least: "More than {total} organisations found",
    none: "No organisation with “{query}” in its name was found. That does not prove that it is not certified: its name may be written otherwise, its certificate may come from another body, or may not be public by agreement.",
    short: "Enter at least two characters.",
    legal_form: "Legal forms such as “Co., Ltd.” are not searched. Enter another part of the name.",
    more: "More than {most} organisations match; the first {most} are listed. Enter more of the name.",
  },
};
