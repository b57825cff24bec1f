import { createHash } from 'node:crypto';
import type { Queries } from '../platform/database/database.ts';
import { MAX_PICTURE_BYTES, pictureType } from './rules/picture.ts';
import { keepUpload, type Upload } from './store.ts';

export type AddUploadResult =
  | { readonly ok: true; readonly upload: Upload }
  | { readonly ok: false; readonly refusal: 'no_picture' | 'too_large' };

/** Keeps a picture, once: the same bytes have the same id. */
export async function addUpload(queries: Queries, content: Uint8Array): Promise<AddUploadResult> {
  if (content.length > MAX_PICTURE_BYTES) return { ok: false, refusal: 'too_large' };
  const type = pictureType(content);
  if (type === null) return { ok: false, refusal: 'no_picture' };
  const sha256 = createHash('sha256').update(content).digest();
  return { ok: true, upload: await keepUpload(queries, { sha256, type, content }) };
}
