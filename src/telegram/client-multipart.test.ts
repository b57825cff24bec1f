import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { filesOf, multipartBody, type OpenFile } from './client-multipart.ts';

const csv = { file: 'object:a.csv', name: 'minuta «2026».csv', type: 'text/csv' };
const kept: OpenFile = async (file) =>
  file === csv.file ? { size: 6, content: Readable.from([Buffer.from('a,'), Buffer.from('b;\r\n')]) } : null;

describe('a call with files', () => {
  it('T8 sends each file beside the fields, which name it', async () => {
    const payload = { chat_id: 7, document: csv, caption: 'Ваши записи', reply_markup: { inline_keyboard: [] } };
    const files = filesOf({ method: 'sendDocument', payload });
    expect(files).toEqual([csv]);
    const body = await multipartBody(payload, files, kept);
    if (!body) throw new Error('the file is kept');
    const bytes = await buffer(body.content);
    expect(bytes.length).toBe(body.length);
    // Read by another hand than wrote it.
    const form = await new Response(bytes, { headers: { 'content-type': body.type } }).formData();
    expect(form.get('chat_id')).toBe('7');
    expect(form.get('document')).toBe('attach://file0');
    expect(form.get('caption')).toBe('Ваши записи');
    expect(form.get('reply_markup')).toBe('{"inline_keyboard":[]}');
    const sent = form.get('file0');
    if (!(sent instanceof File)) throw new Error('a file was sent');
    expect([sent.name, sent.type, await sent.text()]).toEqual(['minuta _2026_.csv', 'text/csv', 'a,b;\r\n']);
  });

  it('C2 finds files within the media of an edit, and nowhere else', async () => {
    const media = { type: 'photo', media: { file: 'object:a.csv', name: 'a.png', type: 'image/png' } };
    const payload = { chat_id: 7, message_id: 3, media };
    const files = filesOf({ method: 'editMessageMedia', payload });
    const body = await multipartBody(payload, files, kept);
    expect(files).toHaveLength(1);
    expect(String(body && (await buffer(body.content)))).toContain('"media":"attach://file0"');
    expect(filesOf({ method: 'sendMessage', payload: { document: csv } })).toEqual([]);
    expect(filesOf({ method: 'sendPhoto', payload: { photo: 'https://example.org/a.png' } })).toEqual([]);
  });

  it('T8 is not made where a file is no longer kept', async () => {
    const gone = { ...csv, file: 'object:gone.csv' };
    expect(await multipartBody({ document: gone }, [gone], kept)).toBeNull();
  });
});
