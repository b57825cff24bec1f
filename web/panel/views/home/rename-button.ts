import type { Button, Keyboard, Text } from '../../../../src/builder/schema.ts';
import { ask, send } from '../../api/client.ts';
import type { Language } from '../../words/language.ts';
import type { ButtonPlace } from './main-menus.ts';

/**
 * Gives a button another label in the draft, in one language.
 *
 * @throws Problem 412 where somebody else changes it at the same time
 */
export async function renameButton(place: ButtonPlace, label: string, language: Language): Promise<void> {
  if (place.in === 'button') {
    const path = `/buttons/${encodeURIComponent(place.button)}`;
    const { body: button, etag } = await ask<Button>('GET', path);
    await send('PATCH', path, { body: { label: relabelled(button.label, label, language) }, ...(etag && { etag }) });
    return;
  }
  const path = `/keyboards/${encodeURIComponent(place.keyboard)}`;
  const { body: keyboard, etag } = await ask<Keyboard>('GET', path);
  const layout = keyboard.layout.map((cells, row) =>
    cells.map((cell, column) =>
      row === place.row && column === place.column && typeof cell === 'object'
        ? { ...cell, label: relabelled(cell.label, label, language) }
        : cell,
    ),
  );
  await send('PATCH', path, { body: { layout }, ...(etag && { etag }) });
}

/** The other languages stay; a text without languages stays one for all. */
function relabelled(text: Text, label: string, language: Language): Text {
  return typeof text === 'string' ? label : { ...text, [language]: label };
}
