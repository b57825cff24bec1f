import { flowActions } from './actions/flow.ts';
import { httpActions } from './actions/http.ts';
import { questionActions } from './actions/questions.ts';
import { reportActions } from './actions/reports.ts';
import { screenActions } from './actions/screens.ts';
import { variableActions } from './actions/variables.ts';
import type { Action } from './actions-catalogue.ts';
import type { ValueProviders } from './render.ts';
import { variablesOf } from './variables.ts';

/**
 * What every template may name.
 *
 * - `words`: what a button says after the name of its callback
 * - `input`: what was typed in answer to a question
 * - `vars`: what the configuration keeps about the person
 * - `http`: answers of servers, by the name given to each
 * - `question`, `error`: what was wrong with an answer, why an action failed
 */
export const builderValues: ValueProviders = {
  words: (turn) => turn.args,
  input: (turn) => turn.input,
  vars: async (turn) => ({ ...(await variablesOf(turn)) }),
  http: () => ({}),
  question: () => null,
  error: () => null,
};

/** What a configuration can do by itself, without any other feature. */
export const builderActions: readonly Action[] = [
  ...screenActions,
  ...flowActions,
  ...questionActions,
  ...variableActions,
  ...httpActions,
  ...reportActions,
];
