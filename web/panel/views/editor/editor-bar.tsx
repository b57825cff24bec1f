import { ActionIcon, Button, Group, Text, Tooltip } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconKeyboard,
  IconPlayerPlay,
  IconReplace,
  IconShieldCheck,
  IconShieldX,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useWords } from '../../words/words.ts';
import { useEditor } from './editor-context.ts';
import classes from './editor.module.css';
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
  const { done, undone, isBusy } = useWorkbench();
  return (
    <Group gap="xs">
      <SaveState />
      <CheckState check={check} />
      {canWrite && (
        <>
          <Tool label={words.undo} isDisabled={done.length === 0 || isBusy} onClick={onUndo}>
            <IconArrowBackUp size={18} aria-hidden />
          </Tool>
          <Tool label={words.redo} isDisabled={undone.length === 0 || isBusy} onClick={onRedo}>
            <IconArrowForwardUp size={18} aria-hidden />
          </Tool>
        </>
      )}
      <Tool label={words.findReplace} onClick={onReplace}>
        <IconReplace size={18} aria-hidden />
      </Tool>
      <Tool label={words.shortcuts} onClick={onHelp}>
        <IconKeyboard size={18} aria-hidden />
      </Tool>
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

/** How many problems the check finds in all of the draft. */
function CheckState({ check }: { readonly check: CheckStanding }) {
  const words = useWords(editorWords);
  const { problems } = useEditor();
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const isKnown = check === 'checked';
  const look = !isKnown || problems.length === 0 ? 'sign' : errors > 0 ? 'error' : 'warning';
  const found = errors > 0 ? words.errors(errors) : warnings > 0 ? words.warnings(warnings) : words.checkFine;
  const Sign = problems.length === 0 ? IconShieldCheck : IconShieldX;
  return (
    <Group gap={4} wrap="nowrap" className={classes[look] ?? ''}>
      <Sign size={16} aria-hidden />
      <Text size="sm" c={look === 'sign' ? 'dimmed' : 'inherit'} role="status">
        {isKnown ? found : words[check]}
      </Text>
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
      <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={isDisabled} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
