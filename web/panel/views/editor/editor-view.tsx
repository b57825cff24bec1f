import { Page } from '../../parts/page.tsx';
import { Failed, Loading } from '../../parts/states.tsx';
import { shellWords } from '../../shell/shell-words.ts';
import { useWords } from '../../words/words.ts';
import { EditorContext } from './editor-context.ts';
import { EditorDesk } from './editor-desk.tsx';
import { useDraftEditor } from './use-draft-editor.ts';

/** The whole bot as entries, edited in place; what is changed is a draft until it is published. */
export function EditorView() {
  const { editor: title } = useWords(shellWords);
  const { editor, error, retry, check } = useDraftEditor();
  if (editor === null)
    return <Page title={title}>{error === null ? <Loading /> : <Failed error={error} retry={retry} />}</Page>;
  return (
    <EditorContext value={editor}>
      <EditorDesk title={title} check={check} />
    </EditorContext>
  );
}
