import { SegmentedControl } from '@mantine/core';
import type { DraftEntry } from '../../api/configuration.ts';
import { KeyboardEditor } from '../../editor-parts/keyboard-editor.tsx';
import { useWords } from '../../words/words.ts';
import { useEditor } from './editor-context.ts';
import { entryWords } from './entry-words.ts';
import { layoutOf } from './typed.ts';
import { useFieldProblems, useParts } from './use-parts.ts';

interface KeyboardRowsProps {
  readonly keyboard: DraftEntry;
  /** The last button was taken away, and a keyboard has one at least. */
  readonly onEmpty: () => void;
}

/** A keyboard’s rows of buttons, and where it is shown. */
export function KeyboardRows({ keyboard, onEmpty }: KeyboardRowsProps) {
  const words = useWords(entryWords);
  const { change, canWrite } = useEditor();
  const { handlers: _, keyboards: __, ...parts } = useParts();
  const problems = useFieldProblems(keyboard, 'layout');
  const kind = keyboard.content['kind'] === 'reply' ? 'reply' : 'inline';
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={words.keyboardKind}
        readOnly={!canWrite}
        value={kind}
        onChange={(value) => change(keyboard, { kind: value })}
        data={[
          { value: 'inline', label: words.inline },
          { value: 'reply', label: words.reply },
        ]}
      />
      <KeyboardEditor
        {...parts}
        layout={layoutOf(keyboard.content)}
        kind={kind}
        problems={problems}
        onChange={(layout) => (layout.length === 0 ? onEmpty() : change(keyboard, { layout }))}
      />
    </>
  );
}
