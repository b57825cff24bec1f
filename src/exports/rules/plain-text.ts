/**
 * A text in which no spreadsheet finds a formula further on. Where the table is cut at other signs than the ones it was
 * written with (a semicolon in half of Europe, a tab when pasted), a new cell begins in the middle of a name, and what
 * begins with `=` there would be run.
 */
export function plainText(text: string): string {
  return text.replaceAll(/(^\s+|[;,|\t\r\n"']\s*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g, "$1'");
}
