import { describe, expect, it } from 'vitest';
import { invert, renumbered, withCommand, type Command, type Step } from './steps.ts';

const screen = { kind: 'callback', id: '7' } as const;
const typed = (before: string, after: string, at: number): Command => ({
  steps: [{ type: 'fields', ref: screen, before: { message: before }, after: { message: after } }],
  at,
});

describe('undoing', () => {
  it('C1 takes steps back in the other order, each the other way', () => {
    const added: Step = { type: 'add', ref: screen, content: { action: 'send' }, behind: '6', owned: [] };
    const moved: Step = { type: 'move', ref: screen, from: '6', to: null };
    const renamed: Step = { type: 'rename', kind: 'keyboard', from: 'a', to: 'b' };
    const command: Command = { steps: [added, moved, renamed], at: 5 };
    expect(invert(command).steps).toEqual([
      { ...renamed, from: 'b', to: 'a' },
      { ...moved, from: null, to: '6' },
      { ...added, type: 'remove' },
    ]);
    expect(invert(invert(command))).toEqual(command);
  });

  it('C1 a sentence typed in one go is one step, after a pause another one begins', () => {
    const once = withCommand(withCommand([typed('', 'H', 0)], typed('H', 'He', 1_000)), typed('He', 'Hey', 2_000));
    expect(once).toEqual([typed('', 'Hey', 2_000)]);
    expect(withCommand(once, typed('Hey', 'Hey!', 9_000))).toHaveLength(2);
  });

  it('C1 what was typed and taken back at once leaves nothing to undo', () => {
    expect(withCommand([typed('a', 'ab', 0)], typed('ab', 'a', 100))).toEqual([]);
  });

  it('C1 an entry that was added again under another id is known by it from then on', () => {
    const steps: Step[] = [
      { type: 'remove', ref: { kind: 'handler', id: '3' }, content: { pattern: 'a' }, behind: '2', owned: ['7'] },
      { type: 'move', ref: { kind: 'handler', id: '4' }, from: '3', to: null },
      { type: 'fields', ref: screen, before: { handler_id: '3' }, after: { handler_id: null } },
      { type: 'fields', ref: { kind: 'callback', id: '3' }, before: {}, after: {} },
    ];
    expect(renumbered([{ steps, at: 0 }], { kind: 'handler', id: '3' }, '30')[0]?.steps).toEqual([
      { ...steps[0], ref: { kind: 'handler', id: '30' } },
      { ...steps[1], from: '30' },
      { ...steps[2], before: { handler_id: '30' } },
      steps[3],
    ]);
  });
});
