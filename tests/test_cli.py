"""The command line from outside: exit codes, what goes where, and never a traceback."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from generator import __version__
from generator.cli import main, xinglin
from generator.messages import LANGUAGES, catalogue
from generator.problems.formats import FORMATS

TODAY = "1795392000"  # 2026-11-23 in Asia/Shanghai, for SOURCE_DATE_EPOCH
CLEAN, MISTAKES, FAILED = 0, 1, 2


@dataclass
class Outcome:
    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def project(miniature: Path, repository: Path) -> Path:
    """A project of its own beside the content, so that no test leaves anything in the repository."""
    text = (repository / "mkdocs.yml").read_text(encoding="utf-8")
    text = text.replace("docs_dir: content", f"docs_dir: {miniature.name}")
    text = text.replace("custom_dir: themes", f"custom_dir: {repository / 'themes'}")
    path = miniature.parent / "mkdocs.yml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def run(project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command in the project's folder."""
    monkeypatch.chdir(project.parent)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", TODAY)

    def command(*words: str | Path) -> Outcome:
        capfd.readouterr()
        monkeypatch.setattr(sys, "argv", ["xinglin", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return Outcome(int(end.value.code or 0), out, err)

    return command


def process(*words: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, words)],
        cwd=cwd,
        env=os.environ | {"SOURCE_DATE_EPOCH": TODAY} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def spoil(content: Path) -> None:
    """Make one mistake, on line 3."""
    path = content / "papers" / "2026" / "lunwen.md"
    path.write_text(path.read_text(encoding="utf-8").replace("作者: [li]", "作者: [lii]"), encoding="utf-8")


def query(run: Run, *words: str) -> list[str]:
    outcome = run("search", *words, "--json")
    assert outcome.code == CLEAN
    return [result["id"] for result in json.loads(outcome.out)["results"]]


# ---- Help


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": ""}, "zh"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "XINGLIN_LANG": "en"}, "en"),
    ],
)
def test_help_is_in_the_language_of_the_terminal(repository: Path, environment: dict[str, str], language: str) -> None:
    unset = {"LC_ALL": "", "LC_MESSAGES": "", "XINGLIN_LANG": ""}
    out = process("--help", cwd=repository, **(unset | environment)).stdout
    for name in xinglin.commands:
        assert catalogue(language).text(f"help.{name.replace(' ', '-')}.text").splitlines()[0][:20] in out


@pytest.mark.parametrize("name", xinglin.commands)
def test_every_command_has_help_with_an_example(run: Run, name: str) -> None:
    for flag in ("-h", "--help"):
        outcome = run(*name.split(), flag)
        assert outcome.code == CLEAN
        assert outcome.out.count(f"xinglin {name}") >= 2
        assert "\b" not in outcome.out


def test_version(run: Run) -> None:
    assert run("--version").out == f"xinglin, version {__version__}\n"


def test_help_needs_neither_mkdocs_nor_whoosh(repository: Path) -> None:
    code = """
        import sys, generator.cli
        print(sorted(m for m in ("mkdocs", "whoosh", "xlsxwriter", "pypinyin", "git", "numpy") if m in sys.modules))
    """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[]\n"


# ---- What cannot run


@pytest.mark.parametrize(
    "words",
    [
        ["nothing"],
        ["check", "--nothing"],
        ["check", "--format", "html"],
        ["check", "--lang", "fr"],
        ["check", "--content", "nowhere"],
        ["check", "--config", "nowhere.yml"],
        ["build", "--content", "nowhere"],
        ["build", "--out", "文稿 一/site"],
        ["build", "--out", "mkdocs.yml"],
        ["new"],
        ["new", "nothing", "题目"],
        ["new", "reports", ""],
        ["search"],
        ["search", "x", "--limit", "0"],
        ["rank"],
        ["rank", "1999"],
        ["rank", "../2026"],
        ["rank", "2026", "--format", "xlsx"],
        ["rank", "2026", "--out", "文稿 一/rank.json"],
        ["serve", "--address", "nowhere"],
    ],
    ids=" ".join,
)
def test_what_cannot_run_ends_with_a_sentence_and_code_2(run: Run, words: list[str]) -> None:
    outcome = run(*words)
    assert outcome.code == FAILED
    assert outcome.out == ""
    assert outcome.err.strip()


