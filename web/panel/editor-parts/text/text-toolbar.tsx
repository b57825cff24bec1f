import { RichTextEditor } from '@mantine/tiptap';
import {
  IconBlockquote,
  IconBold,
  IconClearFormatting,
  IconCode,
  IconEyeOff,
  IconItalic,
  IconSourceCode,
  IconStrikethrough,
  IconUnderline,
} from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import type { ReactNode } from 'react';
import { useWords } from '../../words/words.ts';
import { toggleCode } from './extensions.ts';
import { textWords } from './text-words.ts';

const formats = [
  { name: 'bold', keys: 'Ctrl+B', Icon: IconBold },
  { name: 'italic', keys: 'Ctrl+I', Icon: IconItalic },
  { name: 'underline', keys: 'Ctrl+U', Icon: IconUnderline },
  { name: 'strike', keys: 'Ctrl+Shift+X', Icon: IconStrikethrough },
  { name: 'spoiler', keys: 'Ctrl+Shift+P', Icon: IconEyeOff },
  { name: 'quote', keys: 'Ctrl+Shift+.', Icon: IconBlockquote },
  { name: 'code', keys: 'Ctrl+Shift+M', Icon: IconCode },
  { name: 'pre', keys: '', Icon: IconSourceCode },
] as const;

interface TextToolbarProps {
  readonly editor: Editor;
  readonly hasFormats: boolean;
  /** What else can be put into the text. */
  readonly children: ReactNode;
}

/** Telegram's formatting. */
export function TextToolbar({ editor, hasFormats, children }: TextToolbarProps) {
  const words = useWords(textWords);
  const active = useEditorState({
    editor,
    selector: ({ editor: now }) => formats.filter(({ name }) => now.isActive(name)).map(({ name }) => name),
  });
  return (
    <RichTextEditor.Toolbar role="toolbar" aria-label={words.toolbar}>
      {hasFormats && (
        <RichTextEditor.ControlsGroup>
          {formats.map(({ name, keys, Icon }) => (
            <RichTextEditor.Control
              key={name}
              active={active.includes(name)}
              aria-pressed={active.includes(name)}
              aria-label={words[name]}
              title={keys === '' ? words[name] : `${words[name]} (${keys})`}
              onClick={() => {
                if (name === 'code' || name === 'pre') toggleCode(editor, name);
                else editor.chain().focus().toggleMark(name).run();
              }}
            >
              <Icon size={16} stroke={1.8} aria-hidden />
            </RichTextEditor.Control>
          ))}
          <RichTextEditor.Control
            aria-label={words.clear}
            title={words.clear}
            onClick={() => editor.chain().focus().unsetAllMarks().run()}
          >
            <IconClearFormatting size={16} stroke={1.8} aria-hidden />
          </RichTextEditor.Control>
        </RichTextEditor.ControlsGroup>
      )}
      <RichTextEditor.ControlsGroup>{children}</RichTextEditor.ControlsGroup>
    </RichTextEditor.Toolbar>
  );
}
