import '@mantine/tiptap/styles.css';
import { Text } from '@mantine/core';
import { RichTextEditor } from '@mantine/tiptap';
import { IconBraces, IconFileCode, IconGitBranch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useWords } from '../../words/words.ts';
import type { ValueWords, Vocabulary } from '../configuration.ts';
import classes from '../editor-parts.module.css';
import { FieldProblems } from '../field-problems.tsx';
import type { FieldProblem } from '../problems.ts';
import { ChipPopover } from './chip-popover.tsx';
import { LinkControl } from './link-control.tsx';
import { readTelegramHtml } from './read-telegram-html.ts';
import { SourceField } from './source-field.tsx';
import { TextLength } from './text-length.tsx';
import { TextToolbar } from './text-toolbar.tsx';
import { textWords } from './text-words.ts';
import { insertTemplate, piecesOfSource, useTextEditor, type TextMode } from './use-text-editor.ts';
import { usualExpression } from './value-expression.ts';
import { ValuePicker } from './value-picker.tsx';

export interface TextEditorProps {
  readonly source: string;
  readonly onChange: (source: string) => void;
  /** Telegram's HTML with its toolbar; or words without formatting. */
  readonly mode: TextMode;
  readonly isSingleLine?: boolean;
  readonly label: string;
  /** UTF-16 units; nothing is counted without it. */
  readonly most?: number;
  readonly vocabulary: Vocabulary;
  readonly problems: readonly FieldProblem[];
  readonly isReadOnly?: boolean;
}

/** What is being put into the text: a value, a condition around it, a value in place of a typed brace. */
type Insertion = 'value' | 'condition' | 'brace';

/** One text in one language. */
export function TextEditor(props: TextEditorProps) {
  const { source, onChange, mode, isSingleLine = false, label, most, vocabulary, problems, isReadOnly = false } = props;
  const words = useWords(textWords);
  const [isSourceWished, setSourceWished] = useState(false);
  const [insertion, setShownInsertion] = useState<Insertion | null>(null);
  const [search, setSearch] = useState('');
  // Letters that come before the list has the focus are for its search already.
  const isPicking = useRef(false);
  const [isLinkOpen, setLinkOpen] = useState(false);
  const [chipAt, setChipAt] = useState<number | null>(null);
  const pieces = piecesOfSource(source, mode);
  const isSource = isSourceWished || pieces === null;
  const editor = useTextEditor({
    source,
    onChange,
    mode,
    isSingleLine,
    label,
    vocabulary,
    isReadOnly,
    onTyped(text) {
      if (isPicking.current) setSearch((typed) => typed + text);
      else if (text === '{') setInsertion('brace');
      return isPicking.current;
    },
    onChip: setChipAt,
    onLink: () => setLinkOpen(true),
  });
  const view = editor.view;

  function setInsertion(next: Insertion | null): void {
    isPicking.current = next !== null;
    setSearch('');
    setShownInsertion(next);
  }

  function insert(template: string): void {
    setInsertion(null);
    insertTemplate(view, template);
    // At once: Tiptap’s own way waits until the page is drawn, and what is typed by then would be lost.
    view.focus();
  }

  function insertCondition({ name }: ValueWords): void {
    setInsertion(null);
    const { from, to } = editor.state.selection;
    const [begin, end] = [`{% if ${name} %}`, '{% endif %}'].map((each) =>
      editor.schema.nodes['chip']?.create({ source: each }),
    );
    if (begin === undefined || end === undefined) return;
    editor
      .chain()
      .insertContentAt(to, end.toJSON())
      .insertContentAt(from, begin.toJSON())
      .focus(to + 1)
      .run();
  }

  function pick(value: ValueWords): void {
    if (insertion === 'condition') insertCondition(value);
    else insert(usualExpression(value));
  }

  /** A brace that was typed stays, with what was typed behind it. */
  function leavePicker(): void {
    if (insertion === 'brace')
      editor
        .chain()
        .insertContent({ type: 'text', text: `{${search}` })
        .run();
    setInsertion(null);
    view.focus();
  }

  const picker = (
    <>
      <ValuePicker
        isOpen={insertion !== null}
        vocabulary={vocabulary}
        search={search}
        onSearch={setSearch}
        onPick={pick}
        onSource={insert}
        onClose={leavePicker}
      >
        <RichTextEditor.Control
          aria-label={words.value}
          title={`${words.value} ({)`}
          onClick={() => setInsertion(insertion === null ? 'value' : null)}
        >
          <IconBraces size={16} stroke={1.8} aria-hidden />
        </RichTextEditor.Control>
      </ValuePicker>
      {!isSingleLine && (
        <RichTextEditor.Control
          aria-label={words.condition}
          title={words.condition}
          onClick={() => setInsertion('condition')}
        >
          <IconGitBranch size={16} stroke={1.8} aria-hidden />
        </RichTextEditor.Control>
      )}
    </>
  );
  const sourceControl = (
    <RichTextEditor.Control
      active={isSource}
      aria-pressed={isSource}
      aria-label={words.source}
      title={words.source}
      disabled={pieces === null}
      onClick={() => setSourceWished(!isSourceWished)}
    >
      <IconFileCode size={16} stroke={1.8} aria-hidden />
    </RichTextEditor.Control>
  );

  return (
    <div>
      <RichTextEditor editor={editor} withTypographyStyles={false} withCodeHighlightStyles={false}>
        {!isReadOnly && !isSingleLine && (
          <TextToolbar editor={editor} hasFormats={mode === 'html' && !isSource}>
            {mode === 'html' && !isSource && <LinkControl editor={editor} isOpen={isLinkOpen} setOpen={setLinkOpen} />}
            {!isSource && picker}
            {sourceControl}
          </TextToolbar>
        )}
        {isSource ? (
          <SourceField source={source} onChange={onChange} label={label} isReadOnly={isReadOnly} />
        ) : (
          <div className={classes['line']}>
            <RichTextEditor.Content
              className={classes['content'] ?? ''}
              {...(isSingleLine && { mod: { single: true } })}
            />
            {!isReadOnly && isSingleLine && picker}
          </div>
        )}
      </RichTextEditor>
      {pieces === null && <Unreadable source={source} />}
      {most !== undefined && <TextLength pieces={pieces} most={most} />}
      <FieldProblems problems={problems} />
      {chipAt !== null && !isSource && (
        <ChipPopover
          key={chipAt}
          source={String(editor.state.doc.nodeAt(chipAt)?.attrs['source'] ?? '')}
          place={placeOf(view.coordsAtPos(chipAt))}
          vocabulary={vocabulary}
          isReadOnly={isReadOnly}
          onChange={(changed) =>
            editor.commands.command(({ tr }) => {
              tr.setNodeAttribute(chipAt, 'source', changed);
              return true;
            })
          }
          onRemove={() => {
            setChipAt(null);
            editor
              .chain()
              .focus()
              .deleteRange({ from: chipAt, to: chipAt + 1 })
              .run();
          }}
          onClose={() => {
            setChipAt(null);
            editor.commands.focus(chipAt + 1);
          }}
        />
      )}
    </div>
  );
}

function placeOf({ left, top }: { readonly left: number; readonly top: number }) {
  return { left, top };
}

/** Why a text shows as its source, and where that begins. */
function Unreadable({ source }: { readonly source: string }) {
  const words = useWords(textWords);
  const read = readTelegramHtml(source);
  if (read.ok) return null;
  return (
    <Text size="sm" className={classes['warning']}>
      {words.faults[read.fault]}. {words.at(source.slice(read.offset, read.offset + 24))}
    </Text>
  );
}
