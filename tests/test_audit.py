"""What a ranking was made from and when, with real repositories: one for the content, one for the ballots."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from generator.competition.frozen import FROZEN
from generator.competition.ranking.audit import Filed
from generator.config import Settings
from generator.errors import XinglinError
from generator.pipeline import Checked, ranked, read_and_check
from generator.sources.history import VERSION_LIMIT
from tests.checks.cases import BASE
from tests.sources.test_history import Repository

RULES = "competitions/2026/competition.yml"
BALLOT = "competitions/2026/ballots/p0001.yml"
APART = "../../ballots/2026/ballots/p0001.yml"
TIMES = {"date": "2026-11-30T23:30:00+0800", "committed": "2026-12-09T08:00:00+0800"}


def settings(root: Path, apart: bool) -> Settings:
    return Settings(competition={"ballots": root / "ballots"} if apart else {})


def check(repository: Repository, apart: bool = False) -> Checked:
    return read_and_check(repository.content, settings(repository.root.parent, apart), lambda step, count: None)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """The sound tree of the checks, committed before its judging opens on 2026-12-01."""
    made = Repository(tmp_path / "site")
    shutil.copytree(BASE, made.content, dirs_exist_ok=True)
    made.commit(**TIMES)
    return made


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_every_ballot_has_its_hash_and_its_times(repository: Repository) -> None:
    rewrite(repository.content / BALLOT, "90", "91")
    repository.commit("录入", date="2026-12-03T10:00:00+0000")
    found = ranked(check(repository), "2026", settings(repository.root, False)).audit
    assert found is not None
    (ballot,) = found.ballots
    assert ballot.sha256 == hashlib.sha256((repository.content / BALLOT).read_bytes()).hexdigest()
    assert ballot.created is not None
    assert ballot.updated is not None
    assert (ballot.created.isoformat(), ballot.updated.isoformat(), ballot.commits) == (
        "2026-11-30T23:30:00+08:00",
        "2026-12-03T18:00:00+08:00",
        2,
    )
    assert found.rules.commits == 1
    assert "year: 2026" in found.text
    assert (found.changes, found.history, found.votes) == ((), "full", ())


def test_rules_changed_after_judging_opened_are_noted_first_of_all(repository: Repository) -> None:
    rewrite(repository.content / RULES, "weight: 40", "weight: 50")
    repository.commit("李强", date="2026-11-30T23:59:59+0800")
    rewrite(repository.content / RULES, "weight: 50", "weight: 10")
    repository.commit("张敏", date="2026-11-30T16:00:00+0000")
    checked = check(repository)
    standings = ranked(checked, "2026", settings(repository.root, False))
    assert standings.audit is not None
    assert [(c.author, c.fields, c.when and c.when.isoformat()) for c in standings.audit.changes] == [
        ("张敏", ("criteria",), "2026-12-01T00:00:00+08:00")
    ]
    assert standings.notes[0].key == "notes.rules-changed"
    assert [dict(p.params)["author"] for p in checked.problems if p.rule == "rules-changed"] == ["张敏"]


def found_changes(repository: Repository) -> list[tuple[str, tuple[str, ...]]]:
    standings = ranked(check(repository), "2026", settings(repository.root, False))
    assert standings.audit is not None
    said = [p for p in check(repository).problems if p.rule == "rules-changed"]
    assert len(said) == len(standings.audit.changes)
    assert len([n for n in standings.notes if n.key.startswith("notes.rules-")]) == len(said)
    return [(change.author, change.fields) for change in standings.audit.changes]


def test_a_change_of_the_rules_that_is_not_committed_is_told(repository: Repository) -> None:
    rewrite(repository.content / RULES, "weight: 40", "weight: 50")
    assert found_changes(repository) == [("", ("criteria",))]
    (repository.content / BALLOT).unlink()
    assert found_changes(repository) == []


def test_a_change_made_inside_a_merge_is_told(repository: Repository) -> None:
    repository.git("checkout", "-q", "-b", "side")
    rewrite(repository.content / RULES, "weight: 40", "weight: 30")
    repository.commit("李强", date="2026-11-20T12:00:00+0800", committed="2026-11-20T12:00:00+0800")
    repository.git("checkout", "-q", "main")
    (repository.content / "more.md").write_text("正文\n", encoding="utf-8")
    repository.commit("王芳", date="2026-11-21T12:00:00+0800", committed="2026-11-21T12:00:00+0800")
    repository.git("merge", "-q", "--no-commit", "--no-ff", "side")
    rewrite(repository.content / RULES, "weight: 30", "weight: 10")
    repository.commit("张敏", date="2026-12-10T12:00:00+0800", committed="2026-12-10T12:00:00+0800")
    assert found_changes(repository) == [("张敏", ("criteria",))]


def test_a_merge_that_only_joins_two_lines_changes_nothing(repository: Repository) -> None:
    repository.git("checkout", "-q", "-b", "side")
    rewrite(repository.content / RULES, "weight: 40", "weight: 30")
    repository.commit("李强", date="2026-11-20T12:00:00+0800", committed="2026-11-20T12:00:00+0800")
    repository.git("checkout", "-q", "main")
    path = repository.content / RULES
    path.write_text(path.read_text(encoding="utf-8") + "\n\n\n# 说明\n", encoding="utf-8")
    repository.commit("王芳", date="2026-11-21T12:00:00+0800", committed="2026-11-21T12:00:00+0800")
    stamp = {"GIT_AUTHOR_DATE": "2026-12-10T12:00:00+0800", "GIT_COMMITTER_DATE": "2026-12-10T12:00:00+0800"}
    repository.git("merge", "-q", "--no-ff", "-m", "merge", "side", **stamp)
    assert found_changes(repository) == []


def test_a_change_counts_from_the_later_of_its_two_dates(repository: Repository) -> None:
    rewrite(repository.content / RULES, "weight: 40", "weight: 50")
    repository.commit("张敏", date="2026-11-20T12:00:00+0800", committed="2026-12-10T12:00:00+0800")
    assert found_changes(repository) == [("张敏", ("criteria",))]


def test_rules_too_long_to_compare_count_as_changed_in_everything(repository: Repository) -> None:
    path = repository.content / RULES
    path.write_text(path.read_text(encoding="utf-8") + "\n" + "#" * VERSION_LIMIT + "\n", encoding="utf-8")
    repository.commit("张敏", date="2026-12-10T12:00:00+0800")
    assert found_changes(repository) == [("张敏", tuple(FROZEN))]


@pytest.mark.parametrize(("date", "late"), [("2026-12-15T23:59:59+0800", 0), ("2026-12-15T16:00:00+0000", 1)])
def test_ballots_changed_after_judging_closed_are_told(repository: Repository, date: str, late: int) -> None:
    rewrite(repository.content / BALLOT, "85", "86")
    repository.commit("李强", date=date)
    standings = ranked(check(repository), "2026", settings(repository.root, False))
    told = [dict(note.params)["count"] for note in standings.notes if note.key == "notes.late-ballots"]
    assert told == ["1"] * late


def test_without_git_there_are_hashes_and_it_is_said(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(BASE, content)
    checked = read_and_check(content, Settings(), lambda step, count: None)
    standings = ranked(checked, "2026", Settings())
    assert standings.audit is not None
    (ballot,) = standings.audit.ballots
    assert ballot == Filed(BALLOT, hashlib.sha256((content / BALLOT).read_bytes()).hexdigest())
    assert standings.notes[-1].key == "notes.history-none"


def test_ballots_in_a_repository_of_their_own_count_as_if_they_were_here(
    repository: Repository, tmp_path: Path
) -> None:
    here = ranked(check(repository), "2026", settings(tmp_path, False))
    private = Repository(tmp_path / "ballots", ".")
    (private.content / "2026" / "ballots").mkdir(parents=True)
    (repository.content / BALLOT).rename(private.content / "2026" / "ballots" / "p0001.yml")
    (private.content / "README.md").write_text("评分\n", encoding="utf-8")
    private.commit("组织者", date="2026-12-02T09:00:00+0800")
    checked = check(repository, apart=True)
    there = ranked(checked, "2026", settings(tmp_path, True))
    assert there.input_hash == here.input_hash
    assert [b.path for b in checked.contributions.proceedings.ballots] == [APART]
    assert there.audit is not None
    (ballot,) = there.audit.ballots
    assert ballot.path == APART
    assert ballot.updated is not None
    assert ballot.updated.isoformat() == "2026-12-02T09:00:00+08:00"
    assert not any(path.endswith((".yml", "README.md")) for path in checked.contributions.library.assets)


def test_mistakes_in_the_folder_of_the_ballots_name_their_place_and_are_never_lenient(
    repository: Repository, tmp_path: Path
) -> None:
    folder = tmp_path / "ballots" / "2026" / "ballots"
    folder.mkdir(parents=True)
    (folder / "p0002.yml").write_text("judge: [\n", encoding="utf-8")
    (folder / "表格.xlsx").write_bytes(b"PK")
    (folder / "p0001.yml").symlink_to("/etc/passwd")
    found = {(p.path, p.rule, str(p.severity)) for p in check(repository, apart=True).problems}
    assert found == {
        ("../../ballots/2026/ballots/p0002.yml", "yaml", "error"),
        ("../../ballots/2026/ballots/表格.xlsx", "ballot-file", "error"),
        ("../../ballots/2026/ballots/p0001.yml", "symbolic-link-out", "error"),
    }


def test_a_missing_folder_is_told_and_nothing_is_ranked(repository: Repository, tmp_path: Path) -> None:
    checked = check(repository, apart=True)
    assert [(p.path, p.rule) for p in checked.problems] == [("../../ballots", "ballots-missing")]
    with pytest.raises(XinglinError) as error:
        ranked(checked, "2026", settings(tmp_path, True))
    assert error.value.key == "no-casework"


def test_a_vote_is_dated_by_its_last_commit(repository: Repository) -> None:
    votes = repository.content / "competitions/2026/votes"
    votes.mkdir()
    for voter in ("p0001", "p0002"):
        (votes / f"{voter}.yml").write_text(f"voter: {voter}\nentries: [reports/2026/jiceng]\n", encoding="utf-8")
    repository.commit(date="2026-12-15T15:59:00+0000")
    rewrite(votes / "p0002.yml", "\nentries", "\n# 改过\nentries")
    repository.commit(date="2026-12-15T16:00:00+0000")
    standings = ranked(check(repository), "2026", Settings())
    assert standings.tally.votes == {"reports/2026/jiceng": 1}
    assert [(d.voter, d.reason.key, dict(d.reason.params)["cast"]) for d in standings.tally.discarded] == [
        ("p0002", "vote_faults.days", "2026-12-16")
    ]
