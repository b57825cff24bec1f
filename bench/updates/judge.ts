/** Whether a bot answered one update as it should have: once, about the right thing, before acknowledging it. */
import type { Sent } from './sent.ts';
import type { Update } from './update.ts';

/**
 * `lost`: no answer, or a press left unanswered; `doubled`: more than one; `reordered`: an answer to something else;
 * `late`: the answer went out after the update had been acknowledged, when a crash would have lost it.
 */
export type Problem = 'lost' | 'doubled' | 'reordered' | 'late';

export interface Verdict {
  readonly problems: readonly Problem[];
  /** The message that answered. */
  readonly answer?: Sent | undefined;
  /** What a finish said of the whole day. */
  readonly total?: string | undefined;
}

/** Tags may stand between words; what is read is what a person reads. */
const expected: Readonly<Record<Update['step'], RegExp>> = {
  hello: /Что начинаем/,
  menu: /Что начинаем/,
  start: /Сессия начата/,
  stats: /Сегодня|записей нет/,
  finish: /^Завершена — .+ Всего сегодня: (?<total>.+?)\.(?:\n|$)/,
};

const isMessage = (sent: Sent) => sent.method === 'sendmessage' || sent.method === 'editmessagetext';

/** @param pressed the messages whose buttons this person last saw: the answer to a press edits the one it was on. */
export function judge(
  update: Update,
  heard: readonly Sent[],
  pressed: { readonly menu: number | undefined; readonly card: number | undefined },
): Verdict {
  const problems: Problem[] = [];
  const messages = heard.filter(isMessage);
  const due = update.step === 'hello' ? 2 : 1;
  if (messages.length < due) problems.push('lost');
  if (messages.length > due) problems.push('doubled');

  const answer = messages.at(-1);
  const text = answer?.text.replaceAll(/<[^>]+>/g, '') ?? '';
  const match = expected[update.step].exec(text);
  const place = update.step === 'start' ? pressed.menu : update.step === 'finish' ? pressed.card : undefined;
  const elsewhere = place !== undefined && answer?.message !== place;
  if (answer && (!match || elsewhere || !text.includes(update.activity))) problems.push('reordered');

  if (update.query !== '') {
    const answers = heard.filter((sent) => sent.method === 'answercallbackquery');
    if (answers.length === 0) problems.push('lost');
    if (answers.length > 1) problems.push('doubled');
    if (answers.some((sent) => sent.query !== update.query)) problems.push('reordered');
  }
  if (messages.some((sent) => sent.at > update.acknowledgedAt)) problems.push('late');
  return { problems, answer, total: match?.groups?.['total'] };
}
