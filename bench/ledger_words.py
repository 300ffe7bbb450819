"""The words of a synthetic ledger: invented organisations with their names, codes, addresses and scopes.

Every name says 示例 or 样本, every credit code is of region 999999, every street is a 示例 or 样本 street. Words are
drawn with `random()` alone, and skewed by multiplication alone: the same numbers on every machine and Python.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class City(NamedTuple):
    """A place of business."""

    province: str
    city: str
    english: str
    districts: tuple[str, ...]


class Trade(NamedTuple):
    """What an organisation does, as its name and its scopes say it."""

    name: str
    english: str
    kind: str
    items: tuple[tuple[str, str], ...]
    """What it makes or does, in Chinese and English."""


def _cities(lines: str) -> tuple[City, ...]:
    return tuple(City(p, c, e, tuple(d.split())) for p, c, e, d in (x.split("|") for x in lines.split("\n")))


def _trades(lines: str) -> tuple[Trade, ...]:
    found = []
    for line in lines.split("\n"):
        name, english, kind, items = line.split("|")
        pairs = tuple((zh, en) for zh, en in (item.split("=") for item in items.split(";")))
        found.append(Trade(name, english, kind, pairs))
    return tuple(found)


def _syllables(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((syllable[0], syllable[1:]) for syllable in text.split())


# The more frequent ones stand first: `_often` prefers them.

CITIES = _cities("""\
广东省|深圳|Shenzhen|南山区 福田区 龙岗区 宝安区 龙华区 光明区 坪山区
上海市|上海|Shanghai|浦东新区 闵行区 嘉定区 松江区 奉贤区
北京市|北京|Beijing|海淀区 朝阳区 丰台区 大兴区 昌平区
广东省|广州|Guangzhou|天河区 白云区 番禺区 黄埔区 花都区
江苏省|苏州|Suzhou|吴中区 相城区 吴江区 昆山市 常熟市
浙江省|杭州|Hangzhou|余杭区 萧山区 滨江区 西湖区
四川省|成都|Chengdu|武侯区 双流区 金牛区 郫都区
广东省|东莞|Dongguan|长安镇 虎门镇 塘厦镇 松山湖
湖北省|武汉|Wuhan|洪山区 江夏区 东西湖区 汉阳区
浙江省|宁波|Ningbo|鄞州区 北仑区 慈溪市 余姚市
山东省|青岛|Qingdao|城阳区 黄岛区 即墨区
河南省|郑州|Zhengzhou|金水区 中原区 新郑市
江苏省|南京|Nanjing|江宁区 浦口区 栖霞区
天津市|天津|Tianjin|滨海新区 武清区 西青区
陕西省|西安|Xi’an|雁塔区 未央区 长安区
重庆市|重庆|Chongqing|渝北区 九龙坡区 巴南区
广东省|佛山|Foshan|南海区 顺德区 禅城区
湖南省|长沙|Changsha|岳麓区 雨花区 浏阳市
安徽省|合肥|Hefei|蜀山区 包河区 肥西县
山东省|济南|Jinan|历城区 章丘区 历下区
福建省|厦门|Xiamen|集美区 湖里区 同安区
江苏省|无锡|Wuxi|惠山区 滨湖区 江阴市
河北省|石家庄|Shijiazhuang|裕华区 长安区 正定县
辽宁省|沈阳|Shenyang|铁西区 浑南区 沈北新区
福建省|泉州|Quanzhou|晋江市 石狮市 南安市
浙江省|温州|Wenzhou|瓯海区 龙湾区 乐清市
广东省|惠州|Huizhou|惠城区 惠阳区 博罗县
辽宁省|大连|Dalian|金州区 甘井子区
江西省|南昌|Nanchang|青山湖区 新建区
广西壮族自治区|南宁|Nanning|江南区 西乡塘区
云南省|昆明|Kunming|官渡区 呈贡区
贵州省|贵阳|Guiyang|乌当区 花溪区
山西省|太原|Taiyuan|小店区 万柏林区
吉林省|长春|Changchun|绿园区 宽城区
黑龙江省|哈尔滨|Harbin|道里区 香坊区
新疆维吾尔自治区|乌鲁木齐|Urumqi|新市区 米东区
内蒙古自治区|呼和浩特|Hohhot|赛罕区 玉泉区
甘肃省|兰州|Lanzhou|七里河区 西固区
海南省|海口|Haikou|龙华区 秀英区
宁夏回族自治区|银川|Yinchuan|金凤区 兴庆区""")

TRADES = _trades("""\
科技|Technology|soft|应用软件=application software;信息系统集成=information system integration;数据处理平台=data processing platforms;物联网终端=Internet of things terminals;网络安全设备=network security equipment;智能门禁系统=intelligent access control systems;视频监控系统=video surveillance systems;移动应用程序=mobile applications;云计算平台=cloud computing platforms;人脸识别终端=face recognition terminals
建筑工程|Construction Engineering|build|房屋建筑工程=building works;市政公用工程=municipal works;建筑装修装饰工程=building decoration works;钢结构工程=steel structure works;地基基础工程=foundation works;防水防腐保温工程=waterproofing and insulation works;建筑幕墙工程=curtain wall works;园林绿化工程=landscaping works;公路工程=highway works;水利水电工程=water conservancy and hydropower works
贸易|Trading|sell|五金交电=hardware;日用百货=daily necessities;办公用品=office supplies;劳保用品=labour protection articles;建筑材料=building materials;机电设备=electromechanical equipment;化工产品（不含危险化学品）=chemical products (excluding hazardous chemicals);电子产品=electronic products;针纺织品=textiles;金属材料=metal materials
电子|Electronics|make|印制电路板=printed circuit boards;电源适配器=power adapters;数据连接线=data cables;电子元器件=electronic components;液晶显示模组=LCD modules;锂离子电池=lithium-ion batteries;蓝牙耳机=Bluetooth headsets;LED 照明灯具=LED luminaires;线路板贴片=PCB assemblies;传感器=sensors
机械设备|Machinery Equipment|make|数控机床=CNC machine tools;工程机械配件=parts of construction machinery;自动化生产线=automatic production lines;输送设备=conveying equipment;包装机械=packaging machinery;液压油缸=hydraulic cylinders;减速机=speed reducers;非标准设备=non-standard equipment;精密模具=precision moulds;水泵=water pumps
物业管理|Property Management|serve|住宅物业管理=residential property management;写字楼物业管理=office building property management;保洁服务=cleaning;绿化养护=greenery maintenance;秩序维护=order keeping;停车场管理=car park management;设施设备维护=facility maintenance;学校后勤服务=school logistics;医院后勤服务=hospital logistics
环保科技|Environmental Technology|make|污水处理设备=sewage treatment equipment;废气处理设备=waste gas treatment equipment;除尘设备=dust removal equipment;净水设备=water purification equipment;环境监测仪器=environmental monitoring instruments;固体废物处置设备=solid waste disposal equipment;水处理药剂=water treatment agents;噪声治理设备=noise control equipment
信息技术|Information Technology|soft|电子政务软件=e-government software;企业管理软件=enterprise management software;计算机系统集成=computer system integration;大数据分析平台=big data analysis platforms;智慧校园系统=smart campus systems;智慧医疗系统=smart medical systems;运维管理系统=operation management systems;地理信息系统=geographic information systems;电子商务平台=e-commerce platforms
实业|Industrial|make|塑料制品=plastic products;橡胶制品=rubber products;金属制品=metal products;包装材料=packaging materials;纸箱=cartons;工艺礼品=craft gifts;不锈钢制品=stainless steel products;家居用品=household articles;玻璃制品=glass products
食品|Food|make|速冻食品=quick-frozen food;糕点=pastry;调味品=condiments;肉制品=meat products;植物油=vegetable oil;饮料=beverages;粮食加工品=processed grain;蔬菜制品=vegetable products;豆制品=bean products
物流|Logistics|serve|普通货物道路运输=road transport of general goods;仓储服务=warehousing;装卸搬运=handling;城市配送=urban distribution;国际货运代理=international freight forwarding;冷链运输=cold chain transport;快递收寄=express pick-up;供应链管理=supply chain management
装饰工程|Decoration Engineering|build|室内装饰工程=interior decoration works;建筑幕墙工程=curtain wall works;展览展示工程=exhibition works;门窗安装工程=door and window installation works;消防设施工程=fire protection works;古建筑修缮工程=repair works of historic buildings;标识标牌工程=signage works
医疗器械|Medical Devices|medical|一次性使用无菌敷料=single-use sterile dressings;医用外科口罩=surgical masks;轮椅车=wheelchairs;体外诊断试剂=in vitro diagnostic reagents;心电监护仪=ECG monitors;医用雾化器=medical nebulisers;血压计=sphygmomanometers;牙科手机=dental handpieces;康复训练器械=rehabilitation training devices;医用导管=medical catheters
汽车零部件|Auto Parts|make|汽车制动器=automotive brakes;汽车线束=automotive wiring harnesses;汽车内饰件=automotive interior trim;汽车冲压件=automotive stampings;汽车座椅=automotive seats;汽车灯具=automotive lamps;发动机零件=engine parts;汽车密封条=automotive sealing strips;铝合金轮毂=aluminium alloy wheels
人力资源|Human Resources|serve|劳务派遣=labour dispatch;人力资源外包=human resources outsourcing;职业中介=job placement;人才培训=training;档案管理服务=archive management;代理记账=bookkeeping;会务服务=conference services
电力工程|Electric Power Engineering|build|输变电工程=power transmission and transformation works;电力设施承装承修=installation and repair of power facilities;配电工程=power distribution works;光伏发电工程=photovoltaic works;充电桩安装工程=charging pile installation works;城市及道路照明工程=urban and road lighting works;机电安装工程=electromechanical installation works
新材料|New Materials|make|改性塑料=modified plastics;水性涂料=water-based coatings;胶粘剂=adhesives;铝型材=aluminium profiles;保温材料=insulation materials;防水卷材=waterproof membranes;陶瓷材料=ceramic materials;碳纤维制品=carbon fibre products;功能薄膜=functional films
家具|Furniture|make|办公家具=office furniture;校用家具=school furniture;软体家具=upholstered furniture;木质家具=wooden furniture;金属家具=metal furniture;医用家具=hospital furniture;定制橱柜=custom cabinets;实验室家具=laboratory furniture
餐饮管理|Catering Management|serve|食堂承包服务=canteen operation;团体餐配送=group meal delivery;餐饮服务=catering;食材配送=food ingredient delivery;营养配餐=nutrition catering;果蔬初加工配送=processing and delivery of fruit and vegetables
服饰|Garment|make|职业装=work wear;校服=school uniforms;针织服装=knitted garments;羽绒服=down jackets;劳动防护服=protective clothing;床上用品=bedding;鞋帽=shoes and hats;箱包=bags
检测技术|Testing Technology|serve|环境检测=environmental testing;食品检测=food testing;建筑材料检测=building material testing;机动车检测=motor vehicle testing;计量校准=calibration;职业卫生检测=occupational health testing;消防设施检测=fire facility testing
园林绿化|Landscaping|build|园林绿化工程=landscaping works;绿化养护工程=greenery maintenance works;苗木种植工程=nursery planting works;园林古建筑工程=garden architecture works;生态修复工程=ecological restoration works;喷灌工程=irrigation works
电梯|Elevator|make|乘客电梯=passenger lifts;载货电梯=goods lifts;自动扶梯=escalators;电梯配件=lift parts;家用电梯=home lifts;杂物电梯=dumbwaiters
保安服务|Security Service|serve|门卫服务=gate keeping;巡逻服务=patrol;守护服务=guarding;随身护卫=escort;安全检查=security inspection;安全技术防范=technical security;安全风险评估=security risk assessment
阀门|Valve|make|闸阀=gate valves;球阀=ball valves;蝶阀=butterfly valves;止回阀=check valves;调节阀=control valves;安全阀=safety valves;管道配件=pipe fittings
电缆|Cable|make|电力电缆=power cables;控制电缆=control cables;架空绝缘电缆=aerial insulated cables;布电线=building wires;矿用电缆=mining cables;光缆=optical cables;通信电缆=communication cables
印刷包装|Printing and Packaging|make|包装装潢印刷品=packaging printing;纸盒=paper boxes;不干胶标签=self-adhesive labels;画册=brochures;瓦楞纸板=corrugated board;塑料软包装=flexible plastic packaging;书刊=books
教育咨询|Education Consulting|serve|教育咨询=education consulting;职业技能培训=vocational training;课程开发=course development;托管服务=after-school care;语言培训=language training
化工|Chemical|make|工业清洗剂=industrial cleaning agents;水性油墨=water-based inks;表面活性剂=surfactants;润滑油=lubricating oil;建筑涂料=architectural coatings;助剂=auxiliaries;脱模剂=release agents
农业发展|Agricultural Development|make|蔬菜=vegetables;水果=fruit;有机肥=organic fertiliser;茶叶=tea;食用菌=edible mushrooms;畜禽产品=livestock and poultry products;种苗=seedlings""")

_HOW = {
    "soft": (("的设计开发和技术服务", "Design, development and technical service of"), ("的开发和运行维护", "Development, operation and maintenance of"), ("的设计开发、销售和售后服务", "Design, development, sale and after-sales service of"), ("的技术开发、技术咨询", "Technical development of and consulting on")),
    "build": (("施工", "Execution of"), ("的设计和施工", "Design and execution of"), ("专业承包施工", "Specialised contracting of"), ("施工总承包", "General contracting of")),
    "sell": (("的销售", "Sale of"), ("的批发和零售", "Wholesale and retail of"), ("的销售和售后服务", "Sale and after-sales service of"), ("的进出口和销售", "Import, export and sale of")),
    "make": (("的生产", "Production of"), ("的设计、生产和销售", "Design, production and sale of"), ("的设计开发和制造", "Design, development and manufacture of"), ("的加工", "Processing of"), ("的生产、安装和售后服务", "Production, installation and after-sales service of")),
    "serve": (("", "Provision of"), ("的提供和管理", "Provision and management of"), ("及相关咨询", "Provision of and consulting on")),
    "medical": (("的设计开发、生产和销售", "Design, development, production and sale of"), ("的生产", "Production of"), ("的设计开发、生产和服务", "Design, development, production and servicing of"), ("的贮存和经销", "Storage and distribution of")),
}  # fmt: skip

_SYSTEM = {
    "E": ("所涉及场所的相关环境管理活动", " and related environmental management"),
    "S": ("所涉及场所的相关职业健康安全管理活动", " and related occupational health and safety management"),
    "SH": ("的售后服务（商品售后服务评价）", " (after-sales service)"),
}

_SYLLABLES = _syllables("""\
鑫xin 源yuan 华hua 恒heng 达da 盛sheng 泰tai 丰feng 瑞rui 嘉jia 宏hong 德de 信xin 诚cheng 安an 兴xing 隆long 创chuang 博bo
远yuan 汇hui 中zhong 天tian 金jin 海hai 新xin 美mei 佳jia 明ming 利li 亿yi 通tong 凯kai 顺shun 康kang 正zheng 龙long 东dong
世shi 光guang 力li 伟wei 联lian 合he 众zhong 旭xu 杰jie 景jing 腾teng 飞fei 云yun 智zhi 慧hui 优you 卓zhuo 越yue 百bai 千qian
万wan 邦bang 祥xiang 和he 润run 泽ze 欣xin 荣rong 富fu 贵gui 永yong 昌chang 立li 方fang 宇yu 辰chen 星xing 月yue 晨chen 晟sheng
昊hao 阳yang 春chun 江jiang 河he 山shan 峰feng 林lin 森sen 木mu 青qing 蓝lan 红hong 白bai 玉yu 石shi 铭ming 锐rui 钧jun 铂bo
尚shang 雅ya 致zhi 臻zhen 睿rui 迪di 科ke 维wei 思si 奥ao 尔er 斯si 克ke 特te 诺nuo 巨ju 鼎ding 拓tuo 启qi 航hang 领ling 翔xiang
骏jun 驰chi 捷jie 速su 益yi 民min 惠hui 福fu 禄lu 寿shou 双shuang 三san 九jiu 元yuan 亨heng 贞zhen 长chang 城cheng 北bei 南nan""")
_RARE = _syllables(
    "垚yao 燚yi 犇ben 淼miao 焱yan 骉biao 喆zhe 昇sheng 堃kun 翀chong 祎yi 頔di 赟yun 䶮yan 㛃jie 𠮷ji 龘da"
)
_LATIN = (
    "TS",
    "Hi",
    "Me",
    "eGo",
    "UNI",
    "DK",
    "X",
    "Bio",
    "Star",
    "NO.1",
    "SMART",
    "Top",
    "AI",
    "3D",
    "QX",
    "Lab",
)


class Form(NamedTuple):
    """A legal form, and how credit codes of it begin."""

    name: str
    english: str
    code: str


_COMPANY = Form("有限公司", "Co., Ltd.", "91")
_FORMS = (
    *(_COMPANY,) * 40,
    *(Form("有限责任公司", "Co., Ltd.", "91"),) * 3,
    *(Form("股份有限公司", "Corporation", "91"),) * 3,
    *(Form("集团有限公司", "Group Co., Ltd.", "91"),) * 2,
    *(Form("厂", "Factory", "91"),) * 2,
    Form("厂（个体工商户）", "Workshop", "92"),
    Form("专业合作社", "Cooperative", "93"),
    Form("服务中心", "Service Centre", "52"),
    Form("研究院", "Research Institute", "12"),
)
_SIGNS = (*(("示例", "Example"),) * 6, ("样本", "Specimen"))

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The characters of a credit code in order of value (GB 32100-2015)."""
_CODES = 31**6
_SCATTER = 3**18
"""Coprime to 31, so that every holder below `_CODES` has a code of its own, and neighbours look unlike."""
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_ORGANISATION_VALUES = {character: int(character, 36) for character in _ALPHABET}
_WEIGHTS = tuple(pow(3, at, 31) for at in range(17))

