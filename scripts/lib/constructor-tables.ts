import { describeActions } from '../../src/builder/describe-actions.ts';
import { allActions } from '../../src/roles/actions.ts';
import { filterWords } from '../../src/texts/filter-words.ts';
import { listWords, valueWords } from '../../src/texts/value-words.ts';

/** Tables of the constructor's manual, made from what the program does by. */
const tables: Readonly<Record<string, () => readonly (readonly string[])[]>> = {
  actions: () => [
    ['action', 'in the panel', 'what it does', 'example', 'may fail with'],
    ...describeActions(allActions).map(({ name, title, summary, example, failures }) => [
      code(name),
      title.en,
      summary.en,
      code(typeof example === 'string' ? example : JSON.stringify(example)),
      failures.map((failure) => code(failure.code)).join(', '),
    ]),
  ],
  values: () => [['value', 'kind', 'what it is'], ...valueWords.map(({ name, type, en }) => [code(name), type, en])],
  lists: () => [['list', 'what it is'], ...listWords.map(({ name, en }) => [code(name), en])],
  filters: () => [
    ['filter', 'what it does', 'example', 'gives in Russian'],
    ...filterWords.map(({ name, en, example, gives }) => [code(name), en, code(example), gives]),
  ],
};

/** Puts each table between its marks, `<!-- values -->` and `<!-- /values -->`. */
export function withTables(manual: string): string {
  return Object.entries(tables).reduce((text, [name, make]) => {
    const marked = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
    return text.replace(marked, (_, before: string, after: string) => `${before}\n${table(make())}\n\n${after}`);
  }, manual);
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

/** Padded as the formatter of this project does it, so that it has nothing to change. */
function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[], fill = ' ') =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width, fill)).join(' | ')} |`;
  return [line(head), line([], '-'), ...rows.map((cells) => line(cells))].join('\n');
}
