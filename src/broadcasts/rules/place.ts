/** A broadcast as a part of the configuration whose buttons and values it uses. */
import type { Path, Problem, ProblemCode } from '../../builder/rules/problems.ts';
import type { ConfigDocument } from '../../builder/schema.ts';
import type { Content } from '../schema.ts';

const [section, shelf] = ['callbacks', 'keyboards'];

/** What is no fault of a broadcast: nothing leads to it, and its keyboard is its own. */
const usual: ReadonlySet<ProblemCode> = new Set<ProblemCode>(['unreachable_callback', 'unused_keyboard']);

/** What a draft of a configuration may be published with, and nobody wants to have sent to thousands. */
const grave: ReadonlySet<ProblemCode> = new Set<ProblemCode>(['nothing_to_show', 'text_empty', 'dead_button']);

export interface Placed {
  readonly document: ConfigDocument;
  /** The callback that shows it. */
  readonly callback: string;
  /** What of the document's problems is about the broadcast, with their places in its content. */
  readonly ownProblems: (problems: readonly Problem[]) => readonly Problem[];
}

/** Adds a callback that shows the broadcast, under a name that the document does not use. */
export function placeIn(document: ConfigDocument, { message, photo_url: photoUrl, layout }: Content): Placed {
  const used = new Set([
    ...document.callbacks.map((callback) => callback.callback_data.trim()),
    ...Object.keys(document.keyboards),
  ]);
  let callback = 'broadcast';
  while (used.has(callback)) callback += '_';
  const hasButtons = layout !== undefined && layout.length > 0;
  const index = document.callbacks.length;
  return {
    callback,
    document: {
      ...document,
      callbacks: [
        ...document.callbacks,
        {
          callback_data: callback,
          action: 'send',
          ...(message === undefined ? {} : { message }),
          ...(photoUrl === undefined ? {} : { photo_url: photoUrl }),
          ...(hasButtons ? { keyboard_id: callback } : {}),
        },
      ],
      keyboards: hasButtons ? { ...document.keyboards, [callback]: { layout } } : document.keyboards,
    },
    ownProblems: (problems) =>
      problems.flatMap((problem) => {
        const path = pathWithin(problem.path, index, callback);
        if (path === null || usual.has(problem.code)) return [];
        return [{ ...problem, path, severity: grave.has(problem.code) ? 'error' : problem.severity }];
      }),
  };
}

/** The place in the broadcast's content; null for a place of somebody else's. */
function pathWithin([kind, name, ...rest]: Path, index: number, callback: string): Path | null {
  if (kind === shelf && name === callback) return rest;
  if (kind !== section || name !== index) return null;
  // That it shows nothing is told of the step that would.
  return rest[0] === 'action' ? ['message'] : rest;
}