_ROADS = (("样本大道", "Yangben Avenue"), ("示例路", "Shili Road"), ("样本东路", "Yangben East Road"), ("示例二路", "Shili 2nd Road"), ("样本工业大道", "Yangben Industry Avenue"), ("示例街", "Shili Street"), ("样本科技路", "Yangben Technology Road"), ("示例北路", "Shili North Road"), ("样本创业路", "Yangben Venture Road"), ("示例巷", "Shili Lane"))  # fmt: skip
_AREAS = (
    "",
    "",
    "",
    "示例街道",
    "样本镇",
    "示例工业园",
    "样本高新技术产业开发区",
    "示例经济开发区",
    "样本社区",
)
_SITES = ("第一工厂", "第二工厂", "仓储中心", "研发中心", "办公地点", "销售部", "装配车间", "生产基地")


@dataclass(frozen=True)
class Holder:
    """An invented organisation. Texts are as they stand in the ledger, "" where there is none."""

    name: str
    name_en: str
    code: str
    address: str
    address_en: str
    city: City
    trade: Trade
    trade_name: str


def holder(number: int, draw: random.Random) -> Holder:
    """Invent an organisation; `number`, below 887,503,681, makes its credit code unlike every other's."""
    r = draw.random
    city, trade, form = _often(CITIES, r()), _often(TRADES, r()), _FORMS[int(r() * len(_FORMS))]
    sign, sign_en = _SIGNS[int(r() * len(_SIGNS))]
    syllables = [_often(_SYLLABLES, r()), _often(_SYLLABLES, r())]
    unusual = r()
    if unusual < 0.12:
        syllables.append(_often(_SYLLABLES, r()))
    elif unusual < 0.14:
        syllables[0] = _RARE[int(r() * len(_RARE))]
    own, own_en = "".join(s[0] for s in syllables), "".join(s[1] for s in syllables).capitalize()
    if 0.14 <= unusual < 0.165:
        own = own_en = _LATIN[int(r() * len(_LATIN))] + ("" if unusual < 0.15 else own_en)
    built = r()
    if built < 0.10:
        name = f"{sign}{own}（{city.city}）{trade.name}{form.name}"
    elif built < 0.45:
        name = f"{city.city}市{sign}{own}{trade.name}{form.name}"
    elif built < 0.85:
        name = f"{city.city}{sign}{own}{trade.name}{form.name}"
    elif built < 0.95:
        name = f"{city.province}{sign}{own}{trade.name}{form.name}"
    else:
        name = f"{own}{sign}{trade.name}{form.name}"
    if form is _COMPANY and r() < 0.03:
        district = city.districts[int(r() * len(city.districts))]
        name += f"{district}分公司"
    english = r() < 0.25
    name_en = f"{city.english} {sign_en} {own_en} {trade.english} {form.english}" if english else ""
    code = credit_code(form.code, number) if r() >= 0.02 else ""
    place, place_en = address(city, draw)
    return Holder(name, name_en, code, place, place_en if english and r() < 0.8 else "", city, trade, own)


