// Words of the interface: blanks filled, dates, lists and numbers as the language writes them.

export function fillWords(text, values) {
  return text.replace(/\{(\w+)\}/g, (blank, name) => (Object.keys(values).includes(name) ? String(values[name]) : blank));
}

// 2026-03-01 as the language writes it; anything else stays as it is.
export function dayWords(date, words) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date);
  if (!parts) return date;
  return fillWords(words.day, {year: parts[1], month: Number(parts[2]), day: Number(parts[3])});
}

export function listWords(list, words) {
  return list.join(words.comma);
}

export function groupedNumber(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}
