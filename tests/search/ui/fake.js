// An engine without an index: what the interface is made and looked at with.

const TITLES = ["黄芪种植与收购价格调查", "县级中医院名老中医工作室三年", "基层中医馆的处方从哪里来", "一件采购要走多少天", "读《大医精诚》"];
const KINDS = ["reports", "papers", "reflections"];
const DEPARTMENTS = ["医政处", "科研处", "规划财务处"];

const ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"};

function escapedText(text) {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character]);
}

function withMarks(text, words) {
  return words.reduce((html, word) => html.split(escapedText(word)).join("<mark>" + escapedText(word) + "</mark>"), escapedText(text));
}

function fakeResult(n, words) {
  const title = TITLES[n % TITLES.length];
  return {
    id: "reports/2026/fake-" + n,
    url: "reports/2025/caigou-liucheng/",
    title: title,
    titleHtml: withMarks(title, words),
    excerpt: withMarks("……把 2024 年的采购逐件列出，从提出到验收，中位数 87 天，真正在招标的只有 21 天。" + words.join("与") + "在各县的情况差得很远……", words),
    kind: KINDS[n % KINDS.length],
    date: n % 4 === 3 ? "" : "2026-0" + (1 + (n % 9)) + "-1" + (n % 9),
    authors: n % 3 ? ["邓瑜"] : ["邓瑜", "王芳"],
    department: DEPARTMENTS[n % DEPARTMENTS.length],
    words: words,
    missing: n === 4 ? ["道地药材"] : [],
  };
}

function fakeFacets() {
  const values = (list) => list.map((label, n) => ({value: label, label: label, count: 1234 >> (n * 2)}));
  return {
    kind: [{value: "reports", label: "调研报告", count: 14}, {value: "papers", label: "论文", count: 9}],
    year: values(["2026", "2024", "2025"]),
    department: values(DEPARTMENTS),
    author: values(["邓瑜", "王芳", "李时", "赵敏", "钱一", "孙二", "周三", "吴四", "郑五", "冯六"]),
    tag: values(["采购", "财政", "基层"]),
  };
}

export function createEngine(base) {
  let broken = 0;
  function search(query, options) {
    const asked = options || {};
    if (query.includes("坏") && broken++ === 0) return Promise.reject(new Error("no index at " + base));
    const words = query.split(/\s+/).filter(Boolean);
    if (query.includes("无")) return Promise.resolve(emptyAnswer(words, asked));
    const total = query.includes("一") ? 1 : 37;
    const results = [];
    for (let n = asked.offset || 0; n < Math.min(total, (asked.offset || 0) + (asked.limit || 10)); n++) results.push(fakeResult(n, words));
    const notes = query.includes("黄芪") ? [{type: "synonyms", words: ["黄耆", "绵芪"]}, {type: "partial"}] : [];
    return Promise.resolve({total: total, results: results, facets: fakeFacets(), notes: notes});
  }
  function emptyAnswer(words, asked) {
    const totals = ["kind", "year"].filter((name) => asked[name]).map((name) => ({name: name, value: asked[name], total: 12}));
    const notes = [
      {type: "none", searched: words, nearest: [{text: "黄芪", query: "黄芪", total: 12}, {text: "黄精", query: "黄精", total: 3}]},
      {type: "dropped", totals: totals},
    ];
    return {total: 0, results: [], facets: {kind: [], year: [], department: [], author: [], tag: []}, notes: totals.length ? notes : notes.slice(0, 1)};
  }
  function suggest(text) {
    if (text.includes("坏") && broken === 0) return Promise.reject(new Error("no index"));
    if (text.includes("无")) return Promise.resolve([]);
    return Promise.resolve([
      {type: "title", text: TITLES[0], html: withMarks(TITLES[0], [text]), url: "reports/2025/caigou-liucheng/", kind: "reports"},
      {type: "person", text: "邓瑜", html: "邓瑜", url: "people/dengyu/", department: "规划财务处"},
      {type: "tag", text: "采购", html: "采购", url: "tags/%E9%87%87%E8%B4%AD/", count: 3},
    ]);
  }
  function findMatches(text, words) {
    const found = [];
    for (const word of words) for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) found.push([at, at + word.length]);
    found.sort((a, b) => a[0] - b[0]);
    return Promise.resolve(found.filter((match, n) => n === 0 || match[0] >= found[n - 1][1]));
  }
  return {search: search, suggest: suggest, findMatches: findMatches};
}
