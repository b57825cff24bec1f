import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { isRecord } from '../platform/is-record.ts';
import type { Call } from './call.ts';

/** Stands in a call's payload for a file that is kept here and goes along with the call. */
export interface FileReference {
  /** What the file is called among those that are kept, such as `object:exports/42/a.csv`. */
  readonly file: string;
  /** What the receiver sees, in ASCII: servers disagree about anything else. */
  readonly name: string;
  /** Its media type. */
  readonly type: string;
}

/** A file that is about to be sent. */
export interface OpenedFile {
  /** In bytes. */
  readonly size: number;
  readonly content: Readable;
}

/** Null where the file is no longer kept. */
export type OpenFile = (file: string) => Promise<OpenedFile | null>;

export interface MultipartBody {
  readonly type: string;
  readonly length: number;
  readonly content: Readable;
}

const none: readonly FileReference[] = [];

/** Methods whose payload may hold files; the payloads of all others are not looked through. */
const uploading = new Set(['sendDocument', 'sendPhoto', 'editMessageMedia']);

/** The files that go along with a call: in a field of its payload, or in a field of its `media`. */
export function filesOf(call: Call): readonly FileReference[] {
  if (!uploading.has(call.method)) return none;
  const { payload } = call;
  const { media } = payload;
  return [...Object.values(payload), ...(isRecord(media) ? Object.values(media) : [])].filter(isFileReference);
}

/**
 * A call with its files as `multipart/form-data`, read while it is sent. Each reference becomes `attach://…`, which the
 * Bot API takes wherever a file may stand.
 *
 * @returns null where one of the files is not kept any more.
 */
export async function multipartBody(
  payload: Readonly<Record<string, unknown>>,
  files: readonly FileReference[],
  open: OpenFile,
): Promise<MultipartBody | null> {
  const opened: OpenedFile[] = [];
  for (const { file } of files) {
    const one = await open(file);
    if (!one) {
      for (const { content } of opened) content.destroy();
      return null;
    }
    opened.push(one);
  }
  const boundary = `minuta-${randomUUID()}`;
  const attached = (value: unknown): unknown => {
    if (isFileReference(value)) return `attach://file${files.indexOf(value)}`;
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, attached(inner)]));
  };
  const fields = Object.entries(payload)
    .map(([name, value]) => [name, attached(value)] as const)
    .map(([name, value]) => field(boundary, name, typeof value === 'string' ? value : JSON.stringify(value)));
  const heads = files.map((file, place) => head(boundary, file, place));
  const end = Buffer.from(`--${boundary}--\r\n`);
  const length = [...fields, ...heads, end].reduce((sum, part) => sum + part.length, 0);

  async function* parts(): AsyncGenerator<Uint8Array> {
    yield* fields;
    for (const [place, { content }] of opened.entries()) {
      yield heads[place] ?? end;
      yield* content;
      yield lineEnd;
    }
    yield end;
  }
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    length: opened.reduce((sum, { size }) => sum + size + lineEnd.length, length),
    content: Readable.from(parts(), { objectMode: false }),
  };
}

const lineEnd = Buffer.from('\r\n');

function field(boundary: string, name: string, value: string): Buffer {
  return Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
}

function head(boundary: string, { name, type }: FileReference, place: number): Buffer {
  const shown = name.replaceAll(/[^\w.() -]/g, '_');
  const disposition = `content-disposition: form-data; name="file${place}"; filename="${shown}"`;
  return Buffer.from(`--${boundary}\r\n${disposition}\r\ncontent-type: ${type}\r\n\r\n`);
}

function isFileReference(value: unknown): value is FileReference {
  return (
    isRecord(value) &&
    typeof value['file'] === 'string' &&
    typeof value['name'] === 'string' &&
    typeof value['type'] === 'string' &&
    Object.keys(value).length === 3
  );
}
