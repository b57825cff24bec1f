import type { BroadcastLine } from '../../api/broadcasts.ts';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';
import { broadcastWords } from './broadcast-words.ts';

/** When a broadcast began, ended or will begin, in one line. */
export function useTimeText(broadcast: BroadcastLine): string {
  const words = useWords(broadcastWords);
  const format = useFormat();
  const { state, author, created_at, starts_at, local_at, started_at, finished_at } = broadcast;
  if (finished_at !== null) return words.finished(format.dateTime(finished_at));
  if (started_at !== null && local_at === null) return words.started(format.dateTime(started_at));
  if (state !== 'draft' && local_at !== null) return words.startsLocal(format.dateTime(local_at));
  if (state === 'scheduled' && starts_at !== null) return words.startsAt(format.dateTime(starts_at));
  return [author === null ? '' : words.by(author), format.dateTime(created_at)].filter(Boolean).join(' · ');
}
