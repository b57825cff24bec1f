import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Core } from './core.ts';
import type { StoredFile } from './files.ts';
import { parseState, restoreState, saveState } from './state.ts';

/** After a change, so that a burst is one write. */
const QUIET_MS = 300;
/** Saving takes at most this share of the time, however large the state has grown. */
const SAVING_SHARE = 0.05;

/**
 * Keeps the state in a JSON file, and the files bots sent in a folder beside it (`<file>.files`). Written whole, to
 * another name first, so that a crash leaves the old or the new one; what happened within the last moment may be lost.
 */
export class StateFile {
  readonly #core: Core;
  readonly #path: string;
  readonly #folder: string;
  readonly #kept = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #saving: Promise<void> = Promise.resolve();
  #saved = '';
  #pauseMs = QUIET_MS;
  #unsubscribe: (() => void) | undefined;

  constructor(core: Core, path: string) {
    this.#core = core;
    this.#path = path;
    this.#folder = `${path}.files`;
  }

  /**
   * Restores what was saved, if anything, and follows the changes from then on.
   * @throws Error naming the file, where it is no saved state
   */
  async open(): Promise<void> {
    const text = await readFile(this.#path, 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
    if (text !== undefined) await this.#restore(text);
    this.#unsubscribe = this.#core.feed.subscribe(() => this.#schedule());
    this.#core.queue.onReady(() => this.#schedule());
  }

  /** Saves what has not been saved yet, and stops. */
  async close(): Promise<void> {
    this.#unsubscribe?.();
    clearTimeout(this.#timer);
    await this.#saving;
    await this.#save();
  }

  async #restore(text: string): Promise<void> {
    try {
      const state = parseState(text);
      const contents = new Map<string, Buffer>();
      for (const file of state.files) {
        const bytes = await readFile(this.#pathOf(file)).catch(() => undefined);
        if (bytes === undefined) continue;
        contents.set(file.file_id, bytes);
        this.#kept.add(basename(file.path));
      }
      restoreState(this.#core, state, (file) => contents.get(file.file_id));
    } catch (cause) {
      throw new Error(`${this.#path} is no state of the simulator; delete it to begin anew`, { cause });
    }
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // A full disk must not take the chat down: the next change tries again, and the stop tells.
      this.#saving = this.#saving.then(() => this.#save()).catch(() => undefined);
    }, this.#pauseMs);
  }

  async #save(): Promise<void> {
    const begun = performance.now();
    const text = JSON.stringify(saveState(this.#core));
    if (text === this.#saved) return;
    await mkdir(dirname(this.#path), { recursive: true });
    await this.#saveFiles();
    await writeFile(`${this.#path}.new`, text);
    await rename(`${this.#path}.new`, this.#path);
    this.#saved = text;
    this.#pauseMs = Math.max(QUIET_MS, (performance.now() - begun) / SAVING_SHARE);
  }

  async #saveFiles(): Promise<void> {
    const wanted = new Set<string>();
    for (const { file, bytes } of this.#core.files.all()) {
      const name = basename(file.path);
      wanted.add(name);
      if (this.#kept.has(name)) continue;
      await mkdir(this.#folder, { recursive: true });
      await writeFile(this.#pathOf(file), bytes);
      this.#kept.add(name);
    }
    const present = this.#kept.size > wanted.size ? await readdir(this.#folder) : [];
    for (const name of present.filter((one) => !wanted.has(one))) {
      await rm(join(this.#folder, name));
      this.#kept.delete(name);
    }
  }

  #pathOf(file: StoredFile): string {
    return join(this.#folder, basename(file.path));
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
