"""What can be wrong with contributions that could be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.checks import (
    aliases,
    ballots,
    bodies,
    books,
    casework,
    competitions,
    decisions,
    entries,
    forum,
    frozen,
    links,
    names,
    objections,
    panels,
    people,
    personal_data,
    references,
    repository,
    votes,
)
from generator.checks.attachments import gathered
from generator.checks.rules import graded
from generator.checks.subject import Subject
from generator.problems import Problem

__all__ = ["CHECKS", "Subject", "check"]

CHECKS: tuple[Callable[[Subject], Iterator[Problem]], ...] = (
    repository.whole_history,
    names.same_paths,
    names.similar_paths,
    names.lookalike_paths,
    names.portable_names,
    names.misplaced,
    names.year_folders,
    names.similar_ids,
    names.similar_tags,
    names.same_addresses,
    aliases.alias_addresses,
    aliases.aliases_taken,
    people.memberships,
    references.unknown_people,
    references.unknown_departments,
    references.unknown_names,
    references.unknown_books,
    references.unknown_evidence,
    references.references_to_drafts,
    books.isbns,
    bodies.empty_bodies,
    bodies.removed_html,
    bodies.remote_pictures,
    links.broken_links,
    links.broken_anchors,
    personal_data.personal_numbers,
    forum.missing_themes,
    forum.theme_periods,
    forum.posts_outside_period,
    forum.unknown_replies,
    forum.reply_cycles,
    forum.reply_order,
    competitions.competition_years,
    competitions.competition_criteria,
    competitions.competition_judges,
    competitions.unknown_judges,
    competitions.competition_prizes,
    competitions.competition_categories,
    competitions.competition_votes,
    competitions.competition_ties,
    competitions.competition_timelines,
    competitions.unknown_competitions,
    competitions.competition_kinds,
    competitions.competition_files,
    frozen.rules_changed,
    casework.kept_twice,
    entries.entry_lengths,
    entries.entry_limits,
    entries.blind_texts,
    panels.panel_names,
    ballots.ballot_judges,
    ballots.ballot_entries,
    ballots.ballot_marks,
    ballots.conflicts_of_interest,
    votes.readers_votes,
    decisions.committee_decisions,
    decisions.too_many_prizes,
    objections.objections_sound,
    objections.objections_in_time,
)
"""Every check, in the order in which a reader may want to know them; the docstring of each is its rule."""


def check(subject: Subject) -> tuple[Problem, ...]:
    """Run every check; all problems at once, sorted, with the severities that the settings give them."""
    found = {*subject.unreadable, *subject.contributions.problems}
    for rule_check in CHECKS:
        found.update(rule_check(subject))
    return tuple(sorted(graded(gathered(found), subject.settings.rules)))
