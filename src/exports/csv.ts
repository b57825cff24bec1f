import { stringify } from 'csv-stringify/sync';
import { formatDuration } from '../texts/format.ts';
import { columnNames } from '../texts/exports.ts';
import type { Language } from '../texts/language.ts';
import type { ExportFormat } from './format.ts';
import { cellsOf, columns, isoMoment, type Cell } from './rules/columns.ts';
import { plainText } from './rules/plain-text.ts';

/** A table for spreadsheets: UTF-8 with a byte order mark, without which they take Cyrillic for something else. */
export const csvFormat: ExportFormat = {
  extension: 'csv',
  type: 'text/csv; charset=utf-8',
  async *write({ language, now }, pages) {
    const names = columnNames[language];
    yield Buffer.from(stringify([columns.map((column) => names[column])], { ...options, bom: true }));
    for await (const page of pages) {
      const rows = page.map((session) => {
        const cells = cellsOf(session, now);
        return columns.map((column) => written(cells[column], language));
      });
      yield Buffer.from(stringify(rows, options));
    }
  },
};

/** What a spreadsheet would run as a formula gets an apostrophe in front; see `plainText` for more of it. */
const options = { escape_formulas: true, record_delimiter: 'windows' } as const;

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
