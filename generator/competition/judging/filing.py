"""A judge's ballot as the text of its file, and what there is to say when it is filed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import yaml

from generator.competition.contenders import judge_name
from generator.competition.judging.packs import in_order
from generator.competition.judging.receiving import Receipt
from generator.competition.ranking.wording import printable
from generator.messages import Catalogue
from generator.model.competitions import Competition
from generator.model.library import Library
from generator.model.proceedings import Ballot, Score


class _Dumper(yaml.SafeDumper):
    """Writes the marks of an entry on one line, and lists set in, as people do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)


class _Marks(dict[str, float]):
    pass


def _plain(dumper: yaml.SafeDumper, mark: float) -> yaml.ScalarNode:
    """A mark as people write it: 80 and 0.00001, not 80.0 and 1e-05."""
    text = f"{Decimal(repr(mark)).normalize():f}"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


_Dumper.add_representer(float, _plain)
_Dumper.add_representer(
    _Marks, lambda dumper, marks: dumper.represent_mapping("tag:yaml.org,2002:map", marks.items(), flow_style=True)
)


def ballot_yaml(ballot: Ballot) -> str:
    """A ballot as the text of its file, in the form that judges have always written it in."""
    exported = {"exported": ballot.exported.isoformat()} if ballot.exported else {}
    record = {"judge": ballot.judge, **exported, "scores": [_score(score) for score in ballot.scores]}
    return yaml.dump(record, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)


def _score(score: Score) -> dict[str, Any]:
    given = {"criteria": _Marks(score.marks), "comment": score.comment, "declined": score.declined}
    return {"entry": score.entry, **{key: value for key, value in given.items() if value}}


def changed(receipt: Receipt) -> bool:
    """Whether it says anything else than what is filed."""
    ballot, before = receipt.ballot, receipt.before
    return ballot is not None and (before is None or _by_entry(ballot) != _by_entry(before))


def to_file(receipt: Receipt) -> bool:
    """Whether it is to be filed: also if it says the same later, so that nothing in between takes its place."""
    ballot, before = receipt.ballot, receipt.before
    return ballot is not None and (changed(receipt) or (before is not None and ballot.exported != before.exported))


def _by_entry(ballot: Ballot | None) -> dict[str, tuple[dict[str, float], str, str]]:
    """What a ballot says, wherever it stands in the file."""
    return {s.entry: (dict(s.marks), s.comment, s.declined) for s in ballot.scores} if ballot else {}


def receipt_lines(receipt: Receipt, library: Library, words: Catalogue) -> Iterator[str]:
    """What there is to say of a file, in sentences."""
    name = printable(receipt.file)
    if receipt.ballot is None:
        yield words.text("judging.received.refused", file=name, count=len(receipt.refusals))
        yield from (f"  {refusal.text(words)}" for refusal in receipt.refusals)
        return
    competition = library.competitions[receipt.ballot.competition]
    judge = next(j for j in competition.judges if j.id == receipt.ballot.judge)
    params = {"file": name, "judge": printable(judge_name(judge, library)), "path": receipt.ballot.path}
    marked, declined = (sum(bool(s.declined) is back for s in receipt.ballot.scores) for back in (False, True))
    state = "same" if not changed(receipt) else "changed" if receipt.before else "new"
    yield words.text(f"judging.received.{state}", marked=marked, declined=declined, **params)
    yield from (f"  {printable(line)}" for line in _changes(receipt, library, competition, words))
    if receipt.opens:
        yield "  " + words.text("judging.received.early", day=receipt.opens)
    for kind in ("missing", "unfinished", "withdrawn"):
        codes: tuple[str, ...] = getattr(receipt, kind)
        if codes:
            text = words.text("judging.comma").join(codes)
            yield "  " + words.text(f"judging.received.{kind}", count=len(codes), codes=text)
    known = {entry for entry, (_, _, declined) in _by_entry(receipt.before).items() if declined}
    if back := [s for s in receipt.ballot.scores if s.declined and s.entry not in known]:
        yield "  " + words.text("judging.received.assign_again", count=len(back), name=competition.name)


def _changes(receipt: Receipt, library: Library, competition: Competition, words: Catalogue) -> Iterator[str]:
    """In what a ballot differs from the one before it, an entry a line."""
    if receipt.before is None:
        return
    before, after = _by_entry(receipt.before), _by_entry(receipt.ballot)
    for entry in sorted(before.keys() | after.keys(), key=lambda e: in_order(receipt.codes.get(e, e))):
        if before.get(entry) == after.get(entry):
            continue
        article = library.by_id.get(entry)
        params = {"code": receipt.codes.get(entry, entry), "title": article.title if article else entry}
        if entry not in before or entry not in after:
            yield words.text(f"judging.changes.{'added' if entry in after else 'dropped'}", **params)
        else:
            what = words.text("judging.comma").join(_differences(before[entry], after[entry], competition, words))
            yield words.text("judging.changes.entry", what=what, **params)


def _differences(
    before: tuple[Mapping[str, float], str, str],
    after: tuple[Mapping[str, float], str, str],
    competition: Competition,
    words: Catalogue,
) -> Iterator[str]:
    if after[2] and not before[2]:
        yield words.text("judging.changes.declined", reason=after[2])
        return
    names = {criterion.id: criterion.name for criterion in competition.criteria}
    for criterion in sorted(
        before[0].keys() | after[0].keys(), key=lambda c: (list(names).index(c) if c in names else 99, c)
    ):
        was, now = (f"{marks[criterion]:g}" if criterion in marks else "–" for marks in (before[0], after[0]))
        if was != now:
            yield words.text("judging.changes.mark", criterion=names.get(criterion) or criterion, was=was, now=now)
    if before[1] != after[1]:
        yield words.text("judging.changes.comment")
    if before[2] != after[2]:
        kind = "declined" if after[2] else "takes_part"
        yield words.text(f"judging.changes.{kind}", **({"reason": after[2]} if after[2] else {}))
