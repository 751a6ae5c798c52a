"""The settings of a team."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.content.team import merged, read_team_file
from kbassist.content.team_model import Channel, Pattern, StepModel, Team, WordingLimit, WordingRule
from tests.content.folders import rules


def team(name: str, text: str) -> Team:
    found, problems = read_team_file(text, f"kb/_team/{name}.yaml")
    assert problems == ()
    assert found is not None
    return found


def test_names_and_days() -> None:
    found = team(
        "team",
        "名称: 晴选\nsignature: 晴选客服\n语言: [zh-cn, en]\nvalues: {电话: 400-000-0000, 时间: '9:00'}\n"
        "节假日: [2026-10-01, 2026年10月2日]\nworkdays:\n  - 2026-10-10\n",
    )
    assert (found.name, found.signature, found.languages) == ("晴选", "晴选客服", ("zh-CN", "en"))
    assert found.values == {"电话": "400-000-0000", "时间": "9:00"}
    assert found.holidays == (date(2026, 10, 1), date(2026, 10, 2))
    assert found.workdays == (date(2026, 10, 10),)


def test_channels() -> None:
    found = team(
        "channels",
        "渠道:\n  - 名称: 微信\n    label_en: WeChat\n    别名: [wx]\n    表情上限: 2\n    语速: [200, 230]\n"
        "    换行: shift-enter\n  - {name: 邮件, rich: yes, subject: 是}\n",
    )
    first, second = found.channels
    assert first == Channel(
        "微信", "WeChat", aliases=("wx",), emoji_limit=2, speech_rate=(200, 230), newline="shift-enter"
    )
    assert (second.rich, second.subject) == (True, True)


def test_patterns_steps_synonyms_wording() -> None:
    assert team(
        "patterns", "patterns:\n  order_no: {label: 订单号, 表达式: '\\d{12,18}', personal: no}\n"
    ).patterns == (Pattern("order_no", "订单号", r"\d{12,18}"),)
    assert team("steps", "models: [{scene: 投诉, 步骤: [甲, 乙], optional: []}]\n").step_models == (
        StepModel("投诉", ("甲", "乙")),
    )
    assert team("synonyms", "synonyms: [[退款, 退钱], [单]]\n").synonyms == (("退款", "退钱"),)
    found = team(
        "wording",
        "phrases:\n  - {phrase: 这是规定, 级别: 禁止, why: 推脱}\njargon: {SKU: 商品编号}\npromises: [保证]\n",
    )
    assert found.wording == (WordingRule("这是规定", "block", "推脱"),)
    assert (found.jargon, found.promises) == ((("SKU", "商品编号"),), ("保证",))


def test_limits_questions_and_what_is_let_pass() -> None:
    found = team(
        "wording",
        "限额:\n  - {名称: 补偿比例, 类型: 百分比, 上限: 15%, 涉及: [补偿, voucher], 超出: 转主管, 级别: 禁止}\n"
        "  - {name: days, kind: days, max: '3', about: [送达]}\n"
        "提问: {是什么问题: 能否详细描述}\n承诺例外: [保证金]\nallow: [没办法的办法]\n句长: 60\npersonal: 禁止\n",
    )
    assert found.limits == (
        WordingLimit("补偿比例", "percent", Decimal(15), ("补偿", "voucher"), "转主管", "block"),
        WordingLimit("days", "days", Decimal(3), ("送达",)),
    )
    assert found.questions == (("是什么问题", "能否详细描述"),)
    assert (found.harmless, found.allowed) == (("保证金",), ("没办法的办法",))
    assert (found.longest_sentence, found.personal_level) == (60, "block")


def test_cues_of_steps() -> None:
    found = team("steps", "models:\n  - scene: 投诉\n    steps: [甲, 乙]\n    线索: {甲: [您好, 抱歉], 乙: 再联系}\n")
    assert found.step_models == (
        StepModel("投诉", ("甲", "乙"), cues=(("甲", ("您好", "抱歉")), ("乙", ("再联系",)))),
    )


def test_missing_files_leave_usable_defaults() -> None:
    found = merged([])
    assert [channel.name for channel in found.channels] == ["微信", "邮件", "电话", "短信", "在线"]
    assert found.channel("wx") is found.channel("WECHAT")
    assert (found.name, found.languages) == ("", ("zh-CN",))


def test_files_add_up() -> None:
    found = merged([team("team", "name: a\n"), team("channels", "channels: [{name: x}]\n")])
    assert (found.name, [channel.name for channel in found.channels]) == ("a", ["x"])


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("channels", "channels:\n  - label_en: x\n", ["missing-value"]),
        ("channels", "channels:\n  - {name: a}\n  - {name: a}\n", ["duplicate-key"]),
        ("channels", "channels:\n  - {name: a, emoji_limt: 3}\n", ["unknown-key"]),
        ("channels", "channels:\n  - {name: a, colour: 3}\n", ["unknown-key"]),
        ("channels", "channels:\n  - {name: a, emoji_limit: many}\n", ["bad-number"]),
        ("channels", "channels: 微信\n", ["wrong-type"]),
        ("channels", "- 微信\n", ["not-a-mapping"]),
        ("channels", "渠道：\n  - 名称：微信\n", ["full-width-colon", "full-width-colon"]),
        ("patterns", "patterns:\n  a: {label: x}\n", ["missing-value"]),
        ("team", "values: x\n", ["wrong-type"]),
        ("team", "holidays: [2026-13-01]\n", ["bad-date"]),
        ("wording", "phrases: [{phrase: a, level: blok}]\n", ["unknown-value"]),
        ("wording", "limits: [{name: a, max: 3, about: [x]}]\n", ["missing-value"]),
        ("wording", "limits: [{name: a, kind: percent, about: [x]}]\n", ["missing-value"]),
        ("wording", "limits: [{name: a, kind: percent, max: 3}]\n", ["missing-value"]),
        ("wording", "limits: [{name: a, kind: percent, max: much, about: [x]}]\n", ["bad-number"]),
        ("wording", "limits: [{name: a, kind: percent, max: -1, about: [x]}]\n", ["bad-number"]),
        ("wording", "limits: [{name: a, kind: colour, max: 3, about: [x]}]\n", ["unknown-value"]),
        ("wording", "questions: [a]\n", ["wrong-type"]),
        ("wording", "sentence_length: long\n", ["bad-number"]),
        ("steps", "models: [{scene: a, steps: [b], cues: {c: [d]}}]\n", ["unknown-value"]),
        ("steps", "models: [{scene: a, steps: [b], cues: [c]}]\n", ["wrong-type"]),
        ("colours", "a: b\n", ["unknown-team-file"]),
    ],
)
def test_what_is_wrong_is_noted(name: str, text: str, expected: list[str]) -> None:
    assert rules(read_team_file(text, f"kb/_team/{name}.yaml")[1]) == expected


def test_one_broken_item_leaves_the_others() -> None:
    text = "channels:\n  - name: 微信\n    aliases: [wx\n  - name: 邮件\n    rich: yes\n"
    found, problems = read_team_file(text, "kb/_team/channels.yaml")
    assert found is not None
    assert [(channel.name, channel.aliases, channel.rich) for channel in found.channels] == [
        ("微信", ("wx",), False),
        ("邮件", (), True),
    ]
    assert [(p.rule, p.line) for p in problems] == [("header-syntax", 3)]


@given(st.sampled_from(["team", "channels", "patterns", "steps", "synonyms", "wording"]), st.text(max_size=100))
def test_any_text_is_a_settings_file(name: str, text: str) -> None:
    read_team_file(text, f"kb/_team/{name}.yaml")
    for key in ("channels", "patterns", "models", "synonyms", "phrases", "values", "holidays"):
        read_team_file(f"{key}: {text}", f"kb/_team/{name}.yaml")
        read_team_file(f"{key}:\n  - {text}", f"kb/_team/{name}.yaml")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "wording",
            "禁语:\n  - {说法: 不行, 级别: 阻止}\n",
            "“阻止” is no value of “级别”; there are: 提示、警告、禁止. “警告” holds for now.",
        ),
        (
            "wording",
            "phrases:\n  - {phrase: no, level: grave}\n",
            "“grave” is no value of “level”; there are: info, warn, block. “warn” holds for now.",
        ),
        ("wording", "禁语:\n  - {原因: 推脱}\n", "“说法” is missing here."),
        ("wording", "限额:\n  - {名称: 补偿, 最大: 15}\n", "“类型” is missing here."),
        ("patterns", "格式:\n  单号: {标签: 单号}\n", "“表达式” is missing here."),
        ("wording", "禁语:\n  公司规定: 按我们的承诺\n", "Each item of “公司规定” must be “key: value” lines."),
        (
            "steps",
            "步骤模型:\n  - {场景: 投诉, 步骤: [致歉], 可省: [致谦]}\n",
            "The model has no step “致谦”.",
        ),
        (
            "openings",
            "开场:\n  - {说法: 抱歉, 口气: 软}\n",
            "There is no key “口气” here; there are: 说法、场景、心情、渠道、语言.",
        ),
    ],
)
def test_what_is_wrong_is_told_in_the_words_of_the_file(name: str, text: str, message: str) -> None:
    _found, problems = read_team_file(text, f"kb/_team/{name}.yaml")
    assert [str(problem.message) for problem in problems] == [message]


def test_a_single_item_needs_no_dash() -> None:
    assert team("steps", "步骤模型:\n  场景: 投诉\n  步骤: [甲, 乙]\n").step_models == (
        StepModel("投诉", ("甲", "乙")),
    )


@pytest.mark.parametrize("written", ["必须品，必须的", "必须品、必须的", "[必须品，必须的]"])
def test_a_row_of_exceptions_is_a_list(written: str) -> None:
    found, problems = read_team_file(
        f"禁语:\n  - 说法: 必须\n    例外: {written}\n承诺例外: {written}\n", "kb/_team/wording.yaml"
    )
    assert found is not None
    assert found.wording[0].unless == found.harmless == ("必须品", "必须的")
    assert {problem.rule for problem in problems} <= {"list-without-brackets", "full-width-comma"}


def test_a_row_of_cues_is_a_list() -> None:
    found, _problems = read_team_file(
        "步骤模型:\n  - 场景: 投诉\n    步骤: [安抚]\n    线索:\n      安抚: 理解您、抱歉\n", "kb/_team/steps.yaml"
    )
    assert found is not None
    assert found.step_models[0].cues == (("安抚", ("理解您", "抱歉")),)


def test_a_line_that_fits_nowhere_costs_only_itself() -> None:
    found, problems = read_team_file(
        "禁语:\n  - 说法: 没办法\n     级别: 提示\n  - 说法: 不行\n    级别: 禁止\n", "kb/_team/wording.yaml"
    )
    assert found is not None
    assert [(rule.phrase, rule.level) for rule in found.wording][-1] == ("不行", "block")
    assert (problems[0].rule, problems[0].line) == ("header-syntax", 3)


def test_a_list_in_the_column_of_its_key_survives_a_broken_line() -> None:
    found, problems = read_team_file(
        "禁语:\n- 说法: 公司规定\n  级别: 禁止\n- 说法: '您'冷静'\n- {说法: 别催}\n承诺词: [保证]\n",
        "kb/_team/wording.yaml",
    )
    assert found is not None
    assert [rule.phrase for rule in found.wording] == ["公司规定", "'您'冷静'", "别催"]
    assert found.promises == ("保证",)
    assert rules(problems) == ["header-syntax"]


def test_words_and_steps_may_be_written_as_people_do() -> None:
    assert team("wording", "术语:\n  - SKU: 商品编号\n  - ETA: 预计到达\n").jargon == (
        ("SKU", "商品编号"),
        ("ETA", "预计到达"),
    )
    (model,) = team("steps", "步骤模型:\n  - {场景: 投诉, 步骤: 安抚-确认→方案}\n").step_models
    assert model.steps == ("安抚", "确认", "方案")


def test_an_item_without_any_key_of_ours_is_told_at_its_line() -> None:
    _found, problems = read_team_file("禁语:\n  - 说法: 不行\n  - 公司规定: 好\n", "kb/_team/wording.yaml")
    assert {(problem.rule, problem.line) for problem in problems} == {("missing-value", 3), ("unknown-key", 3)}
