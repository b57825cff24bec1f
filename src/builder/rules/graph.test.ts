import { describe, expect, it } from 'vitest';
import { checkDocument } from '../document.ts';
import { actions, callback, handler, inline, reply } from './compile/testing.ts';
import { drawing, type Graph } from './graph.ts';

/** @returns the picture of a document whose handlers have the ids h0, h1, … and callbacks c0, c1, … */
function drawn(parts: object, required: readonly string[] = []): Graph {
  const checked = checkDocument({ minuta: 1, ...parts });
  if (!checked.ok) throw new Error('no document');
  const { document } = checked;
  const ids = {
    handlerIds: document.handlers.map((_, index) => `h${index}`),
    callbackIds: document.callbacks.map((_, index) => `c${index}`),
  };
  const steps = drawing(document, ids, { actions: { ...actions, required }, filters: {}, languages: ['ru', 'en'] });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** «from → to: how», as short as a test can read it. */
const waysIn = ({ edges }: Graph) =>
  edges.flatMap(({ from, to, ways }) =>
    ways.map(
      (way) => `${from} → ${to}: ${way.kind === 'step' ? way.action : typeof way.label === 'string' ? way.label : ''}`,
    ),
  );

describe('the picture of a configuration', () => {
  it('C11 leads from what shows a keyboard to what its buttons mean, with words behind the name or without', () => {
    const graph = drawn({
      handlers: [handler('/start', { message: 'Hello', keyboard_id: 'main' })],
      callbacks: [callback('stats'), callback('help')],
      keyboards: { main: inline({ label: 'Today', data: 'stats today' }, 'help') },
      buttons: { help: { label: 'Help', data: 'help' } },
    });
    expect(waysIn(graph)).toEqual(['handler/h0 → callback/c0: Today', 'handler/h0 → callback/c1: Help']);
    const places = graph.edges.flatMap(({ ways }) => ways.map((way) => (way.kind === 'button' ? way.place : null)));
    expect(places).toEqual([{ row: 0, column: 0 }, { shared: 'help' }]);
  });

  it('C11 leads along steps, and says which are always gone', () => {
    const graph = drawn({
      handlers: [handler('/start', { action: ['goto one', 'ask two'] })],
      callbacks: [callback('one'), callback('two')],
    });
    expect(graph.edges.map(({ to, ways }) => [to, ways])).toEqual([
      ['callback/c0', [{ kind: 'step', action: 'goto', isAlways: true }]],
      ['callback/c1', [{ kind: 'step', action: 'ask', isAlways: false }]],
    ]);
  });

  it('C11 leads from a key in place of the letters to what answers its words', () => {
    const graph = drawn({
      handlers: [handler('/start', { message: 'x', keyboard_id: 'keys' }), handler('Menu'), handler('*')],
      callbacks: [callback('stats')],
      keyboards: { keys: reply({ label: 'menu' }, { label: 'Figures', data: 'stats' }, { label: 'Nothing' }) },
    });
    expect(waysIn(graph)).toEqual(['handler/h0 → handler/h1: menu', 'handler/h0 → callback/c0: Figures']);
  });

  it('C11 leads out of the bot, and to everything that data with a value may mean', () => {
    const graph = drawn({
      handlers: [handler('/start', { message: 'x', keyboard_id: 'main' })],
      callbacks: [callback('card.on'), callback('card.off')],
      keyboards: {
        main: inline({ label: 'Site', url: 'https://example.com/' }, { label: 'Card', data: 'card.{{ user.state }}' }),
      },
    });
    expect(waysIn(graph)).toEqual([
      'handler/h0 → link/https://example.com/: Site',
      'handler/h0 → callback/c1: Card',
      'handler/h0 → callback/c0: Card',
    ]);
    expect(graph.nodes.at(-1)).toMatchObject({ kind: 'link', name: 'https://example.com/' });
  });

  it('C11 says of each how its message begins, whether it is on, and what the program opens by itself', () => {
    const { nodes } = drawn(
      {
        handlers: [handler('/start', { message: { ru: '<b>Привет</b>,\nАня', en: 'x'.repeat(100) } })],
        callbacks: [callback('late', { enabled: false })],
      },
      ['late'],
    );
    expect(nodes).toMatchObject([
      { key: 'handler/h0', enabled: true, isOpened: false, says: { ru: 'Привет, Аня', en: `${'x'.repeat(79)}…` } },
      { key: 'callback/c0', enabled: false, isOpened: true, says: null, action: 'edit' },
    ]);
  });

  it('C11 draws a circle and a way back to itself like any other', () => {
    const graph = drawn({
      handlers: [handler('/start', { action: 'goto a' })],
      callbacks: [callback('a', { action: 'goto b' }), callback('b', { action: ['goto a', 'goto b'] })],
    });
    expect(waysIn(graph)).toHaveLength(4);
  });
});
