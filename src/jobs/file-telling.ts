import { systemScreens } from '../builder/actions-catalogue.ts';
import type { Turn } from '../builder/turn.ts';
import type { JobId } from '../platform/ids.ts';
import { codeOf, linkMark, percentMark, type Telling } from './job.ts';

/** What more a configuration may say of a file. */
const optional = {
  progress: systemScreens.fileProgress,
  linked: systemScreens.fileLink,
  tooLarge: systemScreens.fileTooLarge,
} as const;

/**
 * What a chat is told of a file: while it is made, when it is there (`done`) and when there is none (`failed`, both names
 * of callbacks). In the words and the language of this moment: the worker that ends the job knows no configuration.
 */
export async function fileTelling(
  turn: Turn,
  id: JobId,
  screens: { readonly done: string; readonly failed: string },
): Promise<Telling> {
  turn.values['error'] = { code: codeOf(id) };
  turn.values['file'] = { percent: percentMark, link: linkMark };
  const [done, failed] = [await turn.wordsOf(screens.done), await turn.wordsOf(screens.failed)];
  const more: Record<string, string> = {};
  for (const [part, name] of Object.entries(optional)) if (turn.has(name)) more[part] = await turn.wordsOf(name);
  return { chatId: turn.chatId, done, failed, ...more };
}
