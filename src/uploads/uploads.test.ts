import { crc32, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it, test } from 'vitest';
import { z } from 'zod';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { startApi, type TestApi } from '../platform/http/testing.ts';
import { startBotApiStub, type BotApiStub } from '../telegram/client-testing.ts';
import { createTelegram, type Telegram } from '../telegram/client.ts';
import { openUploads, pictureOf, withPictures } from '../telegram/pictures.ts';
import { pictureType } from './rules/picture.ts';
import { uploadsRoutes } from './routes.ts';

const chunk = (type: string, data: Buffer) => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};

/** A picture of one grey pixel; `shade` makes it another one. */
function png(shade = 128): Buffer {
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixels = chunk('IDAT', deflateSync(Buffer.from([0, shade])));
  return Buffer.concat([signature, chunk('IHDR', header), pixels, chunk('IEND', Buffer.alloc(0))]);
}

test.each([
  ['a PNG', png(), 'image/png'],
  ['a JPEG', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(40)]), 'image/jpeg'],
  ['a GIF', Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(40)]), 'image/gif'],
  ['a WebP', Buffer.concat([Buffer.from('RIFF....WEBP'), Buffer.alloc(40)]), 'image/webp'],
  ['a page', Buffer.from(`<html><img src="a.png">${' '.repeat(40)}`), null],
  ['SVG', Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${' '.repeat(40)}`), null],
  ['half of a signature', png().subarray(0, 16), null],
  ['nothing', Buffer.alloc(0), null],
])('C4 %s is told by its content', (_, bytes, type) => {
  expect(pictureType(bytes)).toBe(type);
});

const photo = (address: string) => ({
  method: 'sendPhoto',
  payload: { chat_id: 1, photo: pictureOf(address), caption: 'Вот' },
});

describeOnBothEngines('pictures that are uploaded', (database) => {
  let api: TestApi;
  let stub: BotApiStub;
  let telegram: Telegram;
  const botId = 42;
  const view = z.object({ id: z.string(), photo_url: z.string(), type: z.string(), bytes: z.number() });

  beforeAll(async () => {
    const { queries } = database();
    api = await startApi({ queries, features: [uploadsRoutes({ queries })] });
    stub = await startBotApiStub();
    telegram = createTelegram({ token: '42:x', apiRoot: stub.apiRoot, openFile: openUploads(queries) });
  });
  afterAll(async () => {
    await api.close();
    await telegram.close();
    await stub.stop();
  });

  const send = (bytes: Uint8Array<ArrayBuffer>, name = 'picture.txt') => {
    const form = new FormData();
    form.append('file', new Blob([bytes]), name);
    return fetch(`${api.address}/api/v1/uploads`, {
      method: 'POST',
      body: form,
      headers: { 'x-test-scopes': 'config:write' },
    });
  };
  const upload = async (bytes: Buffer) => view.parse(await (await send(new Uint8Array(bytes))).json());

  it('C4 are kept once each, listed and given back', async () => {
    const first = await upload(png(1));
    expect(first).toMatchObject({ photo_url: `upload:${first.id}`, type: 'image/png', bytes: png(1).length });
    expect(await upload(png(1))).toEqual(first);
    const { body } = await api.call('/uploads?limit=1');
    expect(body).toMatchObject({ items: [first], next_cursor: null });
    const content = await fetch(`${api.address}/api/v1/uploads/${first.id}/content`, {
      headers: { 'x-test-scopes': 'config:read' },
    });
    expect(content.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await content.arrayBuffer()).equals(png(1))).toBe(true);
  });

  it('A3 are refused where they are no pictures, too large, or no form at all', async () => {
    expect((await send(new Uint8Array(Buffer.from('x'.repeat(100))), 'a.png')).status).toBe(422);
    expect((await send(new Uint8Array(11 * 1024 * 1024), 'a.png')).status).toBe(413);
    expect((await api.call('/uploads', { method: 'POST', body: { file: 'x' } })).status).toBe(415);
    expect((await api.call('/uploads', { method: 'POST' })).status).toBe(415);
    const empty = new FormData();
    empty.append('note', 'no file');
    const headers = { 'x-test-scopes': 'config:write' };
    const answer = await fetch(`${api.address}/api/v1/uploads`, { method: 'POST', body: empty, headers });
    expect(answer.status).toBe(422);
    expect((await api.call('/uploads/999/content')).status).toBe(404);
  });

  it('B4 go to Telegram once, and by Telegram’s own id from then on, in every process', async () => {
    const { photo_url: address } = await upload(png(2));
    stub.received.length = 0;
    stub.answer(() => ({ result: { message_id: 1, photo: [{ file_id: 'small' }, { file_id: 'large' }] } }));
    const { queries } = database();
    const [one, other] = [withPictures(telegram, { queries, botId }), withPictures(telegram, { queries, botId })];
    for (const pictures of [one, one, other])
      expect(await pictures.call(photo(address))).toMatchObject({ outcome: 'taken' });
    expect(stub.received[0]?.contentType).toMatch(/^multipart\/form-data/);
    expect(stub.received.slice(1).map(({ payload }) => payload['photo'])).toEqual(['large', 'large']);
  });

  it('B4 go again where Telegram has forgotten them, and in the place of another message', async () => {
    const { photo_url: address } = await upload(png(3));
    const { queries } = database();
    const pictures = withPictures(telegram, { queries, botId });
    stub.answer(() => ({ result: { message_id: 1, photo: [{ file_id: 'old' }] } }));
    await pictures.call(photo(address));
    stub.received.length = 0;
    stub.answer(({ contentType }) =>
      contentType === 'application/json'
        ? { error: 400, description: 'Bad Request: wrong remote file identifier specified' }
        : { result: { message_id: 1, photo: [{ file_id: 'new' }] } },
    );
    const media = { type: 'photo', media: pictureOf(address), caption: 'Вот' };
    const edit = { method: 'editMessageMedia', payload: { chat_id: 1, message_id: 5, media } };
    expect(await pictures.call(edit)).toMatchObject({ outcome: 'taken' });
    expect(stub.received).toHaveLength(2);
    stub.answer(() => ({ result: { message_id: 1 } }));
    await pictures.call(edit);
    expect(stub.received.at(-1)?.payload).toMatchObject({ media: { type: 'photo', media: 'new', caption: 'Вот' } });
  });

  it('C4 an address of a picture goes to Telegram as it is', () => {
    expect(pictureOf('https://example.org/a.png')).toBe('https://example.org/a.png');
  });
});