def credit_code(kind: str, number: int) -> str:
    """Return a credit code of the region 999999, which no organisation has (GB 32100-2015, GB 11714)."""
    rest = number * _SCATTER % _CODES
    own = ""
    for _ in range(6):
        rest, digit = divmod(rest, 31)
        own += _ALPHABET[digit]
    own = "MA" + own
    total = sum(
        _ORGANISATION_VALUES[c] * weight for c, weight in zip(own, _ORGANISATION_WEIGHTS, strict=True)
    )
    code = f"{kind}999999{own}{'0123456789X0'[11 - total % 11]}"
    return code + _ALPHABET[-sum(_VALUES[c] * weight for c, weight in zip(code, _WEIGHTS, strict=True)) % 31]


def address(city: City, draw: random.Random) -> tuple[str, str]:
    """Invent an address in Chinese and English."""
    r = draw.random
    road, road_en = _ROADS[int(r() * len(_ROADS))]
    house, inside = 1 + int(r() * r() * 999), r()
    province = "" if city.province.startswith(city.city) else city.province
    text = f"{province}{city.city}市{city.districts[int(r() * len(city.districts))]}{_AREAS[int(r() * len(_AREAS))]}{road} {house} 号"
    room, room_en = "", ""
    if inside < 0.4:
        floor, door = 1 + int(r() * 28), 1 + int(r() * 30)
        room = f"{_often(_SYLLABLES, r())[0]}{_often(_SYLLABLES, r())[0]}大厦 {'ABCD'[int(r() * 4)]} 座 {floor}{door:02d} 室"
        room_en = f"Room {floor}{door:02d}, "
    elif inside < 0.75:
        building, floor = 1 + int(r() * 20), 1 + int(r() * 6)
        room, room_en = f" {building} 栋 {floor} 楼", f"{floor}/F, Building {building}, "
    return text + room, f"{room_en}No. {house} {road_en}, {city.english}, China"


