import { ActionIcon, Button, Drawer, Group, Modal, SegmentedControl, Text, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconListDetails, IconRefresh, IconUserCircle } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { PreviewMessage } from '../../../../src/preview/schema.ts';
import { Problem } from '../../api/problem.ts';
import type { ButtonPlace } from '../../chat/content.ts';
import { Failed, Loading } from '../../parts/states.tsx';
import { useWords } from '../../words/words.ts';
import { Composer } from './composer.tsx';
import { Inspector } from './inspector.tsx';
import { NoticeOver } from './notice-over.tsx';
import { PersonaForm } from './persona-form.tsx';
import { PreviewLog } from './preview-log.tsx';
import type { PreviewStep } from './preview-state.ts';
import { previewWords } from './preview-words.ts';
import classes from './preview.module.css';
import { usePreview } from './use-preview.ts';

export interface PreviewPaneProps {
  /** Of the draft, where somebody knows it: all steps are taken again when it changes. */
  readonly revision?: string | number | undefined;
  /** Whether there is room for what happened beside the chat; else a button opens it. */
  readonly isWide?: boolean;
  /** Whether what runs can be tried too, and not the draft alone. */
  readonly hasVersions?: boolean;
  /** What else stands in the bar above the chat. */
  readonly children?: ReactNode;
}

/** A chat that runs the draft, as high and as wide as what it stands in. */
export function PreviewPane({ revision, isWide = false, hasVersions = false, children }: PreviewPaneProps) {
  const words = useWords(previewWords);
  const preview = usePreview({ revision, isDraft: !hasVersions });
  const { state, answer, error, isBusy } = preview;
  const [opened, setOpened] = useState<'person' | 'inspector' | null>(null);
  const [pressed, setPressed] = useState<{ readonly messageId: number; readonly place: ButtonPlace } | null>(null);
  /** How many steps there are once the last deed has been answered: its notice is then shown. */
  const [expected, setExpected] = useState(0);
  const waiting = isBusy && state.steps.length === expected ? pressed : null;
  const close = (): void => setOpened(null);

  function take(step: PreviewStep): void {
    setExpected(state.steps.length + 1);
    setPressed(null);
    preview.take(step);
  }
  function press({ id, buttons }: PreviewMessage, place: ButtonPlace): void {
    const button = buttons[place.row]?.[place.column];
    if (button === undefined || button.url !== null) return;
    // The second of two quick taps would find what the first one made.
    const { messageId, place: at } = waiting ?? {};
    if (messageId === id && at?.row === place.row && at.column === place.column) return;
    take({ kind: 'press', message_id: id, ...place, label: button.text });
    setPressed({ messageId: id, place });
  }

  const inspector = answer && <Inspector preview={preview} answer={answer} />;
  return (
    <div className={classes['pane']}>
      <section className={classes['chat']} aria-label={words.chat} aria-busy={isBusy}>
        <Group className={classes['bar']} gap={4} wrap="nowrap" justify="space-between">
          <Button
            variant="subtle"
            color="gray"
            size="compact-md"
            leftSection={<IconUserCircle size={20} aria-hidden />}
            aria-label={`${words.person}: ${state.persona.firstName}`}
            onClick={() => setOpened('person')}
          >
            {state.persona.firstName}
          </Button>
          <Group gap={2} wrap="nowrap">
            {children}
            <BarButton
              label={words.back}
              icon={<IconArrowBackUp size={20} aria-hidden />}
              isDisabled={state.steps.length === 0}
              onClick={() => preview.goBackTo(state.steps.length - 1)}
            />
            <BarButton
              label={words.restart}
              icon={<IconRefresh size={20} aria-hidden />}
              isDisabled={state.steps.length === 0}
              onClick={preview.restart}
            />
            {!isWide && (
              <BarButton
                label={words.inspect}
                icon={<IconListDetails size={20} aria-hidden />}
                onClick={() => setOpened('inspector')}
              />
            )}
          </Group>
        </Group>
        {hasVersions && (
          <SegmentedControl
            className={classes['which'] ?? ''}
            size="xs"
            radius={0}
            aria-label={words.which}
            data={[
              { value: 'draft', label: words.draft },
              { value: 'live', label: words.live },
            ]}
            value={state.of}
            onChange={(value) => preview.chooseConfiguration(value === 'live' ? 'live' : 'draft')}
          />
        )}
        {answer !== undefined && answer.errors > 0 && (
          <Text size="sm" className={classes['warning']}>
            {words.errors(answer.errors)}
          </Text>
        )}
        {error !== null && (
          <div className={classes['failure']}>
            <Failed error={error} retry={preview.retry} />
            {error instanceof Problem && error.code === 'configuration' && <Text size="sm">{words.shape}</Text>}
          </div>
        )}
        {answer === undefined ? (
          error === null && <Loading />
        ) : (
          <>
            <PreviewLog
              preview={preview}
              answer={answer}
              waiting={waiting}
              onPress={press}
              onCommand={(text) => take({ kind: 'text', text })}
            />
            <NoticeOver answer={answer} expected={expected} />
            <Composer answer={answer} isEmpty={state.steps.length === 0} take={take} />
          </>
        )}
      </section>
      {isWide ? (
        <section className={classes['side']} tabIndex={0} aria-label={words.inspect}>
          {inspector}
        </section>
      ) : (
        <Drawer
          opened={opened === 'inspector'}
          onClose={close}
          position="right"
          title={words.inspect}
          closeButtonProps={{ 'aria-label': words.close }}
        >
          {inspector}
        </Drawer>
      )}
      <Modal
        opened={opened === 'person'}
        onClose={close}
        title={words.person}
        closeButtonProps={{ 'aria-label': words.close }}
      >
        <PersonaForm
          persona={state.persona}
          onClose={close}
          onChoose={(persona) => {
            preview.choosePersona(persona);
            close();
          }}
        />
      </Modal>
    </div>
  );
}

interface BarButtonProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly isDisabled?: boolean;
  readonly onClick: () => void;
}

function BarButton({ label, icon, isDisabled = false, onClick }: BarButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} disabled={isDisabled} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
