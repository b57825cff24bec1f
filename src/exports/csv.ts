import { formatDuration } from '../texts/format.ts';
import { columnNames } from '../texts/exports.ts';
import type { Language } from '../texts/language.ts';
import type { ExportFormat } from './format.ts';
import { cellsOf, columns, isoMoment, type Cell } from './rules/columns.ts';
import { csvRow } from '../platform/csv-row.ts';
import { plainText } from './rules/plain-text.ts';

/** A table for spreadsheets: UTF-8 with a byte order mark, without which they take Cyrillic for something else. */
export const csvFormat: ExportFormat = {
  extension: 'csv',
  type: 'text/csv; charset=utf-8',
  async *write({ language, now }, pages) {
    const names = columnNames[language];
    yield Buffer.from(`\uFEFF${csvRow(columns.map((column) => names[column]))}`);
    for await (const page of pages) {
      const rows = page.map((session) => {
        const cells = cellsOf(session, now);
        return csvRow(columns.map((column) => written(cells[column], language)));
      });
      yield Buffer.from(rows.join(''));
    }
  },
};

function written(cell: Cell, language: Language): string | number {
  switch (cell.kind) {
    case 'text':
      return plainText(cell.text);
    case 'moment':
      return isoMoment(cell.at);
    case 'seconds':
      return cell.seconds;
    case 'duration':
      return formatDuration(cell.seconds, language);
    case 'empty':
      return '';
    default:
      return cell satisfies never;
  }
}
