import { ActionIcon, Box, Button, Group, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconKeyboard, IconPlayerPlay, IconReplace } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useWords } from '../../words/words.ts';
import { CheckState } from './check-state.tsx';
import { useEditor } from './editor-context.ts';
import { editorWords } from './editor-words.ts';
import { entryWords } from './entry-words.ts';
import { SaveState } from './save-state.tsx';
import type { CheckStanding } from './use-draft-editor.ts';
import { useWorkbench } from './use-workbench.ts';

interface EditorBarProps {
  readonly check: CheckStanding;
  readonly isTrying: boolean;
  readonly onTry: () => void;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  readonly onReplace: () => void;
  readonly onHelp: () => void;
}

/** What became of changes, the way back, and what is done with the whole draft. */
export function EditorBar({ check, isTrying, onTry, onUndo, onRedo, onReplace, onHelp }: EditorBarProps) {
  const words = useWords(editorWords);
  const { inPreview } = useWords(entryWords);
  const { canWrite } = useEditor();
  const { done, undone } = useWorkbench();
  return (
    <Group gap="xs">
      <SaveState />
      <CheckState check={check} />
      {canWrite && (
        <>
          <Tool label={words.undo} isDisabled={done.length === 0} onClick={onUndo}>
            <IconArrowBackUp size={18} aria-hidden />
          </Tool>
          <Tool label={words.redo} isDisabled={undone.length === 0} onClick={onRedo}>
            <IconArrowForwardUp size={18} aria-hidden />
          </Tool>
        </>
      )}
      <Tool label={words.findReplace} onClick={onReplace}>
        <IconReplace size={18} aria-hidden />
      </Tool>
      {/* Where there are no keys there are no shortcuts. */}
      <Box visibleFrom="sm">
        <Tool label={words.shortcuts} onClick={onHelp}>
          <IconKeyboard size={18} aria-hidden />
        </Tool>
      </Box>
      <Button
        variant={isTrying ? 'light' : 'default'}
        size="xs"
        aria-pressed={isTrying}
        leftSection={<IconPlayerPlay size={16} aria-hidden />}
        onClick={onTry}
      >
        {inPreview}
      </Button>
    </Group>
  );
}

interface ToolProps {
  readonly label: string;
  readonly isDisabled?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Tool({ label, isDisabled = false, onClick, children }: ToolProps) {
  return (
    <Tooltip label={label}>
      {/* It stays to be reached: undoing the last step by keys must not end nowhere. */}
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={label}
        {...(isDisabled ? { 'data-disabled': true, 'aria-disabled': true } : { onClick })}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
