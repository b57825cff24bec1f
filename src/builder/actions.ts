import { z } from 'zod';
import { action, type Action } from './actions-catalogue.ts';
import type { ValueProviders } from './render.ts';

const callbackName = z.string().min(1).max(64);

/**
 * What every template may name.
 *
 * - `words`: what a button says after the name of its callback
 */
export const builderValues: ValueProviders = { words: (turn) => turn.args };

/** What a configuration can do by itself, without any other feature. */
export const builderActions: readonly Action[] = [
  action({
    name: 'send',
    summary: 'Sends the message as a new one.',
    example: 'send',
    args: z.strictObject({}),
    run: (turn, _, entry) => entry.show(turn, 'send'),
  }),
  action({
    name: 'edit',
    summary: 'Puts the message in place of the one whose button was pressed; sends it where there is none.',
    example: 'edit',
    args: z.strictObject({}),
    run: (turn, _, entry) => entry.show(turn, 'edit'),
  }),
  action({
    name: 'notice',
    summary: 'Shows the message as a short notice over the chat, up to 200 characters.',
    example: 'notice',
    args: z.strictObject({}),
    run: (turn, _, entry) => entry.notify(turn, false),
  }),
  action({
    name: 'alert',
    summary: 'Shows the message as a notice that has to be closed, up to 200 characters.',
    example: 'alert',
    args: z.strictObject({}),
    run: (turn, _, entry) => entry.notify(turn, true),
  }),
  action({
    name: 'retire',
    summary: 'Takes the buttons off the message whose button was pressed; what follows comes in a new one.',
    example: 'retire',
    args: z.strictObject({}),
    run: (turn) => turn.leavePressedMessage(),
  }),
  action({
    name: 'goto',
    summary: 'Goes on with another callback.',
    example: 'goto stats today',
    args: z.strictObject({ to: callbackName, args: z.string().max(64).default('') }),
    fromWords: (words) => {
      const [to = '', ...rest] = words.trim().split(/\s+/);
      return { to, args: rest.join(' ') };
    },
    jump: ({ to }) => to,
    run: (turn, { to, args }) => turn.go(to, args === '' ? turn.args : args),
  }),
  action({
    name: 'ask',
    summary: 'Takes what is typed next as the answer and goes on with a callback.',
    example: 'ask activity.add',
    args: z.strictObject({ to: callbackName }),
    fromWords: (words) => ({ to: words.trim() }),
    targets: ({ to }) => [to],
    waits: true,
    run: (turn, { to }) => turn.ask(to, { about: turn.args }),
  }),
];
