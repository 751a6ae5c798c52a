"""What stands around the replies of the screenshots: customers, remarks, openings, snippets, guides, reminders."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from kbassist.cases.values import CaseView
from kbassist.content.model import Kind
from kbassist.content.team_model import Channel, Team, WordingLimit, WordingRule
from kbassist.macros.reply import Part, Reply
from kbassist.ui.also_chips import Related
from kbassist.ui.guide_views import ChoiceView, Crumb, GuideView, ReplyView, StepView
from kbassist.ui.reminder_card import Reading
from kbassist.ui.snippet_picker import SnippetLine
from kbassist.usage.reminder import Agenda, Draft, Reminder, agenda
from kbassist.wording.check import Checker
from kbassist.wording.remarks import Checked, StepMark
from tests.shots.forms import COMPLAINT
from tests.ui.replies import say

NOW: Final = datetime(2026, 11, 23, 14, 20)
MONDAY: Final = date(2026, 11, 24)


def team() -> Team:
    """Return a team with a few phrases that it does not say."""
    return Team(
        wording=(
            WordingRule(
                say("I don't know", "我不清楚"),
                "block",
                say("It leaves the customer alone.", "会让客户觉得没人管"),
                say("let me find out", "我马上为您核实"),
            ),
            WordingRule(
                say("calm down", "冷静一下"),
                "warn",
                say("It denies what the customer feels.", "否定了客户的感受"),
                say("I see why you are upset", "我理解您的心情"),
            ),
        ),
        jargon=((say("last mile", "末端派送"), say("delivery", "送货上门")),),
        promises=(say("guarantee", "保证"), say("definitely", "一定")),
        questions=(
            (say("Is there anything else?", "还有什么问题吗？"), say("What else can I do?", "我还能为您做些什么？")),
        ),
        limits=(
            WordingLimit(
                say("Compensation", "补偿"),
                "percent",
                Decimal(15),
                (say("compensation", "补偿"),),
                say("ask a supervisor", "转主管"),
            ),
        ),
    )


def check(_key: str, _channel: str, text: str) -> Checked:
    """Notice what this team notices, and the steps of a complaint: the promise too early, the facts missing."""
    remarks = Checker.of(team()).check(text, None, say("en", "zh-CN")).remarks
    return Checked(remarks, steps(text))


def steps(text: str) -> tuple[StepMark, ...]:
    """Return the steps of a complaint beside a text."""
    names = say("Sympathy,Facts,Promise,Follow-up", "情感安抚,事实确认,方案承诺,后续跟进").split(",")
    second = text.find("\n\n") + 2
    return (
        StepMark(names[0], 0, max(0, second - 2)),
        StepMark(names[1], -1),
        StepMark(names[2], second, 10, placed=False),
        StepMark(names[3], max(0, text.rfind("\n\n")) + 2, 10),
    )


def cases(count: int, *, doubtful: bool = False) -> tuple[CaseView, ...]:
    """Return open cases, the first with what it said."""
    values = (
        (say("Customer's name", "客户称呼"), say("Ms Wang", "王女士")),
        (say("Order number", "订单号"), "202611220001"),
        (say("Tracking number", "运单号"), "SF1029384756"),
    )
    first = CaseView(1, say("Ms Wang", "王女士"), values, current=True, doubtful=doubtful)
    second = CaseView(2, "…220047", values[1:2])
    return (first, second, CaseView(3))[:count]


def openings() -> tuple[str, ...]:
    """Return two openings of sympathy."""
    return (
        say("That must have been annoying, I am sorry.", "换作是我遇到这样的事，心里也会很着急。"),
        say("Thank you for telling us so patiently.", "感谢您这么耐心地告诉我们事情的经过。"),
    )


def related() -> tuple[Related, ...]:
    """Return what goes with the reply at work."""
    return (
        Related("track", say("Track a parcel", "自助查物流的方法"), Kind.MACRO),
        Related("points", say("Points after a refund", "退款后积分怎么算"), Kind.ARTICLE),
        Related("delay", say("Voucher for a delay", "延误代金券使用说明"), Kind.MACRO),
    )


def earlier(count: int = 2) -> Reply:
    """Return what is written already."""
    parts = (
        Part(
            "hello@zh-CN",
            say("Sympathy first", "先安抚客户"),
            "微信",
            say(
                "Dear Ms Wang, thank you for your patience while we looked into it.",
                "王女士您好，谢谢您耐心等我们核实。",
            ),
        ),
        Part(
            "",
            say("Opening hours", "服务时间"),
            "微信",
            say("We are here every day from nine to nine.", "我们每天 9:00–21:00 都在，您随时可以找到我们。"),
        ),
    )
    return Reply(parts[:count])


def snippets() -> tuple[SnippetLine, ...]:
    """Return the team's snippets, one of which lacks a value."""
    return (
        SnippetLine(say("Signature", "落款"), say("Kind regards\nLin, Sunny Shop", "晴选商城客服 林晓")),
        SnippetLine(
            say("Opening hours", "服务时间"),
            say("We are here every day from nine to nine.", "我们每天 9:00–21:00 在线。"),
        ),
        SnippetLine(
            say("Returns address", "退货地址"),
            say("Sunny Shop, 12 Mill Lane", "杭州市余杭区良渚街道 12 号 晴选商城退货组"),
        ),
        SnippetLine(say("Thanks for waiting", "感谢等候"), say("Thank you for waiting.", "感谢您的耐心等候。")),
        SnippetLine(say("Holiday notice", "假期安排"), "", say("team.holiday is not set", "团队还没有填写“假期”")),
    )


