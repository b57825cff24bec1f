import { badRequest } from './refusal.ts';
import type { Upload } from './params.ts';

/** A body of several parts: plain fields and files, by name. */
export class Multipart {
  readonly fields: Record<string, unknown> = {};
  readonly uploads = new Map<string, Upload>();
}

/**
 * A part's head with the file's name as grammY writes it: without quotes, whatever signs are in it. Telegram takes it so;
 * parsers that keep to the letter end the name at its first space.
 */
const bareFileName = (boundary: string): RegExp =>
  new RegExp(
    `(--${RegExp.escape(boundary)}\\r\\ncontent-disposition:[^\\r\\n]*;\\s*filename=)([^"\\r\\n][^\\r\\n]*)`,
    'gi',
  );

/** @throws Refusal 400 where the body is not what its type says */
export async function parseMultipart(body: Buffer, contentType: string): Promise<Multipart> {
  const boundary = /boundary="?([^";]+)/i.exec(contentType)?.[1];
  if (boundary === undefined) throw badRequest("can't parse multipart body");
  // One sign per byte, so that files come through unharmed.
  const bytes = body.toString('latin1').replace(bareFileName(boundary), (_line, head: string, name: string) => {
    return `${head}"${name.replaceAll('"', '%22')}"`;
  });
  const response = new Response(Buffer.from(bytes, 'latin1'), { headers: { 'content-type': contentType } });
  const form = await response.formData().catch(() => {
    throw badRequest("can't parse multipart body");
  });
  const parsed = new Multipart();
  for (const [name, value] of form) {
    if (typeof value === 'string') {
      parsed.fields[name] = value;
    } else {
      const content = Buffer.from(await value.arrayBuffer());
      parsed.uploads.set(name, { name: value.name, mime: value.type, bytes: content });
    }
  }
  return parsed;
}