def scope(trade: Trade, draw: random.Random) -> tuple[str, str]:
    """Invent what an organisation is certified for, in Chinese and English, for any scheme."""
    r = draw.random
    how, how_en = _HOW[trade.kind][int(r() * len(_HOW[trade.kind]))]
    chosen: dict[str, str] = {}
    for _ in range(1 + int(r() * r() * 9)):
        zh, en = trade.items[int(r() * len(trade.items))]
        chosen[zh] = en
    text, text_en = f"{'、'.join(chosen)}{how}", f"{how_en} {', '.join(chosen.values())}"
    also = r()
    if also < 0.10:
        return f"{text}（资质许可范围内）", f"{text_en} (within the licensed scope)"
    if also < 0.30:
        other = _often(TRADES, r())
        zh = "、".join(item[0] for item in other.items[: 1 + int(r() * 6)])
        return f"{text}；{zh}的销售", text_en
    return text, text_en


def scope_of(system: str, text: str, text_en: str) -> tuple[str, str]:
    """Word a scope for a scheme, which is named by its letters in a certificate number."""
    after, after_en = _SYSTEM.get(system, ("", ""))
    return text + after, text_en + after_en if text_en else ""


def sites(owner: Holder, draw: random.Random) -> str:
    """Invent further sites as the ledger writes them."""
    r = draw.random
    first, many = int(r() * len(_SITES)), 1 + int(r() * 4)
    names = (_SITES[(first + at) % len(_SITES)] for at in range(many))
    return "|".join(f"示例{owner.trade_name}{name}, {address(owner.city, draw)[0]}" for name in names)


def _often(words: tuple[T, ...], chance: float) -> T:
    return words[int(chance * chance * len(words))]
