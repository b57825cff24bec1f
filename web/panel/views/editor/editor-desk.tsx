import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { draftQuery, type EntryKind } from '../../api/configuration.ts';
import { notifyFailed } from '../../parts/notify.ts';
import { Page } from '../../parts/page.tsx';
import { Loading } from '../../parts/states.tsx';
import { useWords } from '../../words/words.ts';
import { EditorBar } from './editor-bar.tsx';
import { useEditor } from './editor-context.ts';
import classes from './editor.module.css';
import { editorWords } from './editor-words.ts';
import { EntryList, searchId } from './entry-list.tsx';
import { EntryPane, paneId } from './entry-pane.tsx';
import { useFailureText } from './failure-text.ts';
import { FindReplace } from './find-replace.tsx';
import { NewEntry } from './new-entry.tsx';
import { ShortcutsHelp } from './shortcuts-help.tsx';
import type { CheckStanding } from './use-draft-editor.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { useTitleOf } from './use-title-of.ts';
import { workbench } from './use-workbench.ts';
import { isSameEntry } from './workbench/entry.ts';

const PreviewPane = lazy(async () => {
  const { PreviewPane: component } = await import('../preview/preview-pane.tsx');
  return { default: component };
});

/** The list, the entry that is open, and a chat to try the draft beside them. */
export function EditorDesk({ title, check }: { readonly title: string; readonly check: CheckStanding }) {
  const words = useWords(editorWords);
  const failureText = useFailureText();
  const { entries, selected, open, canWrite } = useEditor();
  const { data: draft } = useQuery(draftQuery);
  const titleOf = useTitleOf();
  const chosen = entries.find((each) => isSameEntry(each, selected));
  const isPhone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const [creating, setCreating] = useState<EntryKind | null>(null);
  const [tool, setTool] = useState<'replace' | 'help' | null>(null);
  const [isTrying, setTrying] = useState(false);
  const closeTool = () => setTool(null);
  const travel = (go: () => Promise<void>) => () =>
    void go().catch((error: unknown) => notifyFailed(failureText(error), words.undoFailed));
  const keys = {
    onCheck: () => void workbench.flush(),
    onSearch: () => {
      // On a phone the list is another screen.
      if (isPhone) open(null);
      document.querySelector<HTMLElement>(`#${searchId}`)?.focus();
    },
    onCreate: () => setCreating('handler'),
    onUndo: travel(workbench.undo),
    onRedo: travel(workbench.redo),
    onReplace: () => setTool('replace'),
    onHelp: () => setTool('help'),
  };
  useShortcuts(keys);

  return (
    <Page
      title={title}
      open={chosen && titleOf(chosen).title}
      isFull
      {...(!isPhone && { about: words.about })}
      actions={<EditorBar {...keys} check={check} isTrying={isTrying} onTry={() => setTrying((before) => !before)} />}
    >
      {/* An empty bot has nothing to choose from a list: on a phone the way to begin stands in its place. */}
      <div className={classes['split']} data-open={selected !== null || entries.length === 0} data-trying={isTrying}>
        <EntryList onCreate={setCreating} />
        {/* Whoever leaves a field may be on the way to publishing. */}
        <div id={paneId} tabIndex={-1} className={classes['pane']} onBlur={() => void workbench.flush()}>
          <EntryPane />
        </div>
        {isTrying && (
          <aside className={classes['trial']}>
            <Suspense fallback={<Loading />}>
              <PreviewPane revision={draft?.revision} />
            </Suspense>
          </aside>
        )}
      </div>
      {canWrite && <NewEntry kind={creating} onKind={setCreating} onClose={() => setCreating(null)} />}
      <FindReplace isOpen={tool === 'replace'} onClose={closeTool} />
      <ShortcutsHelp isOpen={tool === 'help'} onClose={closeTool} />
    </Page>
  );
}
