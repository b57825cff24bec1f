import { columnNames, sheetNames } from '../texts/exports.ts';
import type { Language } from '../texts/language.ts';
import type { ExportFormat, ExportHeader } from './format.ts';
import { cellsOf, columns, type Cell, type Column, type ExportedSession } from './rules/columns.ts';
import { zip } from './zip.ts';

/**
 * A workbook (ECMA-376) of one sheet. Moments and durations are numbers that a spreadsheet can reckon with; a text is a
 * text, so nothing in it is ever run as a formula.
 */
export const xlsxFormat: ExportFormat = {
  extension: 'xlsx',
  type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  write: (header, pages) =>
    zip([
      { name: '[Content_Types].xml', content: part(contentTypes) },
      { name: '_rels/.rels', content: part(relations) },
      { name: 'xl/workbook.xml', content: part(workbook(header.language)) },
      { name: 'xl/_rels/workbook.xml.rels', content: part(workbookRelations) },
      { name: 'xl/styles.xml', content: part(styles) },
      { name: 'xl/worksheets/sheet1.xml', content: sheet(header, pages) },
    ]),
};

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const sheetMl = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const contentTypes = `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetMl}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${sheetMl}.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${sheetMl}.worksheet+xml"/></Types>`;
const relations = `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;
const workbookRelations = `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`;

/** What the styles of cells are called below: their places in `cellXfs`. */
const style = { heading: 1, moment: 2, duration: 3 } as const;
const styles = `<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/><numFmt numFmtId="165" formatCode="[h]:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

const widths: Readonly<Record<Column, number>> = {
  activity: 28,
  started: 20,
  finished: 20,
  seconds: 10,
  duration: 14,
  pauses: 12,
  zone: 20,
  id: 38,
};

function* part(xml: string): Generator<Uint8Array> {
  yield Buffer.from(declaration + xml);
}

function workbook(language: Language): string {
  return `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${sheetNames[language]}" sheetId="1" r:id="rId1"/></sheets></workbook>`;
}

async function* sheet(
  { language, now }: ExportHeader,
  pages: AsyncIterable<readonly ExportedSession[]>,
): AsyncGenerator<Uint8Array> {
  const cols = columns.map(
    (column, place) => `<col min="${place + 1}" max="${place + 1}" width="${widths[column]}" customWidth="1"/>`,
  );
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  const views = `<sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>`;
  const names = columns.map((column) => textCell(columnNames[language][column], style.heading));
  yield Buffer.from(
    `${declaration}<worksheet xmlns="${main}">${views}<cols>${cols.join('')}</cols><sheetData>${row(names)}`,
  );
  for await (const page of pages)
    yield Buffer.from(
      page
        .map((session) => {
          const cells = cellsOf(session, now);
          return row(columns.map((column) => written(cells[column])));
        })
        .join(''),
    );
  yield Buffer.from('</sheetData></worksheet>');
}

const row = (cells: readonly string[]): string => `<row>${cells.join('')}</row>`;

function written(cell: Cell): string {
  switch (cell.kind) {
    case 'text':
      return textCell(cell.text);
    case 'moment':
      return `<c s="${style.moment}"><v>${serial(cell.at.toPlainDateTime())}</v></c>`;
    case 'seconds':
      return `<c><v>${cell.seconds}</v></c>`;
    case 'duration':
      return `<c s="${style.duration}"><v>${cell.seconds / 86_400}</v></c>`;
    case 'empty':
      return '<c/>';
    default:
      return cell satisfies never;
  }
}

function textCell(text: string, cellStyle = 0): string {
  return `<c t="inlineStr" s="${cellStyle}"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`;
}

const dayZero = Temporal.PlainDate.from('1899-12-30');

/** Days since the spreadsheets' day zero, with the time as a part of a day: they know clocks, but no zones. */
function serial(clock: Temporal.PlainDateTime): number {
  const days = dayZero.until(clock.toPlainDate()).days;
  return days + (clock.hour * 3600 + clock.minute * 60 + clock.second) / 86_400;
}

/** Signs that XML has no way to write are left out; names have none, but old rows may. */
function escapeXml(text: string): string {
  const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\uFFFE\uFFFF]/gu, '')
    .replaceAll(/[&<>"]/g, (sign) => named[sign] ?? sign);
}
