import type { Content, DraftEntry } from '../../api/configuration.ts';
import { KeyboardEditor } from '../../editor-parts/keyboard-editor.tsx';
import { KeyboardOptions, type KeyboardOptionsValue } from '../../editor-parts/keyboard-options.tsx';
import { useEditor } from './editor-context.ts';
import { layoutOf, textsOf } from './typed.ts';
import { placedIn, useFieldProblems, useParts } from './use-parts.ts';

interface KeyboardRowsProps {
  readonly keyboard: DraftEntry;
  /** The last button was taken away, and a keyboard has one at least. */
  readonly onEmpty: () => void;
}

/** A keyboard’s rows of buttons, where it is shown and how it behaves. */
export function KeyboardRows({ keyboard, onEmpty }: KeyboardRowsProps) {
  const { change } = useEditor();
  const { handlers: _, keyboards: __, ...parts } = useParts();
  const { content } = keyboard;
  const ofLayout = useFieldProblems(keyboard, 'layout');
  const ofPlaceholder = useFieldProblems(keyboard, 'placeholder');
  const kind = content['kind'] === 'reply' ? 'reply' : 'inline';
  return (
    <>
      <KeyboardEditor
        {...parts}
        layout={layoutOf(content)}
        kind={kind}
        problems={ofLayout}
        onChange={(layout) => (layout.length === 0 ? onEmpty() : change(keyboard, { layout }))}
      />
      <KeyboardOptions
        value={{
          kind,
          placeholder: textsOf(content['placeholder']),
          one_time: content['one_time'] === true,
          marks_chosen: content['marks_chosen'] === true,
        }}
        onChange={(options) => change(keyboard, fieldsOf(options))}
        variables={parts.variables}
        problems={placedIn(ofPlaceholder, 'placeholder')}
        isReadOnly={parts.isReadOnly}
      />
    </>
  );
}

/** What is not there any more is taken away. */
function fieldsOf({ kind, placeholder, one_time: oneTime, marks_chosen: marksChosen }: KeyboardOptionsValue): Content {
  return {
    ...(kind !== undefined && { kind }),
    ...(placeholder !== undefined && { placeholder }),
    ...(oneTime !== undefined && { one_time: oneTime }),
    ...(marksChosen !== undefined && { marks_chosen: marksChosen }),
  };
}
