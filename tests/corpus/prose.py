"""Sentences as reports write them, with the figures that a careful reader would note: `sentences(count, seed)`,
and `paragraphs(count, seed)` of several.

Written from how reports put things, not from schemas/prose.yaml: subjects, verbs and fillers come from here, and no
template is looked up there. A `{…}` is a number with its unit in any way of writing; what a template says nothing
of (years, document numbers, shares, terms, telephone numbers) must not be found.

        {requests_received 件宗}      12件, 十二宗, 1,203件, ３件, 近30件
        {fee_charged 元:0}            a 0 that is told in words, without a number
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Truth:
    """A figure that the sentence tells."""

    subject: str
    value: Decimal
    unit: str | None
    approximate: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    truths: tuple[Truth, ...]


TEMPLATES = """
WHENBODY共收到政府信息公开申请{requests_received 件宗份条}，均已按期答复。
WHENBODY收到{requests_received 件宗份}政府信息公开申请，已全部办结。
WHEN受理依申请公开{requests_received 件宗}，其中自然人提出{requests_received 件}，企业提出{requests_received 件}。
WHENBODY新收政府信息公开申请{requests_received 件}、上年结转{requests_carried_in 件}，办结申请{requests_handled 件}，结转下年度{requests_carried_out 件}。
WHENBODY共办理政府信息公开申请{requests_handled 件宗}，按照《条例》第二十条第（三）项，{requests_carried_out 件}转入下一年度继续办理。
答复政府信息公开申请{requests_handled 件}：予以公开{requests_granted 件}，部分公开{requests_partially_granted 件}，不予公开{requests_denied 件}，无法提供{requests_unavailable 件}，不予处理{requests_not_processed 件}，其他处理{requests_other_handling 件}。
申请办理结果为：予以公开{requests_granted 件宗}；部分公开{requests_partially_granted 件宗}；因信息不存在等无法提供{requests_unavailable 件宗}。
WHENBODY接到公民书面申请{requests_received 份件}，在20个工作日内答复。
WHEN通过网络提交申请{requests_received 件}，信函申请{requests_received 件}，当面申请{requests_received 件}。
WHENBODY没有收到政府信息公开申请{requests_received 件:0}。
WHENBODY未收到公民、法人和其他组织提出的政府信息公开申请{requests_received 件:0}。
WHENBODY政府信息公开申请数量为零{requests_received 件:0}。
WHENBODY因政府信息公开被申请行政复议{reconsiderations 件宗起}，被提起行政诉讼{litigation 件宗起}。
WHEN发生涉及政府信息公开的行政复议案件{reconsiderations 件起}，其中维持{reconsiderations 件起}，纠正{reconsiderations 件起}，尚未审结{reconsiderations 件起}。
WHEN有{reconsiderations 件宗}政府信息公开行政复议，{litigation 件宗}行政诉讼，复议结果均为维持。
WHENBODY未发生因政府信息公开引起的行政复议{reconsiderations 件:0}和行政诉讼{litigation 件:0}。
WHENBODY无行政诉讼案件{litigation 件:0}。
WHENBODY通过PLACE主动公开政府信息{items_disclosed 条件项}，同比增长SHARE。
WHENBODY主动公开各类政府信息{items_disclosed 条}，其中机构职能类{items_disclosed 条}、政策文件类{items_disclosed 条}、财政信息类{items_disclosed 条}，其他{items_disclosed 条}。
WHENBODY公开信息共计{items_disclosed 条}，包括：1.概况信息{items_disclosed 条}；2.工作动态{items_disclosed 条}；3.人事信息{items_disclosed 条}。
WHEN在PLACE发布{items_disclosed 条}信息，占全部信息的SHARE。
WHENBODY网站更新信息{items_disclosed 条篇}，网站访问量{website_visits 人次次}。
政府门户网站总点击量{website_visits 次人次}，较上年提高SHARE。
WHEN制发行政规范性文件{documents 件份}，按程序公开。
WHEN发布政策解读材料{interpretations 篇条件}，其中图解{interpretations 篇条件}、视频{interpretations 篇条件}。
WHEN通过图解、问答等方式解读政策文件{interpretations 件次}。
“NAME”微信公众号推送信息{account_posts 条篇则}，阅读量{account_views 次人次}，粉丝{account_followers 人个名}。
我局开通微信公众号“NAME”，WHEN发布图文消息{account_posts 条篇}，累计阅读{account_views 次人次}。
官方微博“NAME”发布微博{account_posts 条篇}，微博粉丝数达{account_followers 人个}。
抖音号发布短视频{account_posts 条个}，播放量突破{account_views 次+}，获得点赞{account_likes 次个}。
BODY现有微信公众号{accounts 个}、政务微博{accounts 个}。
BODY运行政务新媒体账号{accounts 个家}。
WHEN组织召开新闻发布会{press_conferences 场次}，网上直播SHARE。
WHENBODY举办{press_conferences 场次}新闻发布会，回应社会关切{responses 次件}。
WHENBODY举办政府信息公开培训班{training_sessions 期次场}，培训人员{training_people 人次人名}。
WHEN开展政务公开业务培训{training_sessions 次场}，参训{training_people 人次人}。
WHEN召开政务公开工作推进会{meetings 次场}，印发《政务公开要点》（某政办〔2021〕12号）。
WHENBODY召开{meetings 次}专题会议研究公开工作。
WHENBODY编辑发行政府公报{gazette_issues 期}，免费向社会发放。
WHEN办理人大代表建议{proposals 件}、政协提案{proposals 件}，结果已于2022年12月31日前公开。
WHEN办理网民留言{enquiries 条件}，办复率SHARE。
WHEN接受群众咨询{enquiries 人次次件}，电话：0512-68321567。
WHEN开展民意征集{consultations 次项}，意见采纳情况已公布。
WHENBODY对各单位网站开展检查{inspections 次轮}，每季度通报1次。
BODY从事政府信息公开工作人员{staff 人名}。
WHENBODY收取信息处理费{fee_charged 元万元}。
WHENBODY未收取政府信息公开信息处理费{fee_charged 元:0}。
WHENBODY信息公开未产生收费{fee_charged 元:0}。
WHENBODY没有收取任何费用{fee_charged 元:0}。
WHENBODY收到申请{requests_received 件}，较上年增加{change 件}，增长SHARE。
WHEN收到政府信息公开申请{requests_received 件}，比2020年减少{change- 件}。
自然人、法人分别提出政府信息公开申请{requests_received 件宗}、{requests_received 件宗}。
根据《国务院办公厅政府信息与政务公开办公室关于印发〈政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号），编制本报告。
数据统计期限为2021年1月1日至2021年12月31日，邮编：223100，电话0517-87223456，地址：大庆路18号。
BODY对申请一律在法定20个工作日内答复，按时办结率SHARE。
按照《中华人民共和国政府信息公开条例》第五十条规定，于2022年1月31日前公布。
认真落实“三审三校”，坚持一件一档、一事一议，做到两个确保。
第十四届全国人民代表大会第二次会议要求，深化“五公开”。
公开及时率达SHARE，群众满意度SHARE，位列全市第3名。
一是强化领导；二是健全制度；三是加强培训，每月不少于2次。
WHENBODY共登记政府信息公开申请{requests_received 件}，申请内容主要涉及征地拆迁、社会保障等方面。
WHENBODY受理公民、法人及其他组织政府信息公开申请{requests_received 件}，其中涉及土地类{requests_received 件}，规划类{requests_received 件}。
申请方式上，互联网申请{requests_received 件}，信函邮寄申请{requests_received 件}。
WHENBODY依申请公开办理量{requests_handled 件}，答复率SHARE。
WHEN全部办结政府信息公开申请{requests_handled 件}，其中公开{requests_granted 件}、部分公开{requests_partially_granted 件}。
WHEN上年度结转办理的申请{requests_carried_in 件}也已答复。
WHENBODY以政府信息公开为由被复议{reconsiderations 件}，复议机关维持{reconsiderations 件}，被诉讼{litigation 件}，法院驳回起诉{litigation 件}。
WHENBODY作为被告的政府信息公开诉讼案{litigation 件}，均胜诉。
WHENBODY政府信息公开方面的行政复议、行政诉讼均为零{reconsiderations 件:0}{litigation 件:0}。
WHENBODY在门户网站公开各类文件信息{items_disclosed 条}，其中部门文件{items_disclosed 条}，工作信息{items_disclosed 条}，公示公告{items_disclosed 条}。
WHENBODY累计公开环境信息{items_disclosed 条}、行政执法信息{items_disclosed 条}。
WHEN向社会公开规范性文件{documents 份件}，废止规范性文件{documents 份件}。
WHENBODY网站全年独立用户访问总量{website_visits 个次}，网站总访问量{website_visits 次}。
“NAME”公众号全年推文{account_posts 篇条}，平均每篇阅读量1200次，订阅数{account_followers 人个}。
WHEN政务微信公众号“NAME”发布信息{account_posts 条}；官方抖音号“NAME”发布作品{account_posts 个条}，总播放量{account_views 次}。
WHEN政务新媒体转发中央、省级政策信息{account_posts 条}。
WHENBODY组织新闻发布活动{press_conferences 场}，主要负责人出席SHARE。
WHEN组织{training_people 人人次}参加政府信息公开专题培训。
WHENBODY对各镇街经办人员进行业务培训{training_sessions 次场}，共{training_people 人人次}参加。
WHEN召开政府常务会议{meetings 次}，其中邀请群众代表列席SHARE。
WHEN发布重大政策解读{interpretations 篇条}，主要负责人解读{interpretations 篇条}。
WHEN配发解读材料{interpretations 份件}，解读率SHARE。
WHEN承办省政协提案{proposals 件}，市人大建议{proposals 件}，办结率SHARE。
WHEN“12345”平台受理群众诉求{enquiries 件条}。
WHEN领导信箱共收到群众来信{enquiries 封件}，全部办结。
WHEN网上征集公众意见{consultations 次条}。
WHENBODY配备专职工作人员{staff 名人}、兼职{staff 名人}。
WHEN依规收取信息处理费共计{fee_charged 元}，已上缴国库。
WHENBODY政府信息公开信息处理费收取金额为{fee_charged 元}。
WHENBODY未对任何申请人收取信息处理费{fee_charged 元:0}。
WHENBODY没有信息处理费收取情况{fee_charged 元:0}。
WHENBODY政府信息公开工作没有收费及减免情况{fee_charged 元:0}。
WHEN未出现因信息公开引发的行政复议{reconsiderations 件:0}、诉讼{litigation 件:0}。
WHEN接到的政府信息公开申请为0件{requests_received 件:0}，无结转。
依法依规办理，办理时限由15个工作日缩短为10个工作日，群众满意率由95%提高到98%。
本报告由六部分组成，统计时间自2022年1月1日起，至2022年12月31日止。
"""
"""One a line. WHEN, BODY, PLACE, NAME and SHARE are drawn from the lists below."""

DRAWN = {
    "WHEN": ["2021年，", "2022年度，", "全年", "一年来，", "本年度", "2023年", "截至12月31日，", "今年以来，", ""],
    "BODY": ["我局", "本机关", "我镇", "区政府办公室", "全市各级行政机关", "街道办事处", ""],
    "PLACE": ["政府门户网站", "区政府网站信息公开专栏", "政府网站、政务新媒体等平台", "门户网站"],
    "NAME": ["平安三江", "幸福城东", "洪泽发布", "阳光人社12333", "一路同行"],
    "SHARE": ["12.5%", "100%", "8.03％", "三成", "17.46%", "95%以上", "2.3个百分点"],
}
MOST = {"people": 400, "few": 40, "many": 3_000, "views": 9_000_000}
SIZES = {
    "account_views": "views", "website_visits": "views", "account_followers": "views", "account_likes": "many",
    "items_disclosed": "many", "account_posts": "many", "enquiries": "many", "training_people": "people", "fee_charged": "many",
}  # fmt: skip
_SLOT = re.compile(r"\{(\w+)(-?) ([^}:+]+)(\+?)(:0)?\}")
_UNITS = re.compile("人次|万元|[件宗份条项起篇次个家则期场人名元轮]")
DIGITS, STEPS = "零一二三四五六七八九", ["", "十", "百", "千"]


def sentences(count: int, seed: int) -> Iterator[Sentence]:
    """Sentences drawn from all templates in turn."""
    dice, templates = random.Random(seed), [line for line in TEMPLATES.splitlines() if line]
    for number in range(count):
        yield _sentence(templates[number % len(templates)], dice)


def paragraphs(count: int, seed: int) -> Iterator[Sentence]:
    """Two to four sentences in a row, as the parts of an overview bring them together."""
    dice = random.Random(seed)
    drawn = list(sentences(4 * count, seed))
    dice.shuffle(drawn)
    for _ in range(count):
        own = [drawn.pop() for _ in range(dice.randint(2, 4))]
        yield Sentence("".join(one.text for one in own), tuple(truth for one in own for truth in one.truths))


def _sentence(template: str, dice: random.Random) -> Sentence:
    for name, choices in DRAWN.items():
        while name in template:
            template = template.replace(name, dice.choice(choices), 1)
    truths: list[Truth] = []
    text = _SLOT.sub(lambda slot: _figure(slot, truths, dice), template)
    return Sentence(_broken(text, dice), tuple(truths))


def _figure(slot: re.Match[str], truths: list[Truth], dice: random.Random) -> str:
    subject, fall, units, after_more, zero = slot.groups()
    unit = dice.choice(_UNITS.findall(units))
    if zero:
        truths.append(Truth(subject, Decimal(0), unit, False))
        return ""
    number = dice.randint(1, MOST[SIZES.get(subject, "few")] // (1 if dice.random() < 0.6 else 10) + 1)
    written, value, rough = _written(number, unit, bool(after_more), dice)
    truths.append(Truth(subject, -value if fall else value, unit, rough))
    return written


def _written(number: int, unit: str, after_more: bool, dice: random.Random) -> tuple[str, Decimal, bool]:
    """A number with its unit as one of many would write it, what it says, and whether it says about."""
    way = dice.random()
    if number >= 10_000 and way < 0.5:
        tenths = Decimal(number // 1_000) / 10
        rough = dice.random() < 0.3
        return f"{tenths}万{'余' if rough else ''}{unit}", tenths * 10_000, rough or after_more
    if way < 0.6:
        return f"{number}{unit}", Decimal(number), after_more
    if way < 0.7:
        return f"{number:,}{unit}", Decimal(number), after_more
    if way < 0.76:
        return str(number).translate({48 + i: 0xFF10 + i for i in range(10)}) + unit, Decimal(number), after_more
    if way < 0.86 and 1 < number < 10_000 and unit not in ("元", "万元"):
        return f"{in_words(number)}{unit}", Decimal(number), after_more
    if way < 0.9 and number >= 20:
        tens = number // 10 * 10
        return f"{tens}{dice.choice('余多')}{unit}", Decimal(tens), True
    if way < 0.93 and not after_more:
        return f"{dice.choice(['约', '近'])}{number}{unit}", Decimal(number), True
    return f" {number} {unit}", Decimal(number), after_more


def in_words(number: int) -> str:
    """A number below ten thousand as it is written out: 12 → 十二, 305 → 三百零五; 2 of a thing is 两."""
    if number == 2:
        return "两"
    digits = [int(digit) for digit in str(number)]
    words = "".join(
        DIGITS[digit] + (STEPS[len(digits) - 1 - place] if digit else "") for place, digit in enumerate(digits)
    )
    words = re.sub("零+", "零", words).rstrip("零")
    return words.removeprefix("一") if 10 <= number < 20 else words


def _broken(text: str, dice: random.Random) -> str:
    """Every third sentence broken over two lines, as in a PDF."""
    if dice.random() > 0.35 or len(text) < 8:
        return text
    at = dice.randint(3, len(text) - 3)
    return f"{text[:at]}\n{text[at:]}"
