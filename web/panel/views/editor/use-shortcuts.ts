import { useHotkeys } from '@mantine/hooks';
import { useEditor } from './editor-context.ts';
import { useEntryDeeds } from './use-entry-deeds.ts';
import { isSameEntry } from './workbench/entry.ts';

export interface Shortcuts {
  readonly onCheck: () => void;
  readonly onSearch: () => void;
  readonly onCreate: () => void;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  readonly onReplace: () => void;
  readonly onHelp: () => void;
}

/** The editor’s keys. In a field letters are letters, and undoing is the field’s own. */
export function useShortcuts(keys: Shortcuts): void {
  const { entries, selected, canWrite } = useEditor();
  const deeds = useEntryDeeds(entries.find((entry) => isSameEntry(entry, selected)));
  useHotkeys([
    ['/', keys.onSearch],
    // A question mark and a slash are other keys on other keyboards, so what they write counts.
    ['shift+?', keys.onHelp, { usePhysicalKeys: false }],
    ...(canWrite
      ? ([
          ['n', keys.onCreate, { usePhysicalKeys: true }],
          ['mod+Z', keys.onUndo, { usePhysicalKeys: true }],
          ['mod+shift+Z', keys.onRedo, { usePhysicalKeys: true }],
          ['mod+Y', keys.onRedo, { usePhysicalKeys: true }],
          ['alt+ArrowUp', () => deeds.move('up')],
          ['alt+ArrowDown', () => deeds.move('down')],
        ] satisfies Parameters<typeof useHotkeys>[0])
      : []),
  ]);
  // Wherever the cursor stands.
  useHotkeys(
    [
      ['mod+S', keys.onCheck, { usePhysicalKeys: true }],
      ['mod+H', keys.onReplace, { usePhysicalKeys: true }],
      ['mod+D', () => void deeds.duplicate(), { usePhysicalKeys: true }],
    ],
    [],
    true,
  );
}
