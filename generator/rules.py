"""The rules that input must keep: identifier, severity and wording in both languages.

An identifier never changes its meaning and is never used again. `tests/fixtures/broken/` holds a broken sample of each.
The first digit says who reports it: 1 reading YAML, 2 the model, 3 cross references, 4 things for staff to decide,
5 content, 6 the ledger, 7 templates and words, 8 the finished site.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.model import Language

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Rule:
    """A rule. Messages and hints have `{placeholders}` that a problem fills with its details."""

    severity: Severity
    message: dict[Language, str]
    hint: dict[Language, str]


def _rule(severity: Severity, zh: str, en: str, hint_zh: str = "", hint_en: str = "") -> Rule:
    return Rule(severity, {"zh": zh, "en": en}, {"zh": hint_zh, "en": hint_en})


def _error(zh: str, en: str, hint_zh: str = "", hint_en: str = "") -> Rule:
    return _rule("error", zh, en, hint_zh, hint_en)


def _warning(zh: str, en: str, hint_zh: str = "", hint_en: str = "") -> Rule:
    return _rule("warning", zh, en, hint_zh, hint_en)


_BUILD_AGAIN = ("台账改过，就再 build 一次", "If the ledger has changed, build again")

RULES: dict[str, Rule] = {
    # Reading YAML
    "CS101": _error(
        "{reason_zh}", "{reason_en}", "检查文件名和位置", "Check its name and place"
    ),
    "CS102": _error(
        "文件不是 UTF-8 编码", "The file is not UTF-8", "在编辑器中另存为 UTF-8", "Save it as UTF-8 in your editor"
    ),
    "CS103": _error("YAML 写法有误，从这里读不下去", "Not valid YAML: {reason_en}", "{hint_zh}", "{hint_en}"),
    "CS104": _error(
        "“{key}”写了两次，第一次在第 {first} 行",
        "“{key}” stands twice, first on line {first}",
        "删去一处",
        "Remove one of them",
    ),
    "CS105": _error(
        "这里应当是“名称: 内容”，现在整行是一段文字",
        "A “name: value” is expected here, but the whole line is one piece of text",
        "用半角冒号 : 加一个空格，不要用全角冒号 ：",
        "Use a half-width colon and a space, not the full-width colon ：",
    ),
    "CS106": _error(
        "不支持 YAML 的 {what}", "{what} of YAML is not supported", "把内容直接写出来", "Write the value out"
    ),
    "CS107": _error("文件是空的", "The file is empty"),
    "CS108": _error(
        "有看不见的字符 {character}", "There is an invisible character, {character}", "删去它", "Remove it"
    ),
    "CS109": _error(
        "“ #”后面的文字不会公布：{lost}", "What follows “ #” would not be published: {lost}", "文字里有 # 时，整段加双引号；是注释就在 # 后加空格", "Put text with # into double quotes; in a comment write a space after #"
    ),
    # The model
    "CS201": _error(
        "没有“{key}”这一项", "There is no key “{key}” here", "这里可以写：{allowed}", "Allowed here: {allowed}"
    ),
    "CS202": _error("缺少“{key}”", "“{key}” is missing", "{description}", ""),
    "CS203": _error("这里应当是{wanted_zh}", "{wanted_en} is expected here"),
    "CS204": _error("“{value}”不在可选的值里", "“{value}” is not one of the values", "可以写：{allowed}", "Use: {allowed}"),
    "CS205": _error(
        "“{value}”不是日期：{reason_zh}", "“{value}” is not a day: {reason_en}", "写作 2025-04-25", "Write 2025-04-25"
    ),
    "CS206": _error("“{value}”不是{wanted_zh}", "“{value}” is not {wanted_en}"),
    "CS207": _error("“{value}”的写法不对", "“{value}” is not written as it should be", "{description}", "Pattern: {pattern}"),
    "CS208": _error("内容不能为空", "This must not be empty", "没有内容就删去这一项", "Remove the key if there is nothing to say"),
    # Cross references
    "CS301": _error("{what} 的 id“{id}”用了两次", "The id “{id}” is used twice in {what}"),
    "CS302": _error("{what} 里没有“{id}”", "There is no “{id}” in {what}", "已有：{allowed}", "There are: {allowed}"),
    "CS303": _error(
        "标准已有新版取代，要写明 superseded_by",
        "A superseded standard needs superseded_by",
    ),
    "CS304": _error(
        "级别的最低分要从低到高，且不超过满分 {maximum}",
        "The minimum scores of the levels must ascend and must not exceed {maximum}",
    ),
    "CS305": _error("原文里没有出现 {number}", "The text does not mention {number}", "核对数字和原文", "Compare number and text"),
    "CS306": _error("步骤 {first} 和 {second} 占了同一格", "Steps {first} and {second} take the same cell", "改其中一个的 row", "Change the row of one"),
    "CS307": _error("{role} 的箭头要写 label", "An edge with role {role} needs a label"),
    "CS308": _error("从第一个步骤走不到步骤 {step}", "Step {step} cannot be reached from the first one", "补上通向它的箭头", "Add an edge to it"),
    "CS309": _error("示例编号“{number}”不是本机构的证书编号", "The example “{number}” is not a certificate number of this body", "以 {allowed} 开头，只含字母、数字和分隔符", "It begins with {allowed} and has letters, digits and separators only"),
    "CS310": _error("提示天数要小于降级天数", "The notice limit must be below the downgrade limit"),
    "CS311": _error(
        "当前版本 {version}（{effective}）不在 history 里",
        "The version {version} of {effective} is not in the history",
    ),
    "CS312": _error(
        "不适用的项目不能再写 pages 或 missing", "An item that does not apply can have neither pages nor missing"
    ),
    "CS313": _error(
        "勘误说保留原文，但文中没有“{text}”",
        "The erratum says “as issued”, but “{text}” is not in the text",
        "文中改过了，就把勘误改为 corrected",
        "If the text has been corrected, make the erratum “corrected”",
    ),
    "CS314": _error("corrected 要与 issued 一一对应", "corrected must have one entry for each of issued"),
    "CS315": _error("没有“{page}”这个页面", "There is no page “{page}”", "页面例如：{allowed}", "Pages are, for example: {allowed}"),
    "CS316": _error(
        "离开流程的箭头要写 role: exit，并且只有它可以省略 to",
        "An edge without “to” needs role: exit, and only such an edge may omit it",
    ),
    "CS317": _error("转换截止日早于新版发布", "The transition ends before the new edition was published"),
    "CS318": _error(
        "编号以 {prefix} 开头的是样本，登记册却没有写 specimen: true", "Numbers that begin with {prefix} are specimens, but the register does not say specimen: true", "样本数据写 specimen: true；真实数据改 prefixes", "Write specimen: true for specimens; change prefixes for real data"
    ),
    "CS319": _error("“index”是网站自己用的名字", "“index” is a name that the site uses itself", "换一个 id", "Choose another id"),
    "CS320": _error("现行标准不能写 {key}", "A current standard cannot have {key}", "已有新版取代时，写 status: superseded", "When it has been replaced, write status: superseded"),
    # For staff to decide
    "CS401": _warning(
        "必须公开的项目 {item}“{title_zh}”尚未公布", "{item} “{title_en}” must be disclosed and is not published yet"
    ),
    "CS402": _warning(
        "勘误 {erratum} 保留了原文，等待决定：{reason_zh}", "Erratum {erratum} was left as issued: {reason_en}"
    ),
    "CS403": _warning(
        "网站地址还是示例", "The address of the site is still an example", "上线前改为真实网址", "Change it before you publish"
    ),
    "CS404": _warning(
        "登记册只有样本数据", "The register holds specimen data only", "换成真实数据后删去 specimen", "Remove specimen when the data are real"
    ),
    "CS405": _warning(
        "机构的{what_zh}尚未公布", "The {what_en} of the body is not published yet", "查实后写 {name}", "Write {name} when it is known"
    ),
    "CS406": _warning(
        "必须公开的项目 {item}“{title_zh}”还缺：{missing_zh}", "{item} “{title_en}” must be disclosed; still missing: {missing_en}"
    ),
    # Content
    "CS501": _error(
        "文件开头缺少两行 --- 之间的标题等信息",
        "The file does not begin with a title between two lines of ---",
        "第一行写 --- ，接着写 title: 标题，再写一行 ---",
        "Begin with a line ---, then title: …, then another line ---",
    ),
    "CS502": _error(
        "有编号的公开文件要写全 number、version、effective，缺少“{key}”",
        "A numbered public document needs number, version and effective; “{key}” is missing",
        "不是公开文件，就把三项都删去",
        "Remove all three if the page is not a public document",
    ),
    "CS503": _error(
        "文件名“{name}”不能用",
        "The file name “{name}” will not do",
        "用小写字母、数字和连字符，以 .md 结尾，例如 complaints.md",
        "Use lower-case letters, digits and hyphens, ending in .md, such as complaints.md",
    ),
    "CS504": _error(
        "只有英文版，没有中文版 {file}",
        "There is an English version and no Chinese one, {file}",
        "补上中文版",
        "Add the Chinese version",
    ),
    "CS505": _error(
        "没有英文版，英文网站上需要一个英文标题",
        "There is no English version, and the English site needs an English title",
        "写上 title_en，或者补上 {file}",
        "Give title_en, or add {file}",
    ),
    "CS506": _error(
        "正文里不能写 HTML：{found}",
        "HTML is not allowed in content: {found}",
        "用 Markdown 书写；小于号写作 &lt;",
        "Use Markdown; write &lt; for a less-than sign",
    ),
    "CS507": _error(
        "花括号里只能写标题的锚点，例如 {{ #fees }}",
        "Braces may only hold the anchor of a heading, such as {{ #fees }}",
        "删去 {found}；要显示花括号，写作 &#123; 和 &#125;",
        "Remove {found}; write &#123; and &#125; to show braces",
    ),
    "CS508": _error(
        "链接“{target}”不能用",
        "The link “{target}” is not allowed",
        "链接到本网站的 .md 页面，或者用 https:、http:、mailto:、tel: 开头",
        "Link to an .md page of this site, or begin with https:, http:, mailto: or tel:",
    ),
    "CS509": _error(
        "图片“{target}”不在本网站上",
        "The image “{target}” is not on this site",
        "网页不从别的网站取图片",
        "Pages take no images from other hosts",
    ),
    "CS510": _error(
        "正文里不能有一级标题",
        "Content must not have a heading of the first level",
        "页面标题写在开头的 title 里，正文从 ## 开始",
        "The page’s heading comes from title; begin with ##",
    ),
    "CS511": _error(
        "“{name}”是网站自己生成的页面，内容不能占用",
        "“{name}” is a page that the site generates itself",
        "换一个文件名",
        "Choose another file name",
    ),
    "CS512": _error(
        "公开文件编号“{number}”用了两次，另一处是 {other}",
        "The public document number “{number}” is used twice; the other is {other}",
    ),
    # Words
    "CS701": _error(
        "这里应当是 {{zh: 中文, en: English}}，或者几组这样的词", "{{zh, en}} is expected here, or groups of such words"
    ),
    "CS702": _error("缺少 {language}", "{language} is missing"),
    "CS513": _error("链接到的页面“{target}”不存在", "The link leads to “{target}”, which does not exist", "页面例如：{allowed}", "Pages are, for example: {allowed}"),
    "CS514": _error("链接的括号是全角的，不会成为链接", "The link has full-width brackets and will not be a link", "写作 [文字](地址)，用半角括号", "Write [text](address) with half-width brackets"),
    "CS516": _error("这里的文件不会成为页面", "This file will not become a page", "页面放在 content/zh 或 content/en，文件名以 .md 结尾", "Pages stand in content/zh or content/en and end in .md"),
    "CS515": _error("没有文件夹 content", "There is no folder content", "建一个；里面可以是空的", "Make one; it may be empty"),
    "CS601": _error("台账：{reason_zh}", "Ledger: {reason_en}", "{hint_zh}", "{hint_en}"),
    "CS602": _error(
        "文件不是 UTF-8 编码{guess_zh}",
        "The file is not UTF-8{guess_en}",
        "{hint_zh}",
        "{hint_en}",
    ),
    "CS603": _error(
        "各列用 {mark} 分隔，应当用半角逗号",
        "The columns are separated by {mark} and not by commas",
        "在 Excel 中另存为“CSV UTF-8（逗号分隔）(*.csv)”",
        "In Excel, save it as “CSV UTF-8 (Comma delimited) (*.csv)”",
    ),
    "CS604": _error(
        "引号写法有误，这一行读不了：{reason_zh}",
        "The row cannot be read: {reason_en}",
        "值里有引号时，整个值用半角双引号括起，里面的每个引号写两次",
        "Put a value that has quotation marks into quotation marks, and write each one inside twice",
    ),
    "CS605": _error("没有“{column}”这一列", "There is no column “{column}”", "可以有的列：{allowed}", "The columns are: {allowed}"),
    "CS606": _error("缺少列：{columns}", "Columns are missing: {columns}", "补在表头这一行", "Add them to the header row"),
    "CS607": _error("“{column}”这一列出现了两次", "The column “{column}” stands twice", "删去一列", "Remove one of them"),
    "CS608": _error(
        "这一行有 {found} 个值，表头有 {wanted} 列",
        "The row has {found} values, the header has {wanted} columns",
        "{hint_zh}",
        "{hint_en}",
    ),
    "CS609": _error("“{column}”不能为空", "“{column}” must not be empty"),
    "CS610": _error("“{value}”不是日期：{reason_zh}", "“{value}” is not a day: {reason_en}", "{hint_zh}", "{hint_en}"),
    "CS611": _error(
        "“{number}”不能作证书编号：{reason_zh}", "“{number}” cannot be a certificate number: {reason_en}",
        "编号由 8 到 40 个字母和数字组成，可以有空格、横线、点和斜线",
        "A number has 8 to 40 letters and digits; spaces, dashes, dots and slashes may stand between them",
    ),
    "CS612": _error(
        "证书编号“{number}”重复，第一次在第 {first} 行",
        "The certificate number “{number}” stands twice, first on line {first}",
        "大小写、空格、横线、点和斜线不区分编号",
        "Case, spaces, dashes, dots and slashes do not make another number",
    ),
    "CS613": _warning(
        "证书编号“{number}”与第 {first} 行的“{other}”很像，容易认错",
        "The certificate number “{number}” looks like “{other}” on line {first}",
        "核对是不是同一张证书",
        "Make sure that they are two certificates",
    ),
    "CS614": _error("没有“{scheme}”这个认证项目", "There is no scheme “{scheme}”", "schemes.yaml 里有：{allowed}", "schemes.yaml has: {allowed}"),
    "CS615": _error("没有“{standard}”这个标准", "There is no standard “{standard}”", "schemes.yaml 里有：{allowed}", "schemes.yaml has: {allowed}"),
    "CS616": _error(
        "认证项目 {scheme} 不依据标准 {standard}",
        "The scheme {scheme} does not certify to the standard {standard}",
        "这个项目的标准：{allowed}",
        "Its standards are: {allowed}",
    ),
    "CS617": _error("没有“{level}”这个级别", "There is no level “{level}”", "可以写：{allowed_zh}", "Use: {allowed_en}"),
    "CS618": _error("认证项目 {scheme} 不评级别", "The scheme {scheme} has no levels", "把级别留空", "Leave the level empty"),
    "CS619": _error("认证项目 {scheme} 的证书要写级别", "A certificate of the scheme {scheme} needs a level", "可以写：{allowed_zh}", "Use: {allowed_en}"),
    "CS620": _error(
        "证书编号“{number}”不以本机构的编号开头",
        "The certificate number “{number}” does not begin as the body’s numbers do",
        "schemes.yaml 的 register: prefixes 里有：{allowed}",
        "register: prefixes in schemes.yaml has: {allowed}",
    ),
    "CS621": _error("有效期到 {to}，早于开始的 {first}", "The last day, {to}, is before the first one, {first}"),
    "CS622": _error(
        "从 {start} 到 {until} 超过三年",
        "From {start} to {until} is more than three years",
        "三年的最后一天是 {longest}",
        "Three years end with {longest}",
    ),
    "CS623": _error(
        "初次获证日期 {first} 晚于本编号认证生效的 {start}",
        "The first certification, {first}, is later than {start}, when certification under this number took effect",
    ),
    "CS624": _error(
        "“{code}”不是统一社会信用代码",
        "“{code}” is not a unified social credit code",
        "18 位数字和大写字母，没有 I、O、S、V、Z；在 Excel 中把这一列设为文本",
        "It has 18 digits and capital letters, none of I, O, S, V, Z; format the column as text in Excel",
    ),
    "CS625": _warning(
        "统一社会信用代码“{code}”的校验位不符，应为 {wanted}",
        "The credit code “{code}” has a wrong check character, {wanted} would be right",
        "对照营业执照；少数早期代码确实不符合校验规则",
        "Compare it with the business licence; a few genuine early codes do break the rule",
    ),
    "CS626": _error("台账里没有主证书“{parent}”", "The ledger has no main certificate “{parent}”"),
    "CS627": _error("证书不能是自己的主证书", "A certificate cannot be its own main certificate"),
    "CS628": _error("“{value}”不是公开方式", "“{value}” is no kind of disclosure", "写 full（公开）或 limited（受限），留空即 full", "Write full or limited; empty means full"),
    "CS629": _error("“{value}”不是版次", "“{value}” is not a revision", "写整数，第一版是 1", "Write a whole number; the first issue is 1"),
    "CS630": _error("不能有字符 {character}", "There must be no character {character}", "{hint_zh}", "{hint_en}"),
    "CS631": _error("列表里有空的一项", "An entry of the list is empty", "删去多余的 {mark}", "Remove the superfluous {mark}"),
    "CS632": _error("“{value}”写了两次", "“{value}” stands twice", "删去一处", "Remove one of them"),
    "CS633": _warning("台账里没有证书", "There is no certificate in the ledger", "检查文件是不是存错了", "See whether the right file was saved"),
    "CS641": _error("台账里没有证书“{number}”", "The ledger has no certificate “{number}”"),
    "CS642": _error("没有“{type}”这种事件", "There is no event “{type}”", "可以写：{allowed_zh}", "Use: {allowed_en}"),
    "CS643": _error("{type} 要写 until", "{type} needs “until”", "{hint_zh}", "{hint_en}"),
    "CS644": _error("{type} 不写 until", "{type} has no “until”", "把 until 留空", "Leave “until” empty"),
    "CS645": _error("until 的 {until} 早于 on 的 {on}", "“until”, {until}, is before “on”, {on}"),
    "CS646": _error("{type} 要写 by", "{type} needs “by”", "写取代它的证书的编号", "Write the number of the certificate that takes its place"),
    "CS647": _error("{type} 不写 by", "{type} has no “by”", "把 by 留空", "Leave “by” empty"),
    "CS648": _error("台账里没有取代它的证书“{number}”", "The ledger has no certificate “{number}” that could take its place"),
    "CS649": _error("证书不能由自己取代", "A certificate cannot take its own place"),
    "CS650": _warning(
        "这个事件从 {on} 起，早于上一个决定的 {before}（第 {line} 行）",
        "The event has effect from {on}, before the one decided earlier, {before} on line {line}",
        "核对日期；事件按作出决定的先后一行行添加",
        "Check the day; events are added in the order in which they were decided",
    ),
    "CS651": _error(
        "{on} 的 {type} 在证书已经结束之后：第 {line} 行是 {ending}",
        "{type} on {on} comes after the end of the certificate: line {line} is {ending}",
        "结束之后只能写 corrected",
        "Only corrected may follow an end",
    ),
    "CS652": _error("没有暂停，无从恢复", "There is no suspension to lift", "核对日期和编号", "Check day and number"),
    "CS653": _error(
        "证书已在第 {line} 行暂停，还没有恢复",
        "The certificate was suspended on line {line} and has not been restored",
    ),
    "CS654": _warning(
        "暂停从 {on} 到 {until}，超过六个月",
        "The suspension from {on} to {until} is longer than six months",
        "六个月的最后一天是 {longest}",
        "Six months end with {longest}",
    ),
    "CS655": _error(
        "{type} 之前要有写了 until 的 granted",
        "{type} needs a granted with “until” before it",
        "否则查不出过去某一天的有效期",
        "Without it nobody can tell the last day of the first term",
    ),
    "CS656": _error(
        "最后一个期限到 {until}，证书的 valid_to 是 {to}",
        "The last term ends with {until}, valid_to of the certificate is {to}",
        "两处要一致",
        "They must be the same day",
    ),
    "CS657": _error(
        "{type} 从 {on} 起，早于证书生效的 {start}", "{type} has effect from {on}, before the certificate does, {start}"
    ),
    "CS658": _error(
        "granted 从 {on} 起，晚于证书生效的 {start}", "granted has effect from {on}, after the certificate does, {start}"
    ),
    "CS659": _warning(
        "证书“{other}”受限公开，这里写出了它与公开的“{number}”的关系",
        "The certificate “{other}” is of limited disclosure, and this tells how it belongs to “{number}”, which is public",
        "把两张证书的 disclosure 写成一样，或者确认可以公开",
        "Give both the same disclosure, or make sure that this may be published",
    ),
    "CS660": _error("“颁发”写了两次，第一次在第 {line} 行", "The certificate is granted twice, first on line {line}", "延长有效期写 recertified", "A longer term is written recertified"),
    "CS661": _error("{on} 晚于证书的最后一天 {last}", "{on} is after the last day, {last}", "核对年份", "Check the year"),
    "CS662": _error("主证书 {parent} 已于 {on} 终止，分证书没有终止", "The main certificate {parent} ended on {on}, its sub-certificate did not", "在 events.csv 补一行", "Add a row to events.csv"),
    "CS669": _warning(
        "{type} 的日期 {on} 在今天以后",
        "{type} on {on} is after today",
        "核对年份；提前登记的，到那一天才起作用",
        "Check the year; one that is entered in advance has effect from that day on",
    ),
    "CS676": _warning(
        "{type} 的日期 {on} 在今天以后，也晚于上一个期限的最后一天 {last}：其间这张证书算作过期",
        "{type} on {on} is after today, and the term before is over by then: after its last day, {last}, the certificate is expired",
        "核对年份；再认证一般在到期以前决定",
        "Check the year; recertification is decided before a term ends in most cases",
    ),
    "CS677": _error("文件的开头不对：{reason_zh}", "The file begins in a wrong way: {reason_en}", "{hint_zh}", "{hint_en}"),
    "CS634": _error(
        "“{number}”不合认证项目 {scheme} 在 {day} 的编号规则",
        "“{number}” does not have the form that numbers of the scheme {scheme} have on {day}",
        "核对编号；规则写在 schemes.yaml 这个项目的 numbers 里",
        "Check the number; the forms stand in schemes.yaml, under numbers of this scheme",
    ),
    "CS635": _error(
        "“{number}”开头的“{label}”会被当作编号前的标签而略去，查不到这张证书",
        "“{label}” at the beginning of “{number}” is taken for a label before the number and left out: no check would find it",
        "换一种编号规则，不以 NO、CERT NO、REG NO 一类的词开头",
        "Give numbers another form, one that does not begin with a word such as NO, CERT NO or REG NO",
    ),
    "CS671": _error(
        "上一次公布的登记册里有证书 {number}，台账里没有了",
        "The register published last has the certificate {number}, the ledger has it no more",
        "补回这一行，或改正写错的编号；注销和撤销要写成事件。这张证书本来就不该公布，才用 --intended {number}",
        "Put the row back, or mend a mistyped number; an ending is an event. Only if it should never have been published, use --intended {number}",
    ),
    "CS672": _error(
        "证书 {number} 上一次公布过事件“{event}”，现在没有了",
        "The certificate {number} was published with the event “{event}”, and has it no more",
        "把这一行补回 events.csv，或改正写错的编号、类型和日期。上次公布的本来就错了，才用 --intended {number}",
        "Put the row back into events.csv, or mend a mistyped number, type or day. Only if what was published was wrong, use --intended {number}",
    ),
    "CS673": _error(
        "证书 {number} 已经公布过，不能因为台账有错就漏掉",
        "The certificate {number} was published and cannot be left out because of a fault",
        "先改好台账里的错误，再建站",
        "Mend the faults of the ledger first, then build",
    ),
    "CS674": _error(
        "{count} 张证书都有错，一张也不能公布",
        "All {count} certificates have faults, and none could be published",
        "没有写入空的登记册；多半是整个文件或整列有错",
        "No empty register was written; most likely a whole file or column is wrong",
    ),
    "CS675": _error(
        "主证书“{parent}”有错、没有公布，它的分证书也不公布",
        "The main certificate “{parent}” is left out for a fault, and so is its sub-certificate",
        "改好主证书和它的事件",
        "Mend the main certificate and its events",
    ),
    "CS678": _error(
        "这次建站的时间 {now} 比要替换的登记册的时间 {before} 早，看过那个登记册的浏览器会拒绝新的",
        "The time of this build, {now}, is before {before}, that of the register that it would replace: browsers that have "
        "seen the later one refuse an older one",
        "把时钟或 SOURCE_DATE_EPOCH 调对再建；有意重建旧的状态，用 --out 另选文件夹",
        "Set the clock or SOURCE_DATE_EPOCH right; to build an old state again on purpose, choose another folder with --out",
    ),
    "CS679": _warning(
        "证书 {number} 上一次公布时受限公开，现在全部公开：无从比对它以前公布过的暂停和终止是否都在",
        "The certificate {number} was of limited disclosure when it was published last, and is fully public now: nothing shows "
        "whether a suspension or an ending that it had before is missing",
        "对照本机构的记录，逐条核对 events.csv 里这张证书的事件",
        "Check its events in events.csv, one by one, against the body’s own records",
    ),
    "CS663": _error(
        "“{column}”这一列的类型是 {type}，转成文字不止一种写法",
        "The column “{column}” is of type {type}, which can be written as text in more than one way",
        "改用文本、日期或整数；读数据库时可以写查询，用 CAST 转成文本",
        "Use text, dates or whole numbers; a query of a database can CAST it to text",
    ),
    "CS664": _error(
        "这里要么只写 file，要么写 database 加上 table、query 中的一项",
        "This is either a file alone, or a database with one of table and query",
    ),
    "CS665": _error(
        "数据库地址里有密码",
        "The address of the database holds a password",
        "删去并更换这个密码；新密码放在 ~/.pgpass，或者 PGPASSFILE、PGSERVICE 所指的文件里",
        "Remove and change it; the new one belongs in ~/.pgpass, or in the file that PGPASSFILE or PGSERVICE points to",
    ),
    "CS666": _error("数据库：{reason_zh}", "Database: {reason_en}", "{hint_zh}", "{hint_en}"),
    "CS667": _error(
        "查询应当是一条 SELECT、WITH 或 VALUES 语句：{reason_zh}",
        "A query is one statement, SELECT, WITH or VALUES: {reason_en}",
    ),
    "CS668": _error(
        "事件没有确定的次序：{reason_zh}",
        "The events have no certain order: {reason_en}",
        "表里要有整数列 seq，按登记先后递增，不重复；查询要在最后写 ORDER BY",
        "A table needs a column seq of whole numbers that grow in the order of decision; a query ends with ORDER BY",
    ),
    # The finished site
    "CS801": _error("读不了：{reason}", "This cannot be read: {reason}"),
    "CS802": _error("文件不是 UTF-8 编码", "The file is not UTF-8"),
    "CS803": _error(
        "网站里只能有普通文件，这里是{what_zh}",
        "A site consists of plain files, and this is {what_en}",
        "换成文件本身",
        "Put the file itself in its place",
    ),
    "CS804": _error("文件有 {size} 字节，超过了 {limit}", "The file has {size} bytes, more than {limit}"),
    "CS805": _error(
        "“{name}”不应当公布", "“{name}” is not for the public", "从网站文件夹里移走", "Move it out of the site’s folder"
    ),
    "CS806": _error("缺少“{page}”这个页面", "The page “{page}” is missing"),
    "CS811": _error("链接“{target}”在网站里没有对应的文件", "“{target}” leads to no file of the site"),
    "CS812": _error(
        "链接“{target}”指向的页面里没有“{anchor}”这个锚点", "“{target}” leads to a page without the anchor “{anchor}”"
    ),
    "CS813": _error(
        "页面会向别的网站发出请求：“{target}”",
        "The page would ask another host: “{target}”",
        "把文件放到本网站上",
        "Keep the file on this site",
    ),
    "CS814": _error("网站的安全策略不允许 {what}", "The site’s security policy does not allow {what}"),
    "CS815": _error("页面的语言写的是“{found}”，应当是 {wanted}", "The page’s language is “{found}”, it should be {wanted}"),
    "CS816": _error("页面没有标题（title）", "The page has no title"),
    "CS817": _error("一级标题（h1）要有一个，现在有 {count} 个", "A page has one h1, and this one has {count}"),
    "CS818": _error(
        "页面要在装入任何文件之前写明网站的安全策略，只写一次",
        "A page states the site’s security policy once, before anything that it loads",
        "策略是：{policy}",
        "The policy is: {policy}",
    ),
    "CS819": _error("查询页写的 {name} 是“{found}”，应当是“{wanted}”", "The verification page has {name} “{found}”, it should be “{wanted}”"),
    "CS820": _error(
        "链接“{target}”标明是 {wanted}，打开的页面却是 {found}",
        "“{target}” is marked as {wanted}, and the page there is {found}",
    ),
    "CS831": _error("登记册文件不合格式：{reason_zh}", "Not a file of the register’s format: {reason_en}"),
    "CS832": _error("索引里的 {key} 是 {found}，应当是 {wanted}", "{key} of the index is {found}, it should be {wanted}", *_BUILD_AGAIN),
    "CS833": _error(
        "缺少 {count} 个分片，第一个是 {first}",
        "{count} shards are missing, the first one is {first}",
        "没有证书的分片也要有文件",
        "A shard without certificates has a file too",
    ),
    "CS834": _error("登记册里不应当有这个文件", "The register has no such file"),
    "CS835": _error("分片的第一行应当是 {wanted}", "The first line of the shard should be {wanted}"),
    "CS836": _error(
        "写法不合格式：空格、各项的顺序、转义或者逗号不对",
        "Not written as the format says: spaces, order of keys, escapes or commas",
    ),
    "CS837": _error("台账里的证书“{number}”在登记册里查不到", "The certificate “{number}” of the ledger cannot be found in the register", *_BUILD_AGAIN),
    "CS838": _error("登记册里的“{number}”不在台账里", "“{number}” is in the register and not in the ledger", *_BUILD_AGAIN),
    "CS839": _error("“{number}”出现了两次，第一次在第 {first} 行", "“{number}” stands twice, first on line {first}"),
    "CS840": _error("“{number}”放错了分片，应当在 {wanted}", "“{number}” stands in the wrong shard, it belongs to {wanted}"),
    "CS841": _error(
        "“{number}”的 {field} 是 {found}，按台账应当是 {wanted}",
        "{field} of “{number}” is {found}, by the ledger it should be {wanted}",
        *_BUILD_AGAIN,
    ),
    "CS842": _error("“{number}”的次序不对，记录按摘要排列", "“{number}” is out of order; records stand in the order of their digests"),
    "CS843": _error(
        "snapshot 与各分片的内容不符，应当是 {wanted}", "The snapshot is not that of the shards, it should be {wanted}"
    ),
    "CS844": _error(
        "缺少 {count} 个摘要文件，第一个是 {first}",
        "{count} digest files are missing, the first one is {first}",
        "它们放在以 snapshot 前 16 位命名的文件夹里",
        "They stand in a folder named by the first 16 digits of the snapshot",
    ),
    "CS845": _error(
        "摘要文件与分片不符，这一行应当是 {wanted}",
        "The digest file is not that of the shards, the line should be {wanted}",
    ),
    "CS846": _error(
        "搜索文件的名称与内容不符，应当是 {wanted}",
        "The name of the search file is not that of its content, it should be {wanted}",
    ),
    "CS847": _error(
        "搜索文件里不应当有“{text}”：这是{what_zh}",
        "“{text}” must not stand in a search file: it is {what_en}",
    ),
    "CS848": _error(
        "查询程序的这个文件与主题里的不同，或者只在一边有",
        "This file of the verification program is not as the theme has it, or only one side has it",
        "用当前的主题重新建站",
        "Build the site anew with the present theme",
    ),
    "CS849": _error(
        "编号清单与台账不符，这一行应当是 {wanted}",
        "The list of numbers is not that of the ledger, the line should be {wanted}",
        *_BUILD_AGAIN,
    ),
    "CS851": _warning(
        "第一次打开要传 {size} 字节（gzip 后），上限是 {limit}",
        "The first view takes {size} bytes after gzip, the limit is {limit}",
        "最大的几个文件：{largest}",
        "The largest files are {largest}",
    ),
    "CS852": _warning(
        "一次查询要传 {size} 字节（索引、摘要文件和这个分片，gzip 后），上限是 {limit}",
        "A check takes {size} bytes after gzip (the index, a digest file and this shard), the limit is {limit}",
    ),
}  # fmt: skip
