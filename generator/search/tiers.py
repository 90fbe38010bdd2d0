"""How far from the beginning of an answer an article stands by where something was found in it.

What was typed as it stands in a title comes first, then what somebody of that name wrote, then text in headings and
bodies. Letters may be pinyin. Whoever spells two syllables or more out means the Chinese word, so the names that are
read so come before headings and bodies in which the letters happen to stand. Initials and single syllables (zyy, drg,
can) may as well be letters: where many texts hold them, these are meant; where few do, the names follow at once.

themes/search/tiers.js has the same numbers.
"""

from __future__ import annotations

WHOLE_TITLE, TITLE, AUTHOR, SPELLED, LEAD, BODY, SHORTENED = -1, 0, 1, 2, 6, 7, 8
"""What was typed is the title; stands in it; is an author's name; a name is read so, spelled out; it stands in headings
or summary; in the body; a name is read so, by initials or a single syllable."""
ZONE_TIERS = TITLE, LEAD, BODY
"""By zone."""
NAME_OF_TITLE, PART_OF_TITLE, BOOK, PERSON_OR_TAG = range(4)
"""What is added to SPELLED and SHORTENED by which name is read so."""
