import { fileKey } from '../jobs/file-key.ts';
import type { JobFile } from '../jobs/job.ts';
import type { JobKind } from '../jobs/run-jobs.ts';
import { findPerson } from '../people/find-people.ts';
import type { Defaults } from '../people/person.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { Objects } from '../platform/objects/objects.ts';
import { readsOf } from '../tracker/reads-of.ts';
import { csvFormat } from './csv.ts';
import type { ExportFormat, ExportHeader } from './format.ts';
import { jsonFormat } from './json.ts';
import { countSessions, readSessions } from './read-sessions.ts';
import { exportArguments, type ExportFormatName } from './schema.ts';
import { createXlsxFormat } from './xlsx.ts';

export interface ExportDependencies {
  readonly database: Pick<Database, 'queries' | 'reads' | 'replica'>;
  readonly objects: Objects;
  readonly clock: Clock;
  readonly defaults: Defaults;
}

const formats: Readonly<Record<ExportFormatName, ExportFormat>> = {
  csv: csvFormat,
  json: jsonFormat,
  xlsx: createXlsxFormat(),
};

/** Writes a person's sessions to the object store, a page in memory at a time. */
export function exportSessions(deps: ExportDependencies): JobKind {
  const { database, objects, clock, defaults } = deps;
  return {
    async make(job, { signal, report }) {
      const given = exportArguments.parse(job.arguments);
      const person = job.userId === null ? null : await findPerson(database.queries, defaults, job.userId);
      if (!person) throw new Error('the person is gone');
      const now = clock.now();
      const [from, to] = [dayOf(given.from), dayOf(given.to)];
      const asked = { userId: person.id, from, to, dayStart: person.dayStart, now };
      const reads = await readsOf(database, person.id);
      const expected = await countSessions(reads, asked);
      const header: ExportHeader = {
        userId: String(person.id),
        telegramId: String(person.telegramId),
        language: person.language,
        timeZone: person.timeZone,
        from,
        to,
        now,
      };
      const format = formats[given.format];
      const onPage = (count: number): void => report((100 * count) / Math.max(1, expected));
      const pages = readSessions(reads, { ...asked, signal, onPage });
      const key = fileKey(job, format.extension);
      const size = await objects.put(key, format.write(header, pages), { type: format.type });
      const today = now.toZonedDateTimeISO(person.timeZone).toPlainDate();
      return { key, name: `minuta-${today.toString()}.${format.extension}`, type: format.type, size };
    },
    discard: ({ key }: JobFile) => objects.delete(key),
  };
}

function dayOf(text: string | undefined): Temporal.PlainDate | null {
  return text === undefined ? null : Temporal.PlainDate.from(text);
}