@pytest.mark.parametrize("settings", ["plugins: [", "plugins: {xinglin: {page_size: 0}}", "- a"])
def test_wrong_settings_end_every_command_with_code_2(run: Run, project: Path, settings: str) -> None:
    project.write_text(settings, encoding="utf-8")
    for words in (
        ["check"],
        ["build"],
        ["serve"],
        ["new", "reports", "x"],
        ["search", "x"],
        ["index"],
        ["rank", "2026"],
    ):
        outcome = run(*words)
        assert outcome.code == FAILED
        assert "mkdocs.yml" in outcome.err


@pytest.mark.parametrize("words", [["--lang", "en"], ["--lang=en"]])
def test_errors_are_in_the_language_asked_for(run: Run, words: list[str]) -> None:
    assert "There is no folder of content" in run("check", "--content", "nowhere", *words).err


# ---- check


def test_sound_content_is_code_0(run: Run) -> None:
    outcome = run("check")
    assert outcome.code == CLEAN
    assert outcome.out == catalogue("zh").text("findings.clean") + "\n"


def test_a_mistake_is_code_1_and_says_where(run: Run, miniature: Path) -> None:
    spoil(miniature)
    outcome = run("check")
    assert outcome.code == MISTAKES
    assert outcome.out.startswith("papers/2026/lunwen.md:3: ")
    assert "[unknown-person]" in outcome.out


def test_a_warning_counts_only_where_asked(run: Run, miniature: Path) -> None:
    path = miniature / "guide" / "suibi.md"
    path.write_text("---\nhide: [toc]\n---\n\n正文\n", encoding="utf-8")
    assert run("check").code == CLEAN
    assert run("check", "--strict").code == MISTAKES


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("spoilt", [False, True])
def test_every_format_is_the_answer_and_nothing_else(run: Run, miniature: Path, form: str, spoilt: bool) -> None:
    if spoilt:
        spoil(miniature)
    outcome = run("check", "--format", form)
    assert outcome.code == (MISTAKES if spoilt else CLEAN)
    assert outcome.out.endswith("\n")
    if form != "text":
        record = json.loads(outcome.out)
        assert len(record["runs"][0]["results"] if form == "sarif" else record) == spoilt


def test_the_answer_may_go_to_a_file(run: Run, project: Path) -> None:
    outcome = run("check", "--format", "json", "--out", "结果/problems.json")
    assert (outcome.code, outcome.out) == (CLEAN, "")
    assert json.loads((project.parent / "结果" / "problems.json").read_text(encoding="utf-8")) == []


def test_progress_is_no_part_of_the_answer(run: Run) -> None:
    loud, quiet = run("check"), run("check", "--quiet")
    assert loud.out == quiet.out
    assert catalogue("zh").text("progress.history", count=0) in loud.err
    assert quiet.err == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_are_in_the_language_asked_for(run: Run, miniature: Path, language: str) -> None:
    spoil(miniature)
    words = catalogue(language)
    assert f" {words.text('findings.severity.error')} " in run("check", "--lang", language).out


def test_without_git_history_that_is_said_once(run: Run) -> None:
    assert run("check").err.count(catalogue("zh").text("commands.no_history")) == 1


