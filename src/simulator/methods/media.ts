import type { Core } from '../core.ts';
import type { StoredFile } from '../files.ts';
import { imageSize } from '../image-size.ts';
import type { Params, Upload } from '../params.ts';
import { badRequest, Refusal } from '../refusal.ts';
import { checkedLink } from '../text/parse-html.ts';
import type { MessageContent } from '../wire.ts';

export type MediaKind = 'photo' | 'document';

const PHOTO_BYTES = 10 * 1024 * 1024;
export const UPLOAD_BYTES = 50 * 1024 * 1024;
/** For a photo given by address, whose size nobody here looks up. */
const UNKNOWN_SIDE = 512;

/**
 * The file a call sends: uploaded, sent before, or at an address.
 * @param given what stands in the call's field, or in `media` of an edit
 * @throws Refusal 400 or 413 with Telegram's words
 */
export function readMedia(
  kind: MediaKind,
  given: string | undefined,
  upload: Upload | undefined,
  core: Core,
): MessageContent {
  if (upload !== undefined) return describeFile(kind, keepUpload(kind, upload, core));
  if (given === undefined || given === '') throw badRequest(`there is no ${kind} in the request`);
  const known = core.files.find(given);
  if (known !== undefined) return describeFile(kind, known.file);
  const url = /^https?:/i.test(given) ? checkedLink(given) : undefined;
  if (url === undefined) throw badRequest('wrong file identifier/HTTP URL specified');
  return describeFile(kind, core.files.keepAddress(`${kind}s`, url));
}

export function readMediaField(kind: MediaKind, params: Params, core: Core): MessageContent {
  return readMedia(kind, params.text(kind), params.upload(kind), core);
}

function keepUpload(kind: MediaKind, upload: Upload, core: Core): StoredFile {
  if (upload.bytes.length === 0) throw badRequest('file must be non-empty');
  if (upload.bytes.length > UPLOAD_BYTES) throw new Refusal(413, 'Request Entity Too Large');
  if (kind === 'document') return core.files.keep('documents', upload);
  if (upload.bytes.length > PHOTO_BYTES) throw badRequest('file is too big');
  const size = imageSize(upload.bytes);
  if (size === undefined) throw badRequest('IMAGE_PROCESS_FAILED');
  if (size.width + size.height > 10_000) throw badRequest('PHOTO_INVALID_DIMENSIONS');
  return core.files.keep('photos', { ...upload, mime: size.mime }, { width: size.width, height: size.height });
}

function describeFile(kind: MediaKind, file: StoredFile): MessageContent {
  const common = { file_id: file.file_id, file_unique_id: file.file_unique_id, file_size: file.size };
  if (kind === 'document') return { document: { file_name: file.name, mime_type: file.mime, ...common } };
  return { photo: [{ ...common, width: file.width ?? UNKNOWN_SIDE, height: file.height ?? UNKNOWN_SIDE }] };
}
