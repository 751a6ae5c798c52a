"""Names of customers in a text, where the words around them say that they are names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kbassist.cases.values import Found, FoundKind

# Surnames in use, about by frequency, and the compound ones: a character that is none of them begins no name.
_SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文"
    "牛樊葛邢安齐伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁"
    "冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫"
    "米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁"
    "胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣"
    "晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾"
    "戎勾茅利呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
)
_COMPOUND: Final = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|端木|司徒|夏侯|南宫|长孙|宇文|呼延|轩辕"
_NOT_GIVEN: Final = (
    "想要在的是我你您他她它们买退订今昨收问有了来说这那很不没也都就还去到请麻烦吗呢吧啊呀哦嗯咨询投诉反映之前"
    "刚才上下单号电话和与或及把被"
)
_SURNAME: Final = f"(?:{_COMPOUND}|[{_SURNAMES}])"
_GIVEN: Final = f"[^\\W\\da-zA-Z_{_NOT_GIVEN}]"
_TITLE: Final = "先生|女士|小姐|太太|老师|同学|阿姨|叔叔|经理"
_TITLED: Final = re.compile(rf"(?<![\u4e00-\u9fff])({_SURNAME}{_GIVEN}{{0,2}}(?:{_TITLE}))")
_TITLED_INSIDE: Final = re.compile(rf"[是姓叫位给找好]({_SURNAME}{_GIVEN}{{0,2}}(?:{_TITLE}))")
_LABELLED: Final = re.compile(
    r"(?:收件人|收货人|联系人|姓名|客户|称呼|寄件人)(?:姓名)?\s?[:：是]\s?"
    rf"({_SURNAME}{_GIVEN}{{0,2}}(?:{_TITLE})?)(?!{_GIVEN})"
)
_CALLED: Final = re.compile(rf"(?:我叫|名字叫|名字是)\s?({_SURNAME}{_GIVEN}{{1,2}})(?!{_GIVEN})")
_AM: Final = re.compile(rf"我是\s?({_SURNAME}{_GIVEN}{{2}})(?!{_GIVEN})")  # 我是白金…, 我是方便… are no names
_ENGLISH_NAME: Final = r"[A-Z][a-z'’-]{1,20}(?: [A-Z][a-z'’-]{1,20}){0,2}"
_MR: Final = re.compile(rf"\b(Mr|Mrs|Ms|Miss|Mx|Dr)\.? ({_ENGLISH_NAME})")
_ENGLISH: Final = re.compile(rf"\b(?:[Tt]his is|[Mm]y name is|I am|I'm|I’m|[Nn]ame:) ({_ENGLISH_NAME})(?![\w])")
_NO_NAMES: Final = frozenset({"Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "The", "Not", "Your", "Our", "Very", "So"})


def names(shown: str) -> Iterator[Found]:
    """Yield names as a salutation takes them: 王女士, 王小明, Ms Taylor, Anna Taylor."""
    for expression in (_TITLED, _TITLED_INSIDE, _LABELLED, _CALLED, _AM):
        for match in expression.finditer(shown):
            yield _found(match[1], match.start(1))
    for match in _MR.finditer(shown):
        yield Found(FoundKind.NAME, f"{match[1]} {match[2]}", match.start(), match.end() - match.start(), named=True)
    for match in _ENGLISH.finditer(shown):
        if match[1].split()[0] not in _NO_NAMES:
            yield _found(match[1], match.start(1))


def _found(name: str, start: int) -> Found:
    return Found(FoundKind.NAME, name, start, len(name), named=True)
