import { Button, Group, Popover, Stack, TextInput } from '@mantine/core';
import { RichTextEditor } from '@mantine/tiptap';
import { IconLink } from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { useEffect, useState } from 'react';
import { useWords } from '../../words/words.ts';
import { textWords } from './text-words.ts';

interface LinkControlProps {
  readonly editor: Editor;
  readonly isOpen: boolean;
  readonly setOpen: (isOpen: boolean) => void;
}

/** The address that the selected words lead to. */
export function LinkControl({ editor, isOpen, setOpen }: LinkControlProps) {
  const words = useWords(textWords);
  const href = useEditorState({
    editor,
    selector: ({ editor: now }) => String(now.getAttributes('link')['href'] ?? ''),
  });
  const [address, setAddress] = useState('');
  useEffect(() => {
    if (isOpen) setAddress(href);
  }, [isOpen, href]);

  function apply(): void {
    setOpen(false);
    const wanted = address.trim();
    const chain = editor.chain().focus().extendMarkRange('link');
    if (wanted === '') chain.unsetMark('link').run();
    else if (href === '' && editor.state.selection.empty)
      chain
        .insertContent({ type: 'text', text: wanted, marks: [{ type: 'link', attrs: { href: withScheme(wanted) } }] })
        .run();
    else chain.setMark('link', { href: withScheme(wanted) }).run();
  }

  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus withinPortal width={300} shadow="md">
      <Popover.Target>
        <RichTextEditor.Control
          active={href !== ''}
          aria-pressed={href !== ''}
          aria-label={words.link}
          title={`${words.link} (Ctrl+K)`}
          onClick={() => setOpen(!isOpen)}
        >
          <IconLink size={16} stroke={1.8} aria-hidden />
        </RichTextEditor.Control>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <TextInput
            label={words.address}
            description={words.addressHint}
            value={address}
            data-autofocus
            onChange={(event) => setAddress(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') apply();
            }}
          />
          <Group justify="space-between">
            <Button
              size="xs"
              variant="subtle"
              color="red"
              disabled={href === ''}
              onClick={() => {
                setOpen(false);
                editor.chain().focus().extendMarkRange('link').unsetMark('link').run();
              }}
            >
              {words.removeLink}
            </Button>
            <Button size="xs" onClick={apply}>
              {words.apply}
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function withScheme(address: string): string {
  return /^([a-z][a-z0-9+.-]*:|\{\{)/i.test(address) ? address : `https://${address}`;
}
