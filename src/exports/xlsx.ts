import { columnNames, sheetNames } from '../texts/exports.ts';
import type { Language } from '../texts/language.ts';
import type { ExportFormat, ExportHeader } from './format.ts';
import { cellsOf, columns, type Cell, type Column, type ExportedSession } from './rules/columns.ts';
import { takeInTurn, type Turns } from './take-in-turn.ts';
import { zip, type ZipEntry } from './zip.ts';

/** Sessions on one sheet: what spreadsheets can show (1,048,576 rows), without the headings. */
const sheetRows = 1_048_575;

/**
 * A workbook (ECMA-376) of as many sheets as it takes. Moments and durations are numbers that a spreadsheet can reckon
 * with; a text is a text, so nothing in it is ever run as a formula.
 *
 * @param rows sessions on one sheet; another value is for tests.
 */
export function createXlsxFormat(rows = sheetRows): ExportFormat {
  return {
    extension: 'xlsx',
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: (header, pages) => zip(parts(header, takeInTurn(pages), rows)),
  };
}

/** The sheets come first: only behind them is known how many they are. */
async function* parts(header: ExportHeader, sessions: Turns<ExportedSession>, rows: number): AsyncGenerator<ZipEntry> {
  yield { name: '_rels/.rels', content: part(relations) };
  yield { name: 'xl/styles.xml', content: part(styles) };
  let count = 0;
  do {
    count += 1;
    yield { name: `xl/worksheets/sheet${count}.xml`, content: sheet(header, sessions.take(rows)) };
  } while (!(await sessions.isOver()));
  const sheets = Array.from({ length: count }, (_, place) => place + 1);
  yield { name: 'xl/workbook.xml', content: part(workbook(sheets, header.language)) };
  yield { name: 'xl/_rels/workbook.xml.rels', content: part(workbookRelations(sheets)) };
  yield { name: '[Content_Types].xml', content: part(contentTypes(sheets)) };
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const sheetMl = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const relations = `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

function contentTypes(sheets: readonly number[]): string {
  const ofSheets = sheets.map(
    (place) => `<Override PartName="/xl/worksheets/sheet${place}.xml" ContentType="${sheetMl}.worksheet+xml"/>`,
  );
  return `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetMl}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${sheetMl}.styles+xml"/>${ofSheets.join('')}</Types>`;
}

function workbookRelations(sheets: readonly number[]): string {
  const toSheets = sheets.map(
    (place) => `<Relationship Id="rId${place}" Type="${office}/worksheet" Target="worksheets/sheet${place}.xml"/>`,
  );
  return `<Relationships xmlns="${packages}/relationships">${toSheets.join('')}<Relationship Id="styles" Type="${office}/styles" Target="styles.xml"/></Relationships>`;
}

function workbook(sheets: readonly number[], language: Language): string {
  const name = (place: number): string => (place === 1 ? sheetNames[language] : `${sheetNames[language]} ${place}`);
  const list = sheets.map((place) => `<sheet name="${name(place)}" sheetId="${place}" r:id="rId${place}"/>`);
  return `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${list.join('')}</sheets></workbook>`;
}

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