def guide(at: int = 0, *, resume: bool = False) -> GuideView:
    """Return a guide at its first step, in the middle, or at its end."""
    titles = say(
        "What happened?,Who is to blame?,Offer two ways,Closing", "先问清楚发生了什么,判断责任,给出两个方案,结束语"
    ).split(",")
    ways = say("Parcel is late,Our fault,Customer agrees", "包裹迟到,我们的责任,客户同意").split(",")
    crumbs = tuple(Crumb(title, ways[n] if n < at else "") for n, title in enumerate(titles[: at + 1]))
    steps = (_first(titles[0]), _blame(titles[1]), _offer(titles[2]), _end(titles[3]))
    return GuideView(
        "complaint@zh-CN",
        say("A customer complains about delivery", "客户投诉配送"),
        crumbs,
        steps[at],
        "14:05",
        notice=say("To be checked: its review was due on 2026-11-01.", "待核对：应于 2026-11-01 前核对。")
        if at == 2
        else "",
        resume=titles[2] if resume else "",
    )


def _first(title: str) -> StepView:
    choices = say(
        "The parcel is late or lost|The goods came damaged|The courier was rude|Something else",
        "包裹迟到或丢失|收到时商品破损|配送员态度不好|其他情况，例如地址写错、无法联系到配送员、客户要求改约时间",
    ).split("|")
    html = say(
        "<p>Let the customer finish. Repeat it in <strong>one sentence</strong>, then ask:</p>"
        "<blockquote><p>Did I get that right?</p></blockquote>",
        "<p>先让客户把话说完，用<strong>一句话</strong>复述，再确认：</p><blockquote><p>我这样理解对吗？</p></blockquote>",
    )
    return StepView(title, html, tuple(map(ChoiceView, choices)))


def _blame(title: str) -> StepView:
    html = say(
        "<p>Look at the parcel's way. No scan for more than <strong>72 hours</strong> is our fault; see "
        '<a href="kb:blame">who pays</a>.</p>',
        "<p>看物流轨迹：超过 <strong>72 小时</strong>没有扫描记录算我们的责任，"
        '细则见<a href="kb:blame">责任划分</a>。</p>',
    )
    choices = (
        ChoiceView(say("Our fault", "我们的责任")),
        ChoiceView(say("The customer's address was wrong", "客户地址有误")),
        ChoiceView(say("Not clear yet", "还不清楚，需要核查"), dead=True),
    )
    return StepView(title, html, choices, _replies()[:2])


def _offer(title: str) -> StepView:
    html = say(
        "<p>Always offer <strong>two</strong> ways and let the customer choose.</p>",
        "<p>永远给出<strong>两个</strong>方案，让客户来选。</p>",
    )
    choices = say("The customer agrees|The customer wants more", "客户同意|客户要求更多").split("|")
    return StepView(title, html, tuple(map(ChoiceView, choices)), _replies())


def _end(title: str) -> StepView:
    html = say("<p>Say thank you, and when you will write again.</p>", "<p>道谢，并说明下一次主动联系的时间。</p>")
    return StepView(title, html, (), _replies()[:1])


def _replies() -> tuple[ReplyView, ...]:
    phone = say("No text for this channel; opens for Phone", "没有这个渠道的文本，将按“电话”打开")
    return (
        ReplyView("a", say("Sympathy first", "安抚并复述"), used=True),
        ReplyView("b", say("Parcel delayed: wait or refund", "快递延误，请客户选择等待或退款")),
        ReplyView("c", say("Call back", "电话回访约定"), phone),
        ReplyView(
            "d",
            say("Double voucher in November", "双十一双倍代金券"),
            refused=say("expired on 2026-11-20", "已于 2026-11-20 过期"),
        ),
    )


def reminders(count: int = 4) -> Agenda:
    """Return follow-ups: overdue, due now, due later today, and to come."""
    rows = (
        ("a", timedelta(days=-2, hours=-5), say("Refund arrived?", "退款到账回访"), "GD2026112007"),
        ("b", timedelta(minutes=-20), say("Parcel delayed: wait or refund", "快递延误，请客户选择等待或退款"), ""),
        (
            "c",
            timedelta(hours=2),
            say("Call back about the size", "尺码问题电话回访"),
            say("after five", "五点以后方便接电话"),
        ),
        ("d", timedelta(days=3), say("Check the repair", "维修进度确认"), "GD2026112233"),
        ("e", timedelta(days=4), say("Ask for a review", "邀请评价"), ""),
    )
    made = (Reminder(name, NOW + due, COMPLAINT, title, NOW, NOW, note) for name, due, title, note in rows[:count])
    return agenda(made, NOW)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def draft() -> Draft:
    """Return a reminder that is being written."""
    title = say("Parcel delayed: wait or refund", "快递延误，请客户选择等待或退款")
    return Draft(COMPLAINT, title, datetime(2026, 11, 26, 9, 30), "GD2026112233")


def reading() -> Reading:
    """Return how the card reads what is typed."""
    return Reading(_day, lambda day: day.weekday() < 5, MONDAY, str)


PHONE: Final = Channel("电话", "Phone", "phone", spoken=True)
