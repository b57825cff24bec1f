import type { Entrance, NewScreen, Registry, Screen, Vocabulary } from '../configuration.ts';

/** What the fields of steps may name. */
export interface StepSurroundings {
  readonly registry: Registry;
  readonly callbacks: readonly Screen[];
  readonly handlers: readonly Entrance[];
  readonly keyboards: readonly string[];
  readonly variables: Vocabulary;
  readonly onNewScreen?: ((screen: NewScreen) => void) | undefined;
  readonly isReadOnly: boolean;
}
