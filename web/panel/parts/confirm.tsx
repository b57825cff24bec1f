import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../words/words.ts';
import { commonWords } from './common-words.ts';

interface ConfirmProps {
  readonly isOpen: boolean;
  readonly title: string;
  /** What will happen, in plain words. */
  readonly children: ReactNode;
  /** The word on the button: what is done, not «OK». */
  readonly action: string;
  readonly isDangerous?: boolean;
  readonly isBusy?: boolean;
  /** Whether it may be done yet, where something has to be typed first. */
  readonly isReady?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something that cannot be undone by one click. */
export function Confirm(props: ConfirmProps) {
  const { isOpen, title, children, action, isDangerous, isBusy, isReady = true, onConfirm, onClose } = props;
  const words = useWords(commonWords);
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} centered closeButtonProps={{ 'aria-label': words.close }}>
      <Stack>
        <div>{children}</div>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button
            color={isDangerous === true ? 'red' : 'blue'}
            loading={isBusy ?? false}
            disabled={!isReady}
            onClick={onConfirm}
          >
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
