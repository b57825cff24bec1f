import type { Button, Keyboard, Layout, NewScreen, Registry, Screen, Vocabulary } from './configuration.ts';
import type { FieldProblem } from './problems.ts';

export interface KeyboardEditorProps {
  readonly layout: Layout;
  readonly kind: NonNullable<Keyboard['kind']>;
  readonly onChange: (layout: Layout) => void;
  readonly callbacks: readonly Screen[];
  /** Those that keyboards share, by name. */
  readonly buttons: Readonly<Record<string, Button>>;
  readonly registry: Registry;
  readonly variables: Vocabulary;
  readonly problems: readonly FieldProblem[];
  /** Makes a callback that a button shall lead to; without it no new ones are offered. */
  readonly onNewScreen?: ((screen: NewScreen) => void) | undefined;
  /** Changes a shared button; without it they can only be taken off or copied. */
  readonly onSharedChange?: ((name: string, button: Button) => void) | undefined;
  readonly isReadOnly?: boolean;
}

/** Rows of buttons as Telegram shows them, to be dragged and changed. */
export function KeyboardEditor(_: KeyboardEditorProps) {
  return null;
}
