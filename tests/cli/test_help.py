"""Help pages and wrong arguments speak the language of the program; Chinese pages are aligned in 80 columns."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import typer.main
from hypothesis import example, given
from hypothesis import strategies as st
from typer.core import TyperArgument, TyperGroup, TyperOption

from kbassist.cli import speech, typer_words
from kbassist.cli.app import app, run
from kbassist.cli.help_page import cells, wrapped
from kbassist.i18n import use_language

HAN = re.compile(r"[\u4e00-\u9fff]")
# Latin words that a Chinese page may hold: names of the product, of folders and files, of formats, examples.
NAMES = {"kbassist", "kb", "macros", "JSON", "in", "en", "zh", "CN", "d", "id", "text"}


def commands(group: Any = None, above: Any = None) -> Iterator[tuple[Any, Any]]:
    """Yield every command of the tree, groups too, with its context."""
    command = group or typer.main.get_command(app)
    context = typer.Context(command, info_name=command.name, parent=above)
    yield command, context
    if isinstance(command, TyperGroup):
        for one in command.commands.values():
            yield from commands(one, context)


TREE = [pytest.param(command, context, id=context.command_path) for command, context in commands()]


def latin(text: str, known: set[str]) -> list[str]:
    """Return the words that are neither Chinese nor a name: options and choices are taken away first."""
    bare = re.sub(r"--?[a-z-]+|<[a-z|]+>|\d+", " ", text)
    return [word for word in re.findall(r"[A-Za-z]+", bare) if word not in NAMES | known]


def names_in(command: Any, context: Any) -> set[str]:
    """Return the Latin words that the user types: commands, and the values that are told as defaults."""
    below = list(command.commands) if isinstance(command, TyperGroup) else []
    values = [str(getattr(param.default, "value", param.default)) for param in command.params]
    return set(re.findall(r"[A-Za-z]+", " ".join([context.command_path, *below, *values])))


@pytest.mark.parametrize(("command", "context"), TREE)
def test_a_chinese_page_has_no_english_left(command: Any, context: Any) -> None:
    use_language("zh_CN")
    page = command.get_help(context)
    assert latin(page, names_in(command, context)) == []
    assert page.startswith(f"用法：{context.command_path} [选项]") and "\n选项：\n" in page
    assert command.get_usage(context) == page.partition("\n\n")[0]
    for param in command.get_params(context):
        (row,) = (line for line in page.splitlines() if line.split()[:1] == [told_name(param)])
        assert HAN.search(row.removeprefix(f"  {told_name(param)}")), row


def told_name(param: Any) -> str:
    """Return the first word of a parameter's row."""
    if isinstance(param, TyperOption):
        return str(param.opts[0])
    words = {"ID": "编号", "query": "查询", "title": "标题", "action": "操作"}
    return words[param.display_name_raw] + ("..." if param.nargs != 1 else "")


