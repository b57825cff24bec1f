import { ActionIcon, Button, Menu, Text, Textarea } from '@mantine/core';
import {
  IconAddressBook,
  IconClock,
  IconKeyboard,
  IconKeyboardOff,
  IconMapPin,
  IconPaperclip,
  IconPhoto,
  IconSend2,
  IconSlash,
} from '@tabler/icons-react';
import { useState, type KeyboardEvent } from 'react';
import type { PreviewAnswer } from '../../../../src/preview/schema.ts';
import { ReplyKeyboard } from '../../chat/reply-keyboard.tsx';
import { useWords } from '../../words/words.ts';
import type { PreviewStep } from './preview-state.ts';
import { previewWords } from './preview-words.ts';
import classes from './preview.module.css';

interface ComposerProps {
  readonly answer: PreviewAnswer;
  readonly isEmpty: boolean;
  readonly take: (step: PreviewStep) => void;
}

/** What a person can do but press buttons: write, share, choose a command, let time pass. */
export function Composer({ answer: { keyboard, commands }, isEmpty, take }: ComposerProps) {
  const words = useWords(previewWords);
  const [text, setText] = useState('');
  const shape = JSON.stringify(keyboard);
  /** The keyboard that is hidden; another one shows again. */
  const [hidden, setHidden] = useState<string | null>(null);
  const isShown = keyboard !== null && hidden !== shape;

  function say(said: string): void {
    const trimmed = said.trim();
    if (trimmed !== '') take({ kind: 'text', text: trimmed });
  }
  function send(): void {
    say(text);
    setText('');
  }
  function noteKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  }

  if (isEmpty)
    return (
      <div className={classes['composer']}>
        <Button variant="subtle" size="lg" fullWidth onClick={() => take({ kind: 'text', text: '/start' })}>
          {words.start}
        </Button>
      </div>
    );
  return (
    <div className={classes['composer']}>
      <div className={classes['inputs']}>
        <MoreMenu take={take} />
        <Textarea
          className={classes['text']}
          variant="unstyled"
          autosize
          minRows={1}
          maxRows={5}
          maxLength={4_096}
          value={text}
          placeholder={keyboard?.placeholder ?? words.message}
          aria-label={words.message}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={noteKey}
        />
        <Menu position="top-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={words.commands} title={words.commands}>
              <IconSlash size={20} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {commands.length === 0 && <Menu.Label>{words.noCommands}</Menu.Label>}
            {commands.map(({ command, description }) => (
              <Menu.Item
                key={command}
                rightSection={
                  <Text size="xs" c="dimmed" component="span">
                    /{command}
                  </Text>
                }
                onClick={() => say(`/${command}`)}
              >
                {description}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        {keyboard !== null && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={isShown ? words.hideKeyboard : words.showKeyboard}
            title={isShown ? words.hideKeyboard : words.showKeyboard}
            onClick={() => setHidden(isShown ? shape : null)}
          >
            {isShown ? <IconKeyboardOff size={20} aria-hidden /> : <IconKeyboard size={20} aria-hidden />}
          </ActionIcon>
        )}
        <ActionIcon size="lg" variant="subtle" disabled={text.trim() === ''} aria-label={words.send} onClick={send}>
          <IconSend2 size={20} aria-hidden />
        </ActionIcon>
      </div>
      {isShown && (
        <ReplyKeyboard
          rows={keyboard.rows.map((row) =>
            row.map(({ text: label, requests }) => ({ label, ...(requests === null ? {} : { requests }) })),
          )}
          onPress={({ label, requests }) => {
            if (keyboard.is_one_time) setHidden(shape);
            take(requests === undefined ? { kind: 'text', text: label } : { kind: requests });
          }}
        />
      )}
    </div>
  );
}

/** Seconds that can be let pass, each with its word. */
const stretches = [
  [60, 'passMinute'],
  [1_500, 'passHalf'],
  [3_600, 'passHour'],
  [86_400, 'passDay'],
] as const;

function MoreMenu({ take }: Pick<ComposerProps, 'take'>) {
  const words = useWords(previewWords);
  return (
    <Menu position="top-start" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={words.more} title={words.more}>
          <IconPaperclip size={20} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconAddressBook size={16} aria-hidden />} onClick={() => take({ kind: 'contact' })}>
          {words.contact}
        </Menu.Item>
        <Menu.Item leftSection={<IconMapPin size={16} aria-hidden />} onClick={() => take({ kind: 'location' })}>
          {words.location}
        </Menu.Item>
        <Menu.Item leftSection={<IconPhoto size={16} aria-hidden />} onClick={() => take({ kind: 'photo' })}>
          {words.photo}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{words.pass}</Menu.Label>
        {stretches.map(([after, word]) => (
          <Menu.Item
            key={word}
            leftSection={<IconClock size={16} aria-hidden />}
            onClick={() => take({ kind: 'time', after })}
          >
            {words[word]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