def test_a_reader_who_leaves_early_is_no_failure_to_shout_about(project: Path, miniature: Path) -> None:
    for number in range(3000):
        (miniature / f"{number}.md").write_text("---\nnonsense: 1\n---\n\n正文\n", encoding="utf-8")
    command = [sys.executable, "-m", "generator", "check", "--quiet"]
    with subprocess.Popen(command, cwd=project.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reader:
        assert reader.stdout is not None
        assert reader.stderr is not None
        reader.stdout.read(10)
        reader.stdout.close()
        assert b"Traceback" not in reader.stderr.read()


# ---- build


def test_a_site_is_built_and_that_is_said(run: Run, project: Path) -> None:
    outcome = run("build")
    assert outcome.code == CLEAN
    assert str(project.parent / "site") in outcome.out
    assert (project.parent / "site" / "index.html").is_file()


def test_mistakes_leave_the_old_site_alone_unless_forced(run: Run, project: Path, miniature: Path) -> None:
    run("build")
    site = project.parent / "site"
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    spoil(miniature)
    refused = run("build")
    assert refused.code == MISTAKES
    assert "papers/2026/lunwen.md:3: " in refused.err
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before
    forced = run("build", "--force")
    assert forced.code == MISTAKES
    assert not (site / "papers" / "2026" / "lunwen").exists()
    assert (site / "reports" / "2026" / "diaoyan").exists()


def test_a_site_may_go_elsewhere(run: Run, project: Path) -> None:
    assert run("build", "--out", "网站/新").code == CLEAN
    assert (project.parent / "网站" / "新" / "index.html").is_file()
    assert not (project.parent / "site").exists()


# ---- new


def test_a_new_document_is_named(run: Run, miniature: Path) -> None:
    outcome = run("new", "调研报告", "三省十二县调查", "--author", "李华")
    assert outcome.code == CLEAN
    path = miniature / "reports" / "2026" / "san-sheng-shi-er-xian-diao-cha.md"
    assert outcome.out == catalogue("zh").text("commands.new", path=path) + "\n"
    assert path.is_file()
    assert run("check").code == CLEAN


# ---- search and index


def test_articles_are_found(run: Run) -> None:
    assert query(run, "中医药") == ["papers/2026/lunwen"]
    assert query(run, "没有这样的话") == []


def test_what_changed_is_found_at_once(run: Run, miniature: Path) -> None:
    assert query(run, "针灸推拿") == []
    path = miniature / "papers" / "2026" / "lunwen.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n针灸推拿。\n", encoding="utf-8")
    assert query(run, "针灸推拿") == ["papers/2026/lunwen"]
    path.unlink()
    assert query(run, "针灸推拿") == []


@pytest.mark.parametrize(
    "option",
    [("--kind", "reports"), ("--year", "2025"), ("--department", "keyan"), ("--author", "王芳"), ("--tag", "调查")],
    ids=" ".join,
)
def test_a_search_may_be_narrowed(run: Run, option: tuple[str, str]) -> None:
    everywhere, narrowed = query(run, "中医"), query(run, "中医", *option)
    assert set(narrowed) < set(everywhere)


def test_an_index_is_made_once_and_then_brought_up_to_date(run: Run) -> None:
    assert catalogue("zh").text("commands.indexed", added=17, changed=0, removed=0) in run("index").err
    again = run("index").err
    assert not any(catalogue("zh").text("commands.indexed", added=n, changed=0, removed=0) in again for n in (0, 17))
    assert run("index", "--quiet").err == ""


def test_drafts_and_ballots_are_not_found(run: Run) -> None:
    assert query(run, "草稿里的秘密") == []
    assert query(run, "选票里的秘密评语") == []


# ---- rank


def test_a_ranking_is_shown(run: Run) -> None:
    outcome = run("rank", "2026")
    assert outcome.code == CLEAN
    assert "88.6" in outcome.out


def test_a_ranking_as_json(run: Run) -> None:
    record = json.loads(run("rank", "2026", "--format", "json").out)
    assert [entry["id"] for entry in record["entries"]] == ["reports/2026/diaoyan", "papers/2026/lunwen"]


def test_a_ranking_as_a_workbook(run: Run, project: Path) -> None:
    outcome = run("rank", "2026", "--format", "xlsx", "--out", "排名.xlsx")
    assert (outcome.code, outcome.out) == (CLEAN, "")
    assert (project.parent / "排名.xlsx").read_bytes().startswith(b"PK")


def test_mistakes_of_the_competition_are_told_beside_the_ranking(run: Run, miniature: Path) -> None:
    ballot = miniature / "competitions" / "2026" / "ballots" / "wang.yml"
    ballot.write_text(ballot.read_text(encoding="utf-8").replace("value: 87", "value: 187"), encoding="utf-8")
    spoil(miniature)
    outcome = run("rank", "2026")
    assert "competitions/2026/ballots/wang.yml:3: " in outcome.err
    assert "lunwen.md" not in outcome.err
    assert outcome.code == MISTAKES


