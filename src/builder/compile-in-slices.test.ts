import { expect, test } from 'vitest';
import { filters } from '../texts/filters.ts';
import { LANGUAGES } from '../texts/language.ts';
import { catalogueOf } from './actions-catalogue.ts';
import { builderActions } from './actions.ts';
import { compileInSlices } from './compile-in-slices.ts';
import { checkDocument } from './document.ts';
import { compile } from './rules/compile.ts';

const options = { actions: catalogueOf(builderActions), filters, languages: LANGUAGES };

test('C6 others have their turn while thousands of handlers are compiled, and the result is the same', async () => {
  const handlers = Array.from({ length: 3000 }, (_, index) => ({
    pattern: `слово ${index}`,
    action: index === 7 ? 'goto nowhere' : 'send',
    message: `<b>Текст</b> ${index} {{ user.first_name }}`,
  }));
  const checked = checkDocument({ minuta: 1, handlers });
  if (!checked.ok) throw new Error('the handlers are no document');

  let turns = 0;
  const others = setInterval(() => (turns += 1), 0);
  const compiled = await compileInSlices(checked.document, 1, options);
  clearInterval(others);

  expect(turns).toBeGreaterThan(3);
  const whole = compile(checked.document, 1, options);
  if (compiled.ok || whole.ok) throw new Error('a button leads nowhere, and nobody says so');
  // Templates are functions, which equal only themselves.
  expect(compiled.problems).toEqual(whole.problems);
});
