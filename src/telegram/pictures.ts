import { Readable } from 'node:stream';
import type { Queries } from '../platform/database/database.ts';
import { readUploadAddress } from '../uploads/rules/picture.ts';
import { forgetFileId, keepFileId, readFileId, readUpload } from '../uploads/store.ts';
import type { Call, CallResult } from './call.ts';
import { filesOf, type FileReference, type OpenFile } from './client-multipart.ts';
import type { Telegram } from './client.ts';
import { sentPhoto } from './sent-message.ts';

/** A picture of a configuration as a call names it: an address as it is, an upload as a file that goes along. */
export function pictureOf(address: string): string | FileReference {
  // Telegram looks at the content; its name and type are there because a form has them.
  return readUploadAddress(address) === null
    ? address
    : { file: address, name: 'picture', type: 'application/octet-stream' };
}

/** Opens uploads by their address; null for any other, and for one that is gone. */
export function openUploads(queries: Queries): OpenFile {
  return async (file) => {
    const id = readUploadAddress(file);
    const upload = id === null ? null : await readUpload(queries, id);
    return upload && { size: upload.content.length, content: Readable.from([upload.content]) };
  };
}

/** Telegram's words for an id that means nothing to it any more. */
const forgotten = /wrong (remote )?file|file_id|file reference|file identifier/i;

/**
 * Sends each uploaded picture once: Telegram keeps what it was sent under an id of its own, which is good for this bot
 * alone. The id is remembered for every process, and forgotten when Telegram has forgotten it.
 */
export function withPictures(
  telegram: Pick<Telegram, 'call'>,
  { queries, botId }: { readonly queries: Queries; readonly botId: number },
): Pick<Telegram, 'call'> {
  const known = new Map<number, string>();

  const idOf = async (upload: number): Promise<string | null> => {
    const id = known.get(upload) ?? (await readFileId(queries, botId, upload));
    if (id !== null) known.set(upload, id);
    return id;
  };
  const remember = async (upload: number, { result }: Extract<CallResult, { outcome: 'taken' }>): Promise<void> => {
    const id = sentPhoto(result);
    if (id === null) return;
    known.set(upload, id);
    await keepFileId(queries, botId, upload, id);
  };

  const callWithUpload = async (
    upload: number,
    call: Call,
    options: Parameters<Telegram['call']>[1],
  ): Promise<CallResult> => {
    const id = await idOf(upload);
    if (id !== null) {
      const result = await telegram.call(withFileId(call, id), options);
      if (result.outcome !== 'refused' || !forgotten.test(result.description)) return result;
      known.delete(upload);
      await forgetFileId(queries, botId, upload);
    }
    // Only of a call with a tag is the result read.
    const { method, payload, tag = 'picture' } = call;
    const result = await telegram.call({ method, payload, tag }, options);
    if (result.outcome === 'taken') await remember(upload, result);
    return result;
  };

  return {
    call(call, options) {
      const upload = uploadIn(call);
      return upload === null ? telegram.call(call, options) : callWithUpload(upload, call, options);
    },
  };
}

function uploadIn(call: Call): number | null {
  const [file] = filesOf(call);
  return file ? readUploadAddress(file.file) : null;
}

function withFileId(call: Call, id: string): Call {
  const { media } = call.payload;
  const payload =
    call.method === 'editMessageMedia' && typeof media === 'object'
      ? { ...call.payload, media: { ...media, media: id } }
      : { ...call.payload, photo: id };
  return { ...call, payload };
}
