import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { csvFormat } from './csv.ts';
import type { ExportFormat } from './format.ts';
import { jsonFormat } from './json.ts';
import type { ExportedSession } from './rules/columns.ts';
import { createXlsxFormat } from './xlsx.ts';
import { unzip } from './zip-testing.ts';
import { zip } from './zip.ts';

const now = Temporal.Instant.from('2026-11-22T12:00:00Z');
const header = {
  userId: '42',
  telegramId: '70000000007',
  language: 'ru',
  timeZone: 'Europe/Moscow',
  from: null,
  to: null,
  now,
} as const;

const session = (activity: string, rest: Partial<ExportedSession> = {}): ExportedSession => ({
  id: '019ac5b2-5c80-7a1b-8f3e-2d4c6b8a0f11',
  activity,
  startedAt: Temporal.Instant.from('2026-11-22T11:05:00Z'),
  finishedAt: Temporal.Instant.from('2026-11-22T11:42:00Z'),
  duration: 1920,
  segments: [
    { from: Temporal.Instant.from('2026-11-22T11:05:00Z'), to: Temporal.Instant.from('2026-11-22T11:17:00Z') },
    { from: Temporal.Instant.from('2026-11-22T11:22:00Z'), to: Temporal.Instant.from('2026-11-22T11:42:00Z') },
  ],
  timeZone: 'Europe/Moscow',
  ...rest,
});
const running = session('Спорт', {
  startedAt: Temporal.Instant.from('2026-11-22T11:50:00Z'),
  finishedAt: null,
  duration: 600,
  segments: [{ from: Temporal.Instant.from('2026-11-22T11:50:00Z'), to: null }],
  timeZone: 'Asia/Tokyo',
});

async function* pagesOf(pages: readonly (readonly ExportedSession[])[]) {
  yield* pages;
}
const write = (format: ExportFormat, ...pages: readonly ExportedSession[][]): Promise<Buffer> =>
  buffer(Readable.from(format.write(header, pagesOf(pages))));

describe('an export as a table', () => {
  it('T8 has a byte order mark, names in the person’s language and times in the session’s zone', async () => {
    const text = String(await write(csvFormat, [session('Чтение')], [running]));
    expect(text.split('\r\n')).toEqual([
      '\uFEFFАктивность,Начало,Конец,Секунд,Длительность,Паузы,Часовой пояс,Номер',
      `Чтение,2026-11-22T14:05:00+03:00,2026-11-22T14:42:00+03:00,1920,32 мин,5 мин,Europe/Moscow,${running.id}`,
      `Спорт,2026-11-22T20:50:00+09:00,,600,10 мин,0 с,Asia/Tokyo,${running.id}`,
      '',
    ]);
  });

  it('T8 neutralises what a spreadsheet would run as a formula', async () => {
    for (const name of ['=1+1', '+1', '-1', '@SUM(A1)', '＝1', '\tx', '\rx']) {
      const [, row = ''] = String(await write(csvFormat, [session(name)])).split(/\r\n(?=["'])/);
      expect(row.replace(/^"/, '').startsWith(`'${name}`)).toBe(true);
    }
    const quoted = String(await write(csvFormat, [session('a "b", c')]));
    expect(quoted).toContain('"a ""b"", c",2026');
  });

  it('T8 neutralises it wherever a table that is cut at other signs begins a cell', async () => {
    for (const [name, shown] of [
      ['a;=1+1', "a;'=1+1"],
      ['a;  @SUM(A1)', "a;  '@SUM(A1)"],
      ['a\t=1', "a\t'=1"],
      ['a|+1', "a|'+1"],
      [' =1', " '=1"],
      ['C++; C#', 'C++; C#'],
      ['9-18; 2+2=4', '9-18; 2+2=4'],
    ] as const)
      expect(String(await write(csvFormat, [session(name)]))).toContain(`\r\n${shown},2026`);
    expect(String(await write(csvFormat, [session('",=1+1,"')]))).toContain(`""",'=1+1,""",2026`);
    expect(String(await write(csvFormat, [session('"=1+1')]))).toContain(`"""'=1+1",2026`);
  });
});

const readJson = async (...pages: readonly ExportedSession[][]): Promise<unknown> =>
  JSON.parse(String(await write(jsonFormat, ...pages)));

describe('an export for programs', () => {
  it('T8 is one document, whatever the pages', async () => {
    expect(await readJson()).toMatchObject({ minuta_export: 1, user: { id: '42' }, sessions: [] });
    expect(await readJson([])).toMatchObject({ sessions: [] });
    expect(await readJson([session('"a"')], [], [session('b'), running])).toMatchObject({
      exported_at: '2026-11-22T12:00:00Z',
      sessions: [
        { activity: '"a"', started_at: '2026-11-22T14:05:00+03:00', duration: 1920 },
        { activity: 'b' },
        { activity: 'Спорт', finished_at: null, segments: [{ from: '2026-11-22T20:50:00+09:00', to: null }] },
      ],
    });
  });
});

async function* broken() {
  yield [running];
  throw new Error('broken on purpose');
}

describe('an export as a workbook', () => {
  it('T8 has moments and durations as numbers with a form, and texts that are no formulas', async () => {
    const files = unzip(await write(createXlsxFormat(), [session('=HYPERLINK("http://x")<b>&\u0007')], [running]));
    expect([...files.keys()]).toContain('[Content_Types].xml');
    const sheet = files.get('xl/worksheets/sheet1.xml') ?? '';
    // 22 November 2026 is day 46348, and 14:05 of it.
    expect(sheet).toContain(`<c s="2"><v>${46348 + (14 * 60 + 5) / 1440}</v></c>`);
    expect(sheet).toContain(`<c s="3"><v>${1920 / 86_400}</v></c>`);
    expect(sheet).toContain('=HYPERLINK(&quot;http://x&quot;)&lt;b&gt;&amp;</t>');
    expect(sheet).not.toContain('<f>');
    expect(sheet.match(/<row>/g)).toHaveLength(3);
  });

  it('T8 goes on on further sheets where one is full', async () => {
    const pages = [[session('a'), session('b')], [session('c')], [], [session('d'), session('e')]];
    const files = unzip(await write(createXlsxFormat(2), ...pages));
    const rows = [1, 2, 3].map((place) => files.get(`xl/worksheets/sheet${place}.xml`)?.match(/<row>/g)?.length);
    expect(rows).toEqual([3, 3, 2]);
    expect(files.get('xl/workbook.xml')).toContain('<sheet name="Сессии 3" sheetId="3" r:id="rId3"/></sheets>');
    expect([...files.keys()].filter((name) => name.includes('sheet'))).toHaveLength(3);
    expect([...unzip(await write(createXlsxFormat(2))).keys()]).toContain('xl/worksheets/sheet1.xml');
  });

  it('T8 is readable beyond 4 GB, where places need more bytes', async () => {
    const entries = ['a', 'b', 'c'].map((name) => ({ name, content: [Buffer.from(name.repeat(1000))] }));
    const archive = await buffer(Readable.from(zip(entries, 50)));
    expect([...unzip(archive)]).toEqual(['a', 'b', 'c'].map((name) => [name, name.repeat(1000)]));
  });

  it('T8 that fails half way fails to whoever writes it down', async () => {
    await expect(buffer(Readable.from(createXlsxFormat().write(header, broken())))).rejects.toThrow(
      'broken on purpose',
    );
  });
});
