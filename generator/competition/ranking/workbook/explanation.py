"""The sheet that explains the others: rules, method, remarks."""

from __future__ import annotations

import generator
from generator.competition.ranking.standings import Standings
from generator.competition.ranking.wording import (
    method_name,
    note_lines,
    printable,
    quota_words,
    rule_lines,
    tie_words,
    title_words,
)
from generator.competition.ranking.workbook.cells import Sheet, sheet_name, titled
from generator.messages import Catalogue


def explanation_sheet(standings: Standings, words: Catalogue) -> Sheet:
    """What the ranking is of, the rules that it follows, and what must be known before it is used."""
    prizes = [(printable(c.name), quota_words(c, words)) for c in standings.categories]
    items = [
        ("competition", title_words(standings, words)),
        ("entries", str(len(standings.entries))),
        ("judges", str(len(standings.judges))),
        ("marks", str(sum(len(standing.marks) for standing in standings.entries))),
        ("method", method_name(standings.method, words)),
        *((("reliability", f"{standings.reliability.share:.2f}"),) if standings.reliability else ()),
        *(("prizes", "：".join(filter(None, prize))) for prize in prizes),
        *(("note", line) for line in note_lines(standings, words)),
        *(("rule", line) for line in rule_lines(standings, words)),
        ("tie_rule", tie_words(standings, words)),
        ("formulas", words.text("competition.formulas")),
        ("input_hash", standings.input_hash),
        ("version", words.text("competition.program", version=generator.__version__)),
    ]
    columns = (titled(words, "item", 16), titled(words, "content", 100, "wrapped"))
    rows = tuple((words.text(f"competition.items.{key}"), text) for key, text in items)
    return Sheet(sheet_name(words, "notes"), columns, rows)
