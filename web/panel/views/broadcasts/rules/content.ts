/** A broadcast's content and what is wrong with it, as the editor's parts take them. */
import type { Content, ContentProblem } from '../../../api/broadcasts.ts';
import type { Layout } from '../../../editor-parts/configuration.ts';
import type { FieldProblem } from '../../../editor-parts/problems.ts';

type Row = NonNullable<Content['layout']>[number];

/** The problems of one field, their places below it. */
export function fieldProblems(problems: readonly ContentProblem[], field: keyof Content): readonly FieldProblem[] {
  return problems.flatMap(({ path, ...problem }) => {
    // layout[0][1].data
    const [name, ...place] = path.split(/[.[\]]+/).filter((part) => part !== '');
    return name === field ? [{ ...problem, place }] : [];
  });
}

type Change = { readonly [Field in keyof Content]?: Content[Field] | undefined };

/** The content with a field changed; undefined and an empty layout take it away. */
export function changedContent(content: Content, change: Change): Content {
  const { message, photo_url, layout }: Change = { ...content, ...change };
  return {
    ...(message === undefined ? {} : { message }),
    ...(photo_url === undefined ? {} : { photo_url }),
    ...(layout === undefined || layout.length === 0 ? {} : { layout }),
  };
}

/** Rows of buttons; lists and shared ones belong to keyboards of the bot and are left out. */
export function inlineButtons(layout: Layout): Row[] {
  return layout
    .map((row) => row.flatMap((cell): Row => (typeof cell === 'string' || 'each' in cell ? [] : [cell])))
    .filter((row) => row.length > 0);
}
