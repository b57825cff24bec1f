/** A large bot, for tests and measurements of the picture. */

interface BigBot {
  readonly minuta: 1;
  readonly handlers: readonly object[];
  readonly callbacks: readonly object[];
  readonly keyboards: Readonly<Record<string, { readonly layout: readonly (readonly object[])[] }>>;
}

/** Screens that a keyboard leads on to. */
const branches = 3;

/**
 * As people make them: sections of screens that lead on and back, commands that open them, and a menu on every screen.
 *
 * @param count of handlers, and of the screens behind them.
 */
export function bigBot(count: number): BigBot {
  const numbers = Array.from({ length: count }, (_, index) => index);
  const keyboards = numbers.map((index) => {
    const next = numbers.slice(index * branches + 1, index * branches + 1 + branches);
    const rows = next.map((to) => [{ label: `Screen ${to}`, data: `screen.${to}` }]);
    const back = { label: 'Back', data: `screen.${Math.max(0, Math.floor((index - 1) / branches))}` };
    return [`keyboard${index}`, { layout: [...rows, [back, { label: 'Menu', data: 'screen.0' }]] }] as const;
  });
  return {
    minuta: 1,
    handlers: numbers.map((index) =>
      index === 0
        ? { pattern: '/start', action: 'goto screen.0' }
        : { pattern: `words ${index}`, action: `goto screen.${index}` },
    ),
    callbacks: numbers.map((index) => ({
      callback_data: `screen.${index}`,
      action: 'edit',
      message: {
        ru: `<b>Экран ${index}</b>: выберите, что дальше.`,
        en: `<b>Screen ${index}</b>: choose what is next.`,
      },
      keyboard_id: `keyboard${index}`,
    })),
    keyboards: Object.fromEntries(keyboards),
  };
}
