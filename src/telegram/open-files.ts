import type { Objects } from '../platform/objects/objects.ts';
import type { OpenFile } from './client-multipart.ts';

const scheme = 'object:';

/** What a call's reference to an object is called. */
export const objectReference = (key: string): string => `${scheme}${key}`;

/** Opens files that calls refer to: objects here, everything else as `others` does. */
export function openFiles(objects: Objects, others: OpenFile): OpenFile {
  return (file) => (file.startsWith(scheme) ? objects.get(file.slice(scheme.length)) : others(file));
}