@pytest.mark.parametrize("form", ["json", "xlsx"])
def test_what_must_be_known_first_is_told_whatever_the_form(
    run: Run, miniature: Path, tmp_path: Path, form: str
) -> None:
    rules = miniature / "competitions" / "2026" / "competition.yml"
    rules.write_text(rules.read_text(encoding="utf-8") + "votes: {weight: 0.2}\n", encoding="utf-8")
    table = run("rank", "2026").out.replace("\n", "")
    notes = run("rank", "2026", "--format", form, "--out", str(tmp_path / "排名")).err.splitlines()
    assert [note for note in notes if "网上评选" in note]
    assert [note for note in notes if note in table]


@pytest.mark.parametrize("command", [["check"], ["rank", "2026"]])
def test_a_file_that_cannot_be_written_is_said(run: Run, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "文件").touch()
    outcome = run(*command, "--out", str(tmp_path / "文件" / "结果.txt"))
    assert outcome.code == FAILED
    assert "不能写" in outcome.err


# ---- From anywhere


def test_a_command_works_from_a_folder_below(run: Run, miniature: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(miniature / "papers" / "2026")
    assert run("check").code == CLEAN


def test_outside_of_any_project_the_programs_own_is_used(
    run: Run, miniature: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert run("check", "--content", miniature).code == CLEAN


def test_the_installed_program_is_the_same(repository: Path) -> None:
    program = shutil.which("xinglin", path=str(Path(sys.executable).parent))
    assert program is not None
    outcome = subprocess.run([program, "--version"], cwd="/", capture_output=True, text=True, check=True)
    assert outcome.stdout == f"xinglin, version {__version__}\n"


# ---- Formats for other programs


@pytest.mark.parametrize(
    "command",
    [
        ["check", "--format", "json"],
        ["search", "中医馆", "--json"],
        ["rank", "2026", "--format", "json"],
        ["competition", "entries", "2026", "--format", "json"],
    ],
)
def test_every_key_of_a_format_is_described(run: Run, miniature: Path, repository: Path, command: list[str]) -> None:
    if command[0] == "check":
        spoil(miniature)
    page = (repository / "docs" / "reference" / "formats.md").read_text(encoding="utf-8")
    described = set(re.findall(r"`(?:results\[\]\.)?(\w+)(?:\[\])?`", page))
    found = set(keys(json.loads(run(*command).out)))
    assert len(found) >= 6
    assert found - described == set()


def keys(value: Any) -> Iterator[str]:
    """The keys of a JSON value, at any depth; not those of ``p_prize``, which are names."""
    if isinstance(value, dict):
        value = {key: item for key, item in value.items() if key != "p_prize"} | dict.fromkeys(
            value.keys() & {"p_prize"}
        )
        yield from value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from keys(item)


# ---- The competition


def set_apart(project: Path, miniature: Path) -> Path:
    """Move the ballots to a folder beside the content, and say so in mkdocs.yml."""
    text, setting = project.read_text(encoding="utf-8"), "competition: {ballots: 评分}"
    text, count = re.subn(r"  - xinglin:?\n", f"  - xinglin:\n      {setting}\n", text)
    assert count == 1
    project.write_text(text, encoding="utf-8")
    folder = project.parent / "评分"
    (folder / "2026").mkdir(parents=True)
    shutil.move(miniature / "competitions" / "2026" / "ballots", folder / "2026" / "ballots")
    return folder


@pytest.fixture
def apart(project: Path, miniature: Path) -> Path:
    return set_apart(project, miniature)


def test_ballots_in_a_folder_of_their_own_are_ranked_as_here(run: Run, project: Path, miniature: Path) -> None:
    before = json.loads(run("rank", "2026", "--format", "json").out)
    set_apart(project, miniature)
    after = json.loads(run("rank", "2026", "--format", "json").out)
    assert after["input_hash"] == before["input_hash"]
    assert after["entries"] == before["entries"]
    paths = [ballot["path"] for ballot in after["record"]["ballots"]]
    assert paths == ["../评分/2026/ballots/ext1.yml", "../评分/2026/ballots/wang.yml"]


def test_what_is_wrong_with_a_ballot_apart_is_told_where_it_lies(run: Run, apart: Path) -> None:
    ballot = apart / "2026" / "ballots" / "wang.yml"
    ballot.write_text(ballot.read_text(encoding="utf-8").replace("judge: wang", "judge: li"), encoding="utf-8")
    outcome = run("rank", "2026")
    assert outcome.code == MISTAKES
    assert "评分/2026/ballots/wang.yml:1: 错误 [ballot-judge]" in outcome.err
    assert "content/2026" not in outcome.err


def test_an_assignment_is_written_where_the_ballots_are(run: Run, apart: Path, miniature: Path) -> None:
    outcome = run("competition", "assign", "2026")
    assert str(apart / "2026" / "assignment.yml") in outcome.out
    assert (apart / "2026" / "assignment.yml").is_file()
    assert not (miniature / "competitions" / "2026" / "assignment.yml").exists()


@pytest.mark.parametrize("command", [["rank", "2026"], ["competition", "assign", "2026"]])
def test_without_the_folder_of_the_ballots_nothing_is_ranked(run: Run, apart: Path, command: list[str]) -> None:
    shutil.rmtree(apart)
    assert run("check").code == CLEAN
    outcome = run(*command)
    assert outcome.code == FAILED
    assert "competition.ballots" in outcome.err


def test_times_that_differ_are_told_and_change_no_verdict(run: Run, tmp_path: Path) -> None:
    kept = tmp_path / "排名.json"
    run("rank", "2026", "--format", "json", "--out", kept)
    record = json.loads(kept.read_text(encoding="utf-8"))
    record["record"]["ballots"][0]["updated"] = "2026-12-24T00:00:00+08:00"
    kept.write_text(json.dumps(record), encoding="utf-8")
    outcome = run("rank", "verify", "2026", kept)
    assert outcome.code == CLEAN
    assert "（不影响结论）record.ballots[0].updated" in outcome.out
    record["entries"][0]["prize"] = "特等奖"
    kept.write_text(json.dumps(record | {f"x{n}": n for n in range(30)}), encoding="utf-8")
    outcome = run("rank", "verify", "2026", kept)
    assert outcome.code == MISTAKES
    assert outcome.out.startswith("名次不同的有 0 篇，奖项不同的有 1 篇。\n")
    assert len(re.findall("重新计算为|现在为", outcome.out)) == 20
    assert "另有 12 处不同没有列出" in outcome.out
    assert len(re.findall("重新计算为|现在为", run("rank", "verify", "2026", kept, "--all").out)) == 32


def test_the_list_of_awards_is_what_the_committee_decided(run: Run, miniature: Path, tmp_path: Path) -> None:
    entries = json.loads(run("rank", "2026", "--format", "json").out)["entries"]
    first, last = entries[0], entries[-1]
    assert (first["prize"], last["prize"]) == ("一等奖", None)
    decisions = miniature / "competitions" / "2026" / "decisions.yml"
    decisions.write_text(
        f"decided: 2026-12-06\ndecisions:\n  - {{entry: {first['id']}, reason: 退出}}\n"
        f"  - {{entry: {last['id']}, prize: 一等奖, reason: 递补}}\n",
        encoding="utf-8",
    )
    assert run("competition", "awards", "2026", "--out", tmp_path / "名单").code == CLEAN
    assert sorted(path.name for path in (tmp_path / "名单").iterdir()) == ["获奖名单.docx", "获奖名单.xlsx"]
    page = openpyxl.load_workbook(tmp_path / "名单" / "获奖名单.xlsx").active
    assert page is not None
    assert [row[2] for row in page.iter_rows(min_row=2, values_only=True)] == [last["title"]]
    record = json.loads(run("rank", "2026", "--format", "json").out)
    assert record["decisions"] == {"decided": "2026-12-06", "by": None}
    assert [(e["prize"], e["final_prize"], e["decision"]) for e in record["entries"]] == [
        ("一等奖", None, "退出"),
        (None, "一等奖", "递补"),
    ]


@pytest.mark.parametrize("file", ["decisions.yml", "ballots/wang.yml"])
def test_no_list_of_awards_is_made_from_what_cannot_be_read(
    run: Run, miniature: Path, tmp_path: Path, file: str
) -> None:
    (miniature / "competitions" / "2026" / file).write_text("- [\n", encoding="utf-8")
    outcome = run("competition", "awards", "2026", "--out", tmp_path / "名单")
    assert outcome.code == MISTAKES
    assert f"competitions/2026/{file}:" in outcome.err
    assert "名单没有写出" in outcome.err
    assert not (tmp_path / "名单").exists()
    progress = run("competition", "progress", "2026")
    assert progress.code == MISTAKES
    assert f"competitions/2026/{file}:" in progress.err


def test_more_prizes_than_the_rules_have_are_told_with_the_list_of_awards(
    run: Run, miniature: Path, tmp_path: Path
) -> None:
    last = json.loads(run("rank", "2026", "--format", "json").out)["entries"][-1]
    decisions = f"decided: 2026-12-06\ndecisions: [{{entry: {last['id']}, prize: 一等奖, reason: 递补}}]\n"
    (miniature / "competitions" / "2026" / "decisions.yml").write_text(decisions, encoding="utf-8")
    outcome = run("competition", "awards", "2026", "--out", tmp_path / "名单")
    assert outcome.code == CLEAN
    assert "“一等奖”有 2 篇，多于名额 1" in outcome.err


def test_a_notice_without_marks_is_not_published_and_it_is_said(
    run: Run, miniature: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1797000000")  # 2026-12-11, on notice
    page = tmp_path / "网站" / "competitions" / "2026" / "notice" / "index.html"
    shutil.rmtree(miniature / "competitions" / "2026" / "ballots")
    outcome = run("build", "--out", tmp_path / "网站")
    assert outcome.code == CLEAN
    assert "2026 年已到公示的日期，但没有读到评分" in outcome.err
    assert not page.exists()


def test_the_list_of_awards_is_refused_where_it_would_be_published_or_is_not_settled(
    run: Run, miniature: Path, tmp_path: Path
) -> None:
    outcome = run("competition", "awards", "2026", "--out", miniature / "名单")
    assert outcome.code == FAILED
    assert not (miniature / "名单").exists()
    for ballot in (miniature / "competitions" / "2026" / "ballots").iterdir():
        text = re.sub(r"criteria: .*", "criteria: {value: 80, writing: 80}", ballot.read_text(encoding="utf-8"))
        ballot.write_text(text, encoding="utf-8")
    outcome = run("competition", "awards", "2026", "--out", tmp_path / "名单")
    assert outcome.code == FAILED
    assert "decisions.yml" in outcome.err
    assert not (tmp_path / "名单").exists()


def test_results_are_made_from_the_folder_of_the_ballots_and_left_out_without_it(
    run: Run, apart: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1798704000")  # 2026-12-31, after the announcement
    votes = apart / "2026" / "votes"
    votes.mkdir()
    (votes / "wang.yml").write_text("voter: wang\nentries: [papers/2026/lunwen]\n", encoding="utf-8")
    page = tmp_path / "网站" / "competitions" / "2026" / "results" / "index.html"
    assert run("build", "--out", tmp_path / "网站").code == CLEAN
    assert "一等奖" in page.read_text(encoding="utf-8")
    published = [path for path in (tmp_path / "网站").rglob("*") if path.is_file()]
    assert not [path for path in published if "vote" in path.name or "ballot" in path.name]
    assert not [path for path in published if "评分/2026".encode() in path.read_bytes()]
    shutil.rmtree(apart)
    outcome = run("build", "--out", tmp_path / "网站")
    assert outcome.code == CLEAN
    assert "[ballots-missing]" in outcome.err
    assert not page.exists()


@pytest.mark.parametrize("words", [["competition"], ["competition", "asign", "2026"]])
def test_half_a_command_lists_those_that_there_are(words: list[str], run: Run) -> None:
    outcome = run(*words)
    assert outcome.code == FAILED
    for command in ("assign", "packs", "receive", "progress", "awards", "entries"):
        assert f"competition {command}  " in outcome.err
    assert "给评委分工" in outcome.err
