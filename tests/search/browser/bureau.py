"""The content that is searched here: a small bureau whose articles say what the tests ask for."""

from __future__ import annotations

from pathlib import Path

PEOPLE = "- {id: dengyu, name: 邓瑜, department: caiwu}\n- {id: wangfang, name: 王芳, department: keyan}\n"
DEPARTMENTS = "- {id: caiwu, name: 规划财务处}\n- {id: keyan, name: 科研处}\n"
TERMS = "- [黄芪, 北芪, 绵芪]\n"

VISITS = 23
"""Articles on visits to counties: enough for three pages of results."""

HUANGQI = """\
---
title: 黄芪种植与收购价格调查
authors: [dengyu]
date: 2026-09-01
summary: 五县黄芪种植户的收入和顾虑。
tags: [采购, 药材]
---

## 一、种植

{filler}

## 二、价格

北芪是当地的叫法，收购商写作<strong>黄</strong>耆或者黃芪，说的都是一味药。

| 县 | 价格 |
| --- | --- |
| 安澜 | 黄芪每公斤 38 元 |

<details><summary>附：问卷</summary>

您家今年种了多少绵芪？

</details>
"""
FOLDED = """\
---
title: 國家中醫藥管理局文件匯編
authors: [wangfang]
date: 2025-05-05
---

ＷＴＯ與傳統醫藥。
"""


def write_bureau(content: Path) -> None:
    """Write the content into a folder."""
    files = {
        "_data/people.yml": PEOPLE,
        "_data/departments.yml": DEPARTMENTS,
        "_data/terms.yml": TERMS,
        "books/bencao.md": "---\ntitle: 本草纲目\nauthor: 李时珍\nbatch: 2026-1\n---\n\n五十二卷。\n",
        "reports/2026/huangqi.md": HUANGQI.format(
            filler="\n\n".join(f"第 {n} 段说的是别的事情。" * 9 for n in range(40))
        ),
        "reports/2025/huibian.md": FOLDED,
        **dict(_visit(n) for n in range(VISITS)),
    }
    for name, text in files.items():
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _visit(n: int) -> tuple[str, str]:
    """Every third is a paper, years and authors take turns."""
    kind = "papers" if n % 3 == 0 else "reports"
    year, author = 2024 + n % 3, "dengyu" if n % 2 else "wangfang"
    head = f"---\ntitle: 走访记录之{n + 1}\nauthors: [{author}]\ndate: {year}-0{1 + n % 9}-11\ntags: [走访]\n---\n\n"
    return (
        f"{kind}/{year}/v{n:02}.md",
        head + f"第 {n + 1} 个县的中医院有针灸科{'，也有推拿室' if n % 4 == 0 else ''}。\n",
    )
