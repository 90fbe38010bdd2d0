"""The check of entries as JSON, for other programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from generator.competition.contenders import contender
from generator.competition.entries.examination import Examination, Examined
from generator.competition.entries.similarity import Overlap
from generator.messages import Catalogue


def json_record(examination: Examination, words: Catalogue) -> str:
    """Everything that was found; docs/reference/formats.md describes the keys."""
    record = {
        "competition": examination.competition.name,
        "needs_action": examination.mends,
        "entries": [_entry(examined, examination, words) for examined in examination.entries],
    }
    return json.dumps(record, ensure_ascii=False, indent=2)


def _entry(examined: Examined, examination: Examination, words: Catalogue) -> dict[str, Any]:
    entry, history = examined.entry, examined.entry.history
    shown = contender(entry, examination.library, examination.competition)
    return {
        "id": entry.id,
        "title": entry.title,
        "authors": list(shown.authors),
        "department": shown.department,
        "characters": entry.body.characters,
        "created": history.created.isoformat() if history else None,
        "updated": history.updated.isoformat() if history else None,
        "needs_action": examined.mends,
        "findings": [
            {"kind": f.kind, "lines": list(f.lines), "mend": f.mend, "message": f.text(words), "hint": f.remedy(words)}
            for f in examined.findings
        ],
        "shared": examined.similarity.characters,
        "share": round(examined.similarity.share, 4),
        "sources": [_source(overlap, examined) for overlap in examined.similarity.overlaps],
    }


def _source(overlap: Overlap, examined: Examined) -> dict[str, Any]:
    return {
        "id": overlap.source,
        "own": overlap.source in examined.own,
        "shared": overlap.characters,
        "share": round(overlap.share, 4),
        "passages": [asdict(passage) for passage in overlap.passages],
    }
