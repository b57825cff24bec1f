import { expect, test } from 'vitest';
import { parseMultipart } from './multipart.ts';

const parse = (lines: readonly (string | Buffer)[]): ReturnType<typeof parseMultipart> =>
  parseMultipart(
    Buffer.concat(lines.map((line) => Buffer.concat([Buffer.from(line), Buffer.from('\r\n')]))),
    'multipart/form-data; boundary=X+Y',
  );

test('fields and files come through, bytes and bare names with spaces included', async () => {
  const bytes = Buffer.from([0, 255, 13, 10, 128]);
  const form = await parse([
    '--X+Y',
    'content-disposition:form-data;name="chat_id"',
    '',
    '5',
    '--X+Y',
    'content-disposition:form-data;name="file";filename=отчёт за "ноябрь".csv',
    'content-type:application/octet-stream',
    '',
    bytes,
    '--X+Y--',
  ]);
  expect(form.fields).toEqual({ chat_id: '5' });
  expect(form.uploads.get('file')).toMatchObject({ name: 'отчёт за "ноябрь".csv', bytes });
});

test('a body that is none is refused as Telegram refuses', async () => {
  await expect(parse(['nonsense'])).rejects.toMatchObject({ status: 400 });
  await expect(parseMultipart(Buffer.from(''), 'multipart/form-data')).rejects.toMatchObject({ status: 400 });
});
