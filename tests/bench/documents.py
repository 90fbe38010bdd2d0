"""Made-up Chinese documents, the same at every run: reports, papers, reflections on books, and a forum.

Their sentences are put together by chance from parts, so that words repeat as they do in an office's writing. A report
has about 3,000 characters.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

YEARS = tuple(range(2019, 2025))
"""All are past, so that what a build shows does not hang on the day."""
_KINDS = ("reports", "papers", "reflections", "reports", "papers", "forum")
_PEOPLE, _BOOKS, _POSTS_PER_THEME = 60, 12, 30

_DEPARTMENTS = ("办公室", "人事处", "医政处", "科教处", "规划财务处", "中药管理处", "基层服务处", "机关党委")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林"
_GIVEN = "明华芳敏静丽强磊军洋勇艳杰娟涛超兰霞平刚"
_PLACES = "东山县 清河区 平江市 石桥镇 青田乡 南溪县 北塘区 云岭州 长河市 白水镇 松原县 柳林乡".split()
_WHO = "中医馆 卫生院 中医医院 调研组 带教老师 社区医生 药材合作社 青年骨干 名老中医工作室 制剂室 培训基地 村医".split()
_HOW = "逐步 认真 普遍 重点 定期 率先 统筹 分批 主动 持续 初步 及时".split()
_DID = "推广 记录 整理 考核 改进 评估 建立 公开 落实 比较 复核 总结".split()
_WHAT = (
    "适宜技术目录 师承带教制度 黄芪和党参的种植规范 门诊病历书写要求 经络诊察的步骤 针灸推拿的操作流程 "
    "中药饮片的质量标准 家庭医生签约服务 国家中医药管理局的文件 药房的进货台账 治未病的健康宣教 古籍中的验方"
).split()
_THEN = (
    "群众的反映比过去好 就诊人次有了增长 费用没有上升 还缺少稳定的人员 办法可以供别处参考 数据尚须补充 "
    "与去年相比变化不大 下一步要看经费 年轻人愿意留下来 效果仍需两年才看得清"
).split()
_HEADINGS = "基本情况 主要做法 存在问题 原因分析 几点建议".split()
_TOPICS = "基层服务 人才培养 中药质量 师承教育 科研方法 文化传播 信息化 医保支付".split()
_TITLES = {"reports": "{place}{what}的调查", "papers": "{what}的研究：以{place}为例", "reflections": "读《{book}》有感"}
_CLASSICS = "内经 难经 伤寒论 金匮要略 神农本草经 脉经 针灸甲乙经 千金方 本草纲目 温病条辨 医林改错 景岳全书".split()


def write_documents(content: Path, count: int) -> tuple[int, ...]:
    """Write ``count`` documents, and the people, books and themes that they name; give the years of the documents."""
    _write_lists(content)
    made = range(count)
    for number in made:
        if _KINDS[number % len(_KINDS)] != "forum":
            _write(content / f"{_place(number, count)}.md", _article(number, count))
    for number, post in enumerate(n for n in made if _KINDS[n % len(_KINDS)] == "forum"):
        _write_post(content, number, random.Random(post))
    return tuple(sorted({_year(n, count) for n in made if _KINDS[n % len(_KINDS)] != "forum"}))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _write_lists(content: Path) -> None:
    people = (
        f"- {{id: p{n:02}, name: {_SURNAMES[n % 16]}{_GIVEN[n % 20]}{_GIVEN[n * 7 % 19]}, department: d{n % 8}}}\n"
        for n in range(_PEOPLE)
    )
    departments = (f"- {{id: d{n}, name: {name}}}\n" for n, name in enumerate(_DEPARTMENTS))
    _write(content / "index.md", "---\ntitle: 学习园地\n---\n\n欢迎来到学习园地。\n")
    _write(content / "_data" / "people.yml", "".join(people))
    _write(content / "_data" / "departments.yml", "".join(departments))
    _write(content / "_data" / "terms.yml", "- [黄芪, 黄耆]\n- [党参, 上党人参]\n")
    for n, name in enumerate(_CLASSICS[:_BOOKS]):
        head = f"title: {name}\nauthor: 佚名\nbatch: {YEARS[0]}-1\nrecommended_by: d{n % 8}\nreason: 源头之作。\n"
        _write(content / "books" / f"b{n:02}.md", f"---\n{head}---\n\n先读前二十篇。\n")


def _year(number: int, count: int) -> int:
    return YEARS[number * len(YEARS) // count]


def _place(number: int, count: int) -> str:
    return f"{_KINDS[number % len(_KINDS)]}/{_year(number, count)}/a{number:06}"


def _article(number: int, count: int) -> str:
    """One document with sections, a list, a table, and a link to an earlier one of its kind."""
    kind, chance = _KINDS[number % len(_KINDS)], random.Random(number)
    book = chance.randrange(_BOOKS)
    authors = sorted(f"p{n:02}" for n in chance.sample(range(_PEOPLE), chance.choice((1, 1, 2))))
    title = _TITLES[kind].format(place=chance.choice(_PLACES), what=chance.choice(_WHAT), book=_CLASSICS[book])
    day = dt.date(_year(number, count), 1, 1) + dt.timedelta(days=chance.randrange(350))
    head = {
        "title": f"{title}（{number + 1}）",
        "authors": f"[{', '.join(authors)}]",
        "date": str(day),
        "tags": f"[{', '.join(chance.sample(_TOPICS, 2))}]",
        "summary": _sentence(chance),
    }
    if kind == "reflections":
        head["book"] = f"b{book:02}"
    lines = "".join(f"{key}: {value}\n" for key, value in head.items())
    return f"---\n{lines}---\n\n" + "\n\n".join(_body(number, count, chance)) + "\n"


def _body(number: int, count: int, chance: random.Random) -> Iterator[str]:
    for part, heading in enumerate(_HEADINGS):
        yield f"## {heading}"
        for _ in range(3):
            yield "".join(_sentence(chance) for _ in range(chance.randint(4, 8)))
        if part == 0 and number >= 2 * len(_KINDS):
            yield f"参见[以前的一篇](../../{_place(number - 2 * len(_KINDS), count)}.md)，那里**说得更细**。"
        if part == 1:
            rows = (f"| {place} | {chance.randrange(20, 90)} |" for place in chance.sample(_PLACES, 5))
            yield "\n".join(("| 地方 | 家数 |", "| --- | --- |", *rows))
        if part == 4:
            yield "\n".join(f"- {_sentence(chance)}" for _ in range(4))


def _sentence(chance: random.Random) -> str:
    parts = (_PLACES, _WHO, _HOW, _DID, _WHAT)
    return "".join(chance.choice(words) for words in parts) + f"，{chance.choice(_THEN)}。"


def _write_post(content: Path, number: int, chance: random.Random) -> None:
    """One post of the forum, and the theme with its first. Two in three answer an earlier post of their theme."""
    theme, place = divmod(number, _POSTS_PER_THEME)
    folder = content / "forum" / f"t{theme:04}"
    opens = dt.datetime(YEARS[theme % len(YEARS)], 3, 1, 9)
    if place == 0:
        closes = opens.date() + dt.timedelta(days=60)
        title = f"专题{theme + 1}：{chance.choice(_TOPICS)}怎么办"
        head = f"title: {title}\nhost: d{theme % 8}\nopens: {opens.date()}\ncloses: {closes}\n"
        _write(folder / "index.md", f"---\n{head}---\n\n请谈谈看法。\n")
    head = (
        f"authors: [p{chance.randrange(_PEOPLE):02}]\ndate: {opens + dt.timedelta(hours=30 * place):%Y-%m-%d %H:%M}\n"
    )
    if place % 3:
        head += f'reply_to: "{chance.randrange(place):03}"\n'
    _write(folder / f"{place:03}.md", f"---\n{head}---\n\n" + "".join(_sentence(chance) for _ in range(3)) + "\n")
