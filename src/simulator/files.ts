import { randomBytes } from 'node:crypto';
import type { Upload } from './params.ts';

/** Of all files together; the oldest go first. */
const BYTES_KEPT = 64 * 1024 * 1024;

/** A file as Telegram would keep it. One given by address is never fetched: whoever looks at it fetches it. */
export interface StoredFile {
  readonly file_id: string;
  readonly file_unique_id: string;
  /** As `getFile` tells it: `photos/file_12.png`. */
  readonly path: string;
  readonly name: string;
  readonly mime: string;
  readonly size: number;
  readonly width?: number;
  readonly height?: number;
  readonly url?: string;
}

/** Files the bot sent, found by id and by path, within a bound of memory. */
export class Files {
  nextNumber = 0;
  readonly #byId = new Map<string, { readonly file: StoredFile; readonly bytes: Buffer }>();
  readonly #idByPath = new Map<string, string>();
  #bytes = 0;

  /** Keeps an uploaded file. @param folder `photos` or `documents` */
  keep(folder: string, upload: Upload, size?: { readonly width: number; readonly height: number }): StoredFile {
    const dot = upload.name.lastIndexOf('.');
    const extension =
      dot > 0
        ? upload.name
            .slice(dot)
            .replaceAll(/[^.a-zA-Z0-9]/g, '')
            .slice(0, 12)
        : '';
    const file = {
      ...this.#name(folder, extension),
      name: upload.name,
      mime: upload.mime,
      size: upload.bytes.length,
      ...size,
    };
    this.restore(file, upload.bytes);
    return file;
  }

  /** Keeps a file given by its address. */
  keepAddress(folder: string, url: string): StoredFile {
    const name = decodeURIComponentSafely(new URL(url).pathname.split('/').at(-1) ?? '');
    const file = {
      ...this.#name(folder, ''),
      name: name === '' ? 'file' : name,
      mime: 'application/octet-stream',
      size: 0,
      url,
    };
    this.restore(file, Buffer.alloc(0));
    return file;
  }

  restore(file: StoredFile, bytes: Buffer): void {
    this.#byId.set(file.file_id, { file, bytes });
    this.#idByPath.set(file.path, file.file_id);
    this.#bytes += bytes.length;
    for (const [id, oldest] of this.#byId) {
      if (this.#bytes <= BYTES_KEPT || id === file.file_id) break;
      this.#byId.delete(id);
      this.#idByPath.delete(oldest.file.path);
      this.#bytes -= oldest.bytes.length;
    }
  }

  find(fileId: string): { readonly file: StoredFile; readonly bytes: Buffer } | undefined {
    return this.#byId.get(fileId);
  }

  findByPath(path: string): { readonly file: StoredFile; readonly bytes: Buffer } | undefined {
    return this.#byId.get(this.#idByPath.get(path) ?? '');
  }

  all(): Iterable<{ readonly file: StoredFile; readonly bytes: Buffer }> {
    return this.#byId.values();
  }

  #name(folder: string, extension: string): Pick<StoredFile, 'file_id' | 'file_unique_id' | 'path'> {
    const number = this.nextNumber;
    this.nextNumber += 1;
    return {
      file_id: `Sim${randomBytes(24).toString('base64url')}`,
      file_unique_id: randomBytes(9).toString('base64url'),
      path: `${folder}/file_${number}${extension}`,
    };
  }
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
