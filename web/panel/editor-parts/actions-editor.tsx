import type { ActionSource, Entrance, NewScreen, Registry, Screen, Vocabulary } from './configuration.ts';
import type { FieldProblem } from './problems.ts';

export interface ActionsEditorProps {
  readonly value: ActionSource;
  readonly onChange: (value: ActionSource) => void;
  readonly registry: Registry;
  readonly callbacks: readonly Screen[];
  readonly handlers: readonly Entrance[];
  /** Names of the keyboards. */
  readonly keyboards: readonly string[];
  readonly variables: Vocabulary;
  readonly problems: readonly FieldProblem[];
  /** Makes a callback that a step shall lead to; without it no new ones are offered. */
  readonly onNewScreen?: ((screen: NewScreen) => void) | undefined;
  readonly isReadOnly?: boolean;
}

/** What happens, step by step. */
export function ActionsEditor(_: ActionsEditorProps) {
  return null;
}
