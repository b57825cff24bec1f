import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const compressible = /\.(?:js|css|svg|html)$/;
/** Bytes under which a packet holds the file either way. */
const tooSmall = 1_024;

/**
 * Writes each text of the build a second and a third time, compressed: nothing is left to compress when it is asked for.
 * After the bundle is written, because until then other plugins still change it.
 */
export function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    async writeBundle({ dir = '' }, bundle) {
      await Promise.all(
        Object.values(bundle).map(async (file) => {
          const source = Buffer.from(file.type === 'chunk' ? file.code : file.source);
          if (!compressible.test(file.fileName) || source.length < tooSmall) return;
          const path = join(dir, file.fileName);
          await writeFile(`${path}.br`, await promisify(brotliCompress)(source));
          await writeFile(`${path}.gz`, await promisify(gzip)(source));
        }),
      );
    },
  };
}
