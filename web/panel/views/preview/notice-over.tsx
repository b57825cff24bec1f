import { Button, Group, Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { PreviewAnswer } from '../../../../src/preview/schema.ts';
import { useWords } from '../../words/words.ts';
import { previewWords } from './preview-words.ts';
import classes from './preview.module.css';

/** Milliseconds for which Telegram shows a notice. */
const shownFor = 4_000;

interface NoticeOverProps {
  readonly answer: PreviewAnswer;
  /** The notice of the step with this number, from 1, has not been seen yet. */
  readonly expected: number;
}

/** What a press is answered with over the chat: words that go away, or a box that wants to be closed. */
export function NoticeOver({ answer: { steps }, expected }: NoticeOverProps) {
  const words = useWords(previewWords);
  const [seen, setSeen] = useState(0);
  const step = steps.length === expected ? steps.at(-1) : undefined;
  const notice = step?.events.findLast((event) => event.kind === 'notice');
  const isShown = notice !== undefined && seen !== expected;
  const isPassing = isShown && !notice.is_alert;
  useEffect(() => {
    if (!isPassing) return undefined;
    const timer = setTimeout(() => setSeen(expected), shownFor);
    return () => clearTimeout(timer);
  }, [isPassing, expected]);
  return (
    <>
      <div className={classes['toasts']} role="status" aria-label={words.notice}>
        {isPassing && <div className={classes['toast']}>{notice.text}</div>}
      </div>
      <Modal
        opened={isShown && notice.is_alert}
        onClose={() => setSeen(expected)}
        withCloseButton={false}
        centered
        size="xs"
        title="Minuta"
      >
        {notice?.text}
        <Group justify="flex-end" mt="md">
          <Button variant="subtle" data-autofocus onClick={() => setSeen(expected)}>
            {words.ok}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
