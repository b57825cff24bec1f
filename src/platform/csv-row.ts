/**
 * A row of a table as RFC 4180 has it. A text that a spreadsheet would run as a formula gets an apostrophe in front.
 *
 * Written here, because the library for it puts rows together from pieces that lie about in memory until they are
 * collected: a million rows took 50 MB more.
 *
 * Source: https://www.rfc-editor.org/rfc/rfc4180
 */
export function csvRow(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => (typeof cell === 'number' ? String(cell) : quoted(harmless(cell)))).join(',')}\r\n`;
}

function harmless(text: string): string {
  return /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
