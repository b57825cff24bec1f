/** What the parts of the editor are given: a configuration's own shapes, and what it can be made of. */
import type { ActionDescription } from '../../../src/builder/describe-actions.ts';
import type {
  ActionSource,
  Button,
  Callback,
  EachButton,
  Handler,
  Keyboard,
  StepSource,
  Text,
} from '../../../src/builder/schema.ts';
import type { FilterWords } from '../../../src/texts/filter-words.ts';
import type { ValueWords } from '../../../src/texts/value-words.ts';

export type { ActionDescription, ActionSource, Button, EachButton, FilterWords, Keyboard, StepSource, ValueWords };

/** What a field of a step may be. */
export type Json = Exclude<StepSource, string>[string];

/** One text for everybody, or one per language. */
export type Texts = Text;
export type Layout = Keyboard['layout'];
export type LayoutRow = Layout[number];
/** A button written in its place, a list of them, or the name of one that keyboards share. */
export type Cell = LayoutRow[number];

/** `GET /actions`: everything that a message or a button can do. */
export type Registry = readonly ActionDescription[];

/** `GET /values`: what texts, conditions and buttons may name. */
export interface Vocabulary {
  readonly values: readonly ValueWords[];
  readonly lists: readonly Omit<ValueWords, 'type'>[];
  readonly filters: readonly FilterWords[];
}

/** Screens of the draft, as the API gives callbacks; more fields do no harm. */
export type Screen = Pick<Callback, 'callback_data' | 'action' | 'message' | 'enabled'>;
/** What people write, as the API gives handlers. */
export type Entrance = Pick<Handler, 'pattern' | 'message' | 'enabled'>;

/** A callback that is wished for while something else is edited. */
export interface NewScreen {
  readonly callback_data: string;
  readonly action: ActionSource;
  readonly message?: Texts;
}