@pytest.mark.parametrize("columns", ["80", "60", "120"])
@pytest.mark.parametrize(("command", "context"), TREE)
def test_a_chinese_page_is_aligned(command: Any, context: Any, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    use_language("zh_CN")
    page = command.get_help(context)
    width = min(int(columns), 80) - 2
    # A sign that some fonts draw wide is counted so: no terminal breaks a line.
    assert [line for line in page.splitlines() if cells(line) > width] == []
    assert [line for line in page.splitlines() if re.match(r"\s*[，。、；：！？）》」]", line)] == []
    for block in page.split("\n\n"):
        title, *rows = block.splitlines()
        if title in {"参数：", "选项：", "命令："}:
            assert len({second_column(row) for row in rows}) == 1, block


def second_column(row: str) -> int:
    """Return the column where the text of a row begins, of a further line too."""
    match = re.match(r"  \S+(?: \S+)*  +", row) or re.match(r" +", row)
    assert match is not None, row
    # What stands before is as wide in every font.
    assert not re.search(r"[“”…—·×]", match[0])
    return cells(match[0])


def test_commands_are_listed_with_their_first_sentence_in_one_line_each() -> None:
    use_language("zh_CN")
    command, context = next(commands())
    rows = command.get_help(context).partition("命令：\n")[2].splitlines()
    assert [row.split()[0] for row in rows] == list(command.commands)
    assert all(row.endswith("。") for row in rows)


@pytest.mark.parametrize(("command", "context"), TREE)
def test_an_english_page_is_typers_own(command: Any, context: Any) -> None:
    page = command.get_help(context)
    assert page == super(type(command), command).get_help(context)
    assert command.get_usage(context) == super(type(command), command).get_usage(context)
    assert page.startswith(f"Usage: {context.command_path} [OPTIONS]")
    assert not HAN.search(page) and not re.search(r"default: ,|\]\.\.\.\]", page)
    for param in command.params:
        assert isinstance(param, TyperArgument | TyperOption) and param.help, param


WRONG = {
    "serach x": "没有“serach”这个命令。您要找的是不是“search”？",
    "qqq": "没有“qqq”这个命令。",
    "new foo": "没有“foo”这个命令。",
    "--": "没有写要执行的命令。",
    "search": "缺少参数“查询”。",
    "new article": "缺少参数“标题”。",
    "eval-run": "缺少选项 --queries。",
    "search x --limt 3": "没有 --limt 这个选项。相近的有：--limit",
    "check --stri": "没有 --stri 这个选项。相近的有：--strict",
    "check -x": "没有 -x 这个选项。",
    "--没有": "没有 --没有 这个选项。",
    "check a b": "多写了参数：a b",
    "search x --limit": "选项 --limit 后面要写一个值。",
    "reminders --snooze a": "选项 --snooze 后面要写 2 个值。",
    "search x --json=1": "选项 --json 后面不能写值。",
    "search x --limit a": "“--limit”的值不对：请写整数。",
    "search x --limit 0": "“--limit”的值不对：不能小于 1。",
    "search x --limit 1001": "“--limit”的值不对：不能大于 1000。",
    f"search x --limit {'9' * 5000}": "“--limit”的值不对：数字太长。",
    "reminders --snooze a b": "“--snooze”的值不对：请写整数。",
    "check --format xml": "“--format”的值不对：没有“xml”，可以写的是“text”、“json”、“github”。",
    "proposals mrge": "“操作”的值不对：没有“mrge”，可以写的是“list”、“merge”、“reject”。",
}


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    monkeypatch.setenv("COLUMNS", "80")
    yield monkeypatch


@pytest.mark.parametrize("words", WRONG, ids=lambda words: words[:30])
def test_wrong_arguments_are_said_in_chinese(
    words: str, called: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    called.setattr(sys, "argv", ["kbassist", *words.split()])
    called.setenv("KBASSIST_LANGUAGE", "zh_CN")
    assert run() == 2
    out, err = capsys.readouterr()
    *above, said = err.splitlines()
    assert (out, said) == ("", f"错误：{WRONG[words]}")
    if above:  # typer does not know which command an option without its value belongs to
        usage, hint, empty = above
        assert usage.startswith("用法：kbassist ") and empty == ""
        assert hint == f"查看说明：{usage.removeprefix('用法：').partition(' [')[0]} --help"


@pytest.mark.parametrize("words", [*WRONG, "", "new"], ids=lambda words: words[:30])
def test_in_english_the_words_are_typers_own(
    words: str, called: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    called.setattr(sys, "argv", ["kbassist", *words.split()])
    called.setenv("KBASSIST_LANGUAGE", "en")
    assert run() == 2
    ours = capsys.readouterr()
    with pytest.raises(SystemExit) as end:
        app(prog_name="kbassist")
    assert end.value.code == 2
    assert ours == capsys.readouterr()
    assert not HAN.search(ours.err.replace("没有", ""))


@pytest.mark.parametrize("words", ["", "new"])
def test_help_is_the_answer_to_no_arguments(
    words: str, called: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    called.setattr(sys, "argv", ["kbassist", *words.split()])
    called.setenv("KBASSIST_LANGUAGE", "zh_CN")
    assert run() == 2
    silent = capsys.readouterr()
    called.setattr(sys, "argv", ["kbassist", *words.split(), "--help"])
    assert run() == 0
    asked = capsys.readouterr()
    assert silent.out == asked.err == ""
    assert silent.err == asked.out and "错误：" not in asked.out and "\n命令：\n" in asked.out


def test_the_language_of_the_settings_is_that_of_help(
    called: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "settings.toml").write_text('language = "zh_CN"\n', encoding="utf-8")
    called.setenv("KBASSIST_CONFIG_DIR", str(tmp_path))
    called.delenv("KBASSIST_LANGUAGE", raising=False)
    called.setattr(sys, "argv", ["kbassist", "fill", "--help"])
    assert run() == 0
    assert capsys.readouterr().out.startswith("用法：kbassist fill [选项] 编号\n")


@pytest.mark.parametrize(("language", "words"), [("zh_CN", "已取消。"), ("en", "Aborted!")])
def test_breaking_off_is_said(language: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    use_language(language)
    one = typer.Typer()

    @one.command()
    def command(code: int = 1) -> None:
        raise typer.Exit(code) if code else typer.Abort

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "argv", ["one", "--code", "0"])
        assert speech.run(one, "one") == 1
        patched.setattr(sys, "argv", ["one", "--code", "3"])
        assert speech.run(one, "one") == 3
    assert capsys.readouterr().err == f"{words}\n"


def test_a_sentence_that_is_not_known_is_left_as_it_is() -> None:
    use_language("zh_CN")
    assert typer_words.said("Something {new} went wrong.") == "Something {new} went wrong."
    assert typer_words.said('No such command "it\'s".') == '没有"it\'s"这个命令。'


@given(st.text(alphabet="ab -，。“”（）中文字…\n", max_size=80), st.integers(8, 40))
@example("中" * 30 + "。", 10)
def test_nothing_is_lost_in_wrapping_and_lines_keep_their_width(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)
    assert all(line == line.strip() and line for line in lines)
    for line in lines:  # only what may not be parted stands out
        assert cells(line) <= width or not re.search(r"\s|[中文字][“（]?[中文字]", line)


def test_latin_words_and_marks_stay_where_they_belong() -> None:
    assert wrapped("把 kbassist 打开（托盘），然后搜索。", 12) == ["把 kbassist", "打开（托", "盘），然后搜", "索。"]
    assert wrapped("一二三四五。", 10) == ["一二三四", "五。"]
    assert wrapped("", 10) == []
