import type { ExportFormat } from './format.ts';
import { isoMoment, type ExportedSession } from './rules/columns.ts';

/** For programs: one object, whose `sessions` are as many as there are. */
export const jsonFormat: ExportFormat = {
  extension: 'json',
  type: 'application/json',
  async *write({ userId, telegramId, language, timeZone, from, to, now }, pages) {
    const header = {
      minuta_export: 1,
      exported_at: now.toString(),
      user: { id: userId, telegram_id: telegramId, language, time_zone: timeZone },
      from: from && from.toString(),
      to: to && to.toString(),
    };
    yield Buffer.from(`${JSON.stringify(header).slice(0, -1)},"sessions":[`);
    let isFirst = true;
    for await (const page of pages) {
      if (page.length === 0) continue;
      const items = page.map((session) => `\n${JSON.stringify(present(session))}`).join(',');
      yield Buffer.from(isFirst ? items : `,${items}`);
      isFirst = false;
    }
    yield Buffer.from('\n]}\n');
  },
};

function present({ id, activity, startedAt, finishedAt, duration, segments, timeZone }: ExportedSession) {
  const moment = (at: Temporal.Instant): string => isoMoment(at.toZonedDateTimeISO(timeZone));
  return {
    id,
    activity,
    started_at: moment(startedAt),
    finished_at: finishedAt && moment(finishedAt),
    duration,
    segments: segments.map(({ from, to }) => ({ from: moment(from), to: to && moment(to) })),
    time_zone: timeZone,
  };
}
