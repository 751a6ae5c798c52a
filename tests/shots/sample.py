"""The words that the screenshots show: a day at a shop's support desk, in two languages."""

from __future__ import annotations

from kbassist.content.model import Kind
from kbassist.desktop.ports import Clip
from kbassist.i18n import Text
from kbassist.search.results import Badge, Explanation, Hit, Reason, Results
from kbassist.ui.quick_feedback import Offer
from kbassist.ui.views import ArticleView
from tests.ui.replies import hit

ARTICLE_ZH = """
<p>适用于签收后 <strong>30 天内</strong>的订单。先核对订单号，再按下表判断；拿不准时看
<a href="kb:exchange#怎么做">换货流程</a>。</p>
<h2><a name="一句话答案">一句话答案</a></h2>
<p>商品完好、签收七天内，可以无理由退款；质量问题三十天内都可以退，运费由我们承担。</p>
<div class="callout callout-warning"><p class="callout-title">注意</p><p>退款金额超过 <strong>¥500</strong>
必须由主管审批，不要直接向客户承诺到账时间。</p></div>
<div class="callout callout-tip"><p class="callout-title">提示</p>
<p>用话术 <code>th</code> 可以一键填入订单号和退款金额。</p></div>
<h2><a name="判断表">判断表</a></h2>
<table><thead><tr><th>情况</th><th align="center">时限</th><th>处理</th><th align="right">退款</th></tr></thead>
<tbody>
<tr><td>未发货</td><td align="center">24 小时</td><td>直接退款</td><td align="right">100%</td></tr>
<tr><td>已发货未签收</td><td align="center">3 天</td><td>拦截后退款</td><td align="right">100%</td></tr>
<tr><td>已签收，质量问题</td><td align="center">30 天</td><td>寄回检测，<strong>运费我方承担</strong></td>
<td align="right">100%</td></tr>
<tr><td>已签收，无理由</td><td align="center">7 天</td><td>寄回后退款，运费客户承担</td>
<td align="right">100%</td></tr>
</tbody></table>
<h2><a name="怎么做">怎么做</a></h2>
<ol><li>打开订单后台，搜索订单号</li><li>核对收件人与手机尾号<ul><li>不一致：转主管</li><li>一致：继续</li></ul></li>
<li>点击「申请退款」</li></ol>
<p>☑ 已核对<br>☐ 已通知客户</p>
<p><img src="flow.png" alt="退款流程图"></p>
<blockquote><p>到账时间一般为 1–3 个工作日，信用卡可能需要 7 天。</p></blockquote>
<pre>退款单号  = 订单号 + "-R"
退款金额  = 实付 - 已用代金券</pre>
<div class="callout callout-caution"><p class="callout-title">警告</p><p>不能说：“您不应该有这样的情绪。”</p></div>
<hr><p>依据：<a href="https://www.samr.gov.cn/">网络购买商品七日无理由退货暂行办法</a></p>
"""
ARTICLE_EN = """
<p>For orders delivered in the last <strong>30 days</strong>. Check the order number first, then use the table; if in
doubt see <a href="kb:exchange#steps">exchanges</a>.</p>
<h2><a name="Answer">Answer</a></h2>
<p>Unused goods can be refunded within seven days of delivery; faulty ones within thirty, and we pay the postage.</p>
<div class="callout callout-warning"><p class="callout-title">Warning</p>
<p>A refund above <strong>¥500</strong> needs a
supervisor's approval. Do not promise a date of payment.</p></div>
<div class="callout callout-tip"><p class="callout-title">Tip</p>
<p>The reply <code>rf</code> fills in order number and
amount for you.</p></div>
<h2><a name="Decide">Decide</a></h2>
<table><thead><tr><th>Case</th><th align="center">Within</th><th>Do</th><th align="right">Refund</th></tr></thead>
<tbody>
<tr><td>Not shipped</td><td align="center">24 h</td><td>Refund at once</td><td align="right">100%</td></tr>
<tr><td>On its way</td><td align="center">3 days</td><td>Stop the parcel, then refund</td>
<td align="right">100%</td></tr>
<tr><td>Delivered, faulty</td><td align="center">30 days</td><td>Send back, <strong>we pay</strong></td>
<td align="right">100%</td></tr></tbody></table>
<h2><a name="Steps">Steps</a></h2>
<ol><li>Find the order by its number</li><li>Compare name and phone<ul><li>Different: ask a supervisor</li>
<li>The same: go on</li></ul></li><li>Press “Refund”</li></ol>
<p><img src="flow.png" alt="How a refund runs"></p>
<blockquote><p>Money arrives after 1–3 working days, on credit cards after up to 7.</p></blockquote>
"""


