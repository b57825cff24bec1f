import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const project = pathToFileURL(`${findProject(import.meta.dirname)}/`);

/**
 * A file or folder that ships with the program, wherever the code that asks for it lies: among the sources or in the build.
 *
 * @param path from the project's folder; a folder's ends with a slash.
 */
export const projectFile = (path: string): URL => new URL(path, project);

/** @throws Error where the program lies in no project. */
function findProject(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error('package.json, which ships with the program, is not there');
  return findProject(above);
}
