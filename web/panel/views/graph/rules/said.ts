import type { GraphNode } from '../../../api/graph.ts';
import type { Language } from '../../../words/language.ts';
import { textIn } from '../../../words/text-in.ts';

/**
 * How the message of a screen begins; of one without a message what it does instead, empty for an address.
 *
 * @param actionTitle what people call an action, by its name
 */
export function saidBy(
  { says, action }: Pick<GraphNode, 'says' | 'action'>,
  language: Language,
  actionTitle: (name: string) => string,
): string {
  if (says !== null) return textIn(says, language);
  return action === null ? '' : actionTitle(action);
}
