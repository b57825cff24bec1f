import { zip, type ZipEntry } from '../exports/zip.ts';
import type { JobFile } from '../jobs/job.ts';
import type { JobKind } from '../jobs/run-jobs.ts';
import { findPerson, type KnownPerson } from '../people/find-people.ts';
import type { Defaults } from '../people/person.ts';
import type { Clock } from '../platform/clock.ts';
import type { Queries } from '../platform/database/database.ts';
import type { Objects } from '../platform/objects/objects.ts';
import { archivedFiles } from './archived-data.ts';
import { folderOf } from './find-remains.ts';
import { readOwnRow } from './store/people.ts';
import { places } from './store/places.ts';
import { readRows } from './store/read-rows.ts';

/** The kind of jobs that gather all that is known about somebody. */
export const allDataKind = 'all_data';

export interface AllDataDependencies {
  readonly queries: Queries;
  readonly objects: Objects;
  readonly clock: Clock;
  readonly defaults: Defaults;
}

interface Gathering {
  readonly queries: Queries;
  readonly objects: Objects;
  readonly person: KnownPerson;
  readonly now: Temporal.Instant;
  /** Told of each file that is begun. */
  readonly onFile: () => void;
  readonly signal: AbortSignal;
}

/** Puts all that is known about a person into one ZIP archive of JSON files, a page in memory at a time. */
export function gatherAllData({ queries, objects, clock, defaults }: AllDataDependencies): JobKind {
  return {
    async make({ id, userId, attempt }, { signal, report }) {
      const person = userId === null ? null : await findPerson(queries, defaults, userId);
      if (!person) throw new Error('the person is gone');
      const now = clock.now();
      let begun = 0;
      const onFile = (): void => report((100 * begun++) / (files.length + 1));
      // Each attempt has a file of its own, as every job's.
      const key = `${folderOf(person.id)}${id}-${attempt}.zip`;
      const type = 'application/zip';
      const size = await objects.put(key, zip(entriesOf({ queries, objects, person, now, onFile, signal })), { type });
      const today = now.toZonedDateTimeISO(person.timeZone).toPlainDate();
      return { key, name: `minuta-all-${today.toString()}.zip`, type, size };
    },
    discard: ({ key }: JobFile) => objects.delete(key),
  };
}

const files = places.flatMap(({ file, ...place }) => (file === undefined ? [] : [{ file, place }]));

async function* entriesOf(gathering: Gathering): AsyncGenerator<ZipEntry> {
  const { queries, person, now, onFile, signal } = gathering;
  const names: string[] = [];
  const unread: object[] = [];
  const entry = (name: string, content: ZipEntry['content']): ZipEntry => {
    signal.throwIfAborted();
    onFile();
    names.push(`${name}.json`);
    return { name: `${name}.json`, content };
  };
  yield entry('profile', listOf([readOwnRow(queries, person.id)]));
  const owner = { userId: person.id, telegramId: person.telegramId, createdAt: person.createdAt };
  for (const { file, place } of files) yield entry(file, listOf(readRows(queries, place, owner, now)));
  const archived = archivedFiles({ ...gathering, userId: person.id, onUnread: (one) => unread.push(one) });
  for await (const { name, pages } of archived) yield entry(name, listOf(pages));
  // At the end, because only now it is known what there is.
  yield { name: 'about.json', content: [json(about(person, now, { files: names, unread }))] };
}

function about({ id, telegramId }: KnownPerson, now: Temporal.Instant, contents: object): object {
  const user = { id: String(id), telegram_id: String(telegramId) };
  return { minuta_all_data: 1, made_at: now.toString(), user, ...contents };
}

const json = (value: object): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

/** One JSON array of rows that come in pages. */
async function* listOf(
  pages: AsyncIterable<readonly string[]> | Iterable<Promise<readonly string[]>>,
): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  yield Buffer.from('[');
  for await (const page of pages) {
    if (page.length === 0) continue;
    yield Buffer.from(`${isFirst ? '' : ','}\n${page.join(',\n')}`);
    isFirst = false;
  }
  yield Buffer.from('\n]\n');
}
