"""The content that comes with the project is sound, and shows all that the program does."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config import Project, read_project
from generator.model.articles import Entry
from generator.pipeline import Checked, read_and_check
from generator.schema.fields import KINDS


@pytest.fixture(scope="module")
def project() -> Project:
    return read_project(Path(__file__).resolve().parents[1] / "mkdocs.yml", ())


@pytest.fixture(scope="module")
def checked(project: Project) -> Checked:
    return read_and_check(project.content, project.settings, lambda step, count: None)


def test_it_has_no_mistakes(checked: Checked) -> None:
    # A clone without its past is the cloner's affair.
    assert [p for p in checked.problems if p.rule != "history-shallow"] == []


def test_every_kind_is_used(checked: Checked) -> None:
    used = {article.kind for article in checked.contributions.library.articles}
    assert used >= {kind.name for kind in KINDS.values()}


def test_the_competition_is_of_a_real_size(checked: Checked) -> None:
    library, ballots = checked.contributions.library, checked.contributions.proceedings.ballots
    entries = [a for a in library.articles if isinstance(a, Entry) and a.competition == "2026"]
    judges = {ballot.judge for ballot in ballots if ballot.competition == "2026"}
    assert len(entries) >= 12
    assert len(judges) >= 8