def article(language: str, anchor: str = "") -> ArticleView:
    """Return the article on refunds."""
    if language == "en":
        facts = ("Returns", "Owner: Lin", "checked 12 Oct 2026")
        return ArticleView("refund", "Refunds", ARTICLE_EN, anchor, ("refund",), facts, "中文", Clip("…"))
    meta = ("退款售后", "负责人：林珊", "2026-10-12 核对", "Ctrl+L English")
    return ArticleView("refund", "退款流程", ARTICLE_ZH, anchor, ("退款",), meta, "English", Clip("…"))


def hits(language: str) -> tuple[Hit, ...]:
    """Return the answers to a search for refunds."""
    return _hits_en() if language == "en" else _hits_zh()


def _hits_zh() -> tuple[Hit, ...]:
    w = "退款"
    return (
        hit(
            "退款流程",
            key="refund",
            marks=w,
            section="判断表",
            snippet="已签收，质量问题 30 天内寄回检测后退款，运费我方承担",
        ),
        hit(
            "快递延误，请客户选择等待或退款",
            Kind.MACRO,
            key="delay@zh-CN",
            marks=w,
            shortcut="yw",
            snippet="您的订单因…在途中耽搁，您可以任选：继续等待，或改为退款",
            badges=(Badge.PINNED,),
        ),
        hit(
            "退款已受理",
            Kind.MACRO,
            key="refund-ok",
            marks=w,
            shortcut="th",
            snippet="您的退款申请已经受理，预计 1–3 个工作日到账",
        ),
        hit(
            "大额退款审批",
            Kind.GUIDE,
            key="big",
            marks=w,
            snippet="超过 ¥500 的退款由主管审批，附聊天记录",
            badges=(Badge.TO_BE_CHECKED,),
        ),
        hit(
            "双十一退款顺延说明", key="d11", marks=w, snippet="活动期间退款到账时间顺延两天", badges=(Badge.EXPIRING,)
        ),
        hit(
            "Refunds",
            key="refund-en",
            marks="退款",
            snippet="For orders delivered in the last 30 days",
            badges=(Badge.FOREIGN,),
            locale="en",
        ),
        hit(
            "跨境订单退款与关税",
            key="tax",
            marks=w,
            section="关税",
            snippet="关税不予退回，退款金额按支付当日汇率计算",
        ),
        hit(
            "婉拒超期退款（附两个替代方案）",
            Kind.MACRO,
            key="no",
            marks=w,
            snippet="很抱歉，您的订单已超过退款期限，我们可以为您…",
        ),
        hit("退款到账时间", key="when", marks=w, snippet="退款一般 1–3 个工作日到账，信用卡可能需要 7 天"),
        hit("会员退款后的积分处理", key="points", marks=w, snippet="退款完成后扣回对应积分"),
    )


