// Medians, ratios and columns.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

/** Median of the ratios round by round; nothing where either was not measured. */
export function ratio(values, others) {
  if (values[0] === undefined || others[0] === undefined) return ''
  return `${median(values.map((value, index) => value / others[index])).toFixed(2)}`
}

/** @param {string[][]} rows */
export function print(title, head, rows) {
  const lines = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  const shown = (line) => head.map((_, column) => (column === 0 ? (line[0] ?? '').padEnd(widths[0]) : (line[column] ?? '').padStart(widths[column]))).join('  ')
  console.log(`\n${title}\n${lines.map(shown).map((line) => line.trimEnd()).join('\n')}`)
}
