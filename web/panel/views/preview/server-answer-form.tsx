import { Button, Group, JsonInput, Modal, NumberInput, Stack } from '@mantine/core';
import { useState } from 'react';
import type { CallAnswer } from '../../../../src/preview/schema.ts';
import { commonWords } from '../../parts/common-words.ts';
import { useWords } from '../../words/words.ts';
import { previewWords } from './preview-words.ts';
import type { ServerAnswer } from './preview-state.ts';

interface ServerAnswerFormProps {
  readonly isOpen: boolean;
  /** What it is answered now. */
  readonly answer: CallAnswer;
  readonly onAnswer: (answer: ServerAnswer) => void;
  readonly onClose: () => void;
}

/** Asks what a server would answer. */
export function ServerAnswerForm({ isOpen, answer, onAnswer, onClose }: ServerAnswerFormProps) {
  const words = useWords(previewWords);
  const common = useWords(commonWords);
  const [status, setStatus] = useState<string | number>('status' in answer ? answer.status : 200);
  const [body, setBody] = useState('body' in answer ? JSON.stringify(answer.body, null, 2) : '{}');
  const parsed = parse(body);
  return (
    <Modal opened={isOpen} onClose={onClose} title={words.answerFor} closeButtonProps={{ 'aria-label': common.close }}>
      <Stack>
        <NumberInput label={words.status} min={100} max={599} value={status} onChange={setStatus} />
        <JsonInput
          label={words.body}
          autosize
          minRows={4}
          maxRows={14}
          value={body}
          onChange={setBody}
          error={parsed === null ? words.bodyWrong : undefined}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button
            disabled={parsed === null}
            onClick={() => parsed !== null && onAnswer({ status: Number(status) || 200, body: parsed.json })}
          >
            {words.use}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

type Body = Extract<ServerAnswer, { status: number }>['body'];

function parse(text: string): { readonly json: Body } | null {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return null;
  }
}