def _hits_en() -> tuple[Hit, ...]:
    w = "refund"
    return (
        hit(
            "Refunds",
            key="refund",
            marks=w,
            section="Decide",
            snippet="Delivered, faulty: send back, we pay, refund 100%",
        ),
        hit(
            "Parcel delayed: wait or refund",
            Kind.MACRO,
            key="delay@zh-CN",
            marks=w,
            shortcut="pd",
            snippet="Your order was held up; you can wait or get a full refund",
            badges=(Badge.PINNED,),
        ),
        hit(
            "Refund accepted",
            Kind.MACRO,
            key="refund-ok",
            marks=w,
            shortcut="rf",
            snippet="Your refund was accepted and arrives within 1–3 working days",
        ),
        hit(
            "Approval of large refunds",
            Kind.GUIDE,
            key="big",
            marks=w,
            snippet="A refund above ¥500 needs a supervisor",
            badges=(Badge.TO_BE_CHECKED,),
        ),
        hit(
            "Refunds during the November sale",
            key="d11",
            marks=w,
            snippet="Refunds take two days longer",
            badges=(Badge.EXPIRING,),
        ),
        hit("退款流程", key="refund-zh", marks=w, snippet="适用于签收后 30 天内的订单", badges=(Badge.FOREIGN,)),
        hit("Refunds and customs duty", key="tax", marks=w, section="Duty", snippet="Duty is not refunded"),
        hit(
            "Refund refused, with two other ways",
            Kind.MACRO,
            key="no",
            marks=w,
            snippet="I am sorry, the time for a refund is over; we can",
        ),
    )


def results(language: str) -> Results:
    """Return the answer to the search."""
    found = hits(language)
    return Results("refund" if language == "en" else "退款", found, ("退款", "refund"), total=len(found) + 4)


def recent(language: str) -> tuple[tuple[Hit, ...], tuple[Hit, ...]]:
    """Return what is pinned, and what was used lately."""
    found = hits(language)
    return (found[1], found[0]), (found[2], found[3], found[7], found[6])


def explanation(language: str) -> Explanation:
    """Return why the first row stands first."""
    english = (
        ("The title begins with the words", 6.4),
        ("“refund” stands in the section “Decide” and in three others", 3.2),
        ("You chose it for “refund” five times", 1.5),
        ("The words stand close together", 0.8),
        ("Customers ask for it in these words: “can I get my money back after thirty days”", 0.6),
        ("Its review is overdue", -0.9),
    )
    chinese = (
        ("标题以“退款”开头", 6.4),
        ("“退款”出现在小节“判断表”和另外三个小节", 3.2),
        ("您搜“退款”时选过它 5 次", 1.5),
        ("几个词挨得近", 0.8),
        ("客户就是这样问的：“三十天以后还能不能把钱退给我”", 0.6),
        ("已过核对日期", -0.9),
    )
    told = english if language == "en" else chinese
    reasons = tuple(Reason(Text(words), value) for words, value in told)
    query = "refund" if language == "en" else "退款"
    return Explanation("refund", query, 1, sum(value for _words, value in told), reasons)


def offer(language: str) -> Offer:
    """Return a wording that may be kept."""
    if language == "en":
        return Offer("refund", "Refunds", "", "when do I get my money back, my number is ***")
    return Offer("refund", "退款流程", "", "钱什么时候能退给我，我的电话是***")


def long_results(language: str) -> Results:
    """Return rows with titles, badges and snippets that are far too long."""
    long = "客户因为物流信息三天没有更新而反复催促并要求书面说明处理经过和补偿依据时的完整回复"
    if language == "en":
        long = (
            "When a customer asks in writing for the whole course of events and for the grounds of the compensation"
        )
    badges = (Badge.TO_BE_CHECKED, Badge.EXPIRING, Badge.FOREIGN)
    rows = tuple(
        hit(
            f"{long} {number}",
            Kind.MACRO if number % 2 else Kind.ARTICLE,
            key=f"long{number}",
            marks=long[2:4],
            snippet=long * 2,
            badges=badges[: number % 4],
            locale="en",
            section=long[:6] if number == 4 else "",
        )
        for number in range(1, 13)
    )
    return Results(long, rows, (long[2:4],), total=len(rows))
