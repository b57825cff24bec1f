import type { Editor } from '@tiptap/core';
import { Fragment, Slice, type Schema } from '@tiptap/pm/model';
import { NodeSelection, TextSelection } from '@tiptap/pm/state';
import type { EditorProps, EditorView } from '@tiptap/pm/view';
import { useEditor } from '@tiptap/react';
import { useEffect, useRef } from 'react';
import type { Vocabulary } from '../configuration.ts';
import { useLanguage, type Language } from '../../words/language.ts';
import { fromDocument, toDocument, toNode } from './document.ts';
import { textExtensions } from './extensions.ts';
import { readPastedHtml, readPastedText } from './paste.ts';
import type { Piece } from './pieces.ts';
import { readPlain, readTelegramHtml } from './read-telegram-html.ts';
import { readExpression } from './value-expression.ts';
import { writePlain, writeTelegramHtml } from './write-telegram-html.ts';

/** What a source is: Telegram's HTML, or words in which nothing is formatted. */
export type TextMode = 'html' | 'plain';

export interface TextEditorWishes {
  readonly source: string;
  readonly onChange: (source: string) => void;
  readonly mode: TextMode;
  readonly isSingleLine: boolean;
  readonly label: string;
  readonly vocabulary: Vocabulary;
  readonly isReadOnly: boolean;
  /** Something was typed. @returns whether it is taken, and so no part of the text */
  readonly onTyped: (text: string) => boolean;
  /** A value was pressed, or Enter on it. @param position in the document */
  readonly onChip: (position: number) => void;
  readonly onLink: () => void;
}

/** @returns null where a source cannot be shown but as source */
export function piecesOfSource(source: string, mode: TextMode): readonly Piece[] | null {
  if (mode === 'plain') return readPlain(source);
  const read = readTelegramHtml(source);
  return read.ok ? read.pieces : null;
}

/** Tiptap over a source. A source that nobody changes is never written anew. */
export function useTextEditor(wishes: TextEditorWishes): Editor {
  const { language } = useLanguage();
  const latest = useRef({ ...wishes, language });
  const written = useRef(wishes.source);
  useEffect(() => {
    latest.current = { ...wishes, language };
  });
  const { mode, isSingleLine, label, source, isReadOnly } = wishes;
  const editor = useEditor(
    {
      extensions: textExtensions({
        hasFormats: mode === 'html',
        isSingleLine,
        describe: (chip) => describe(chip, latest.current.vocabulary, latest.current.language),
      }),
      content: toDocument(piecesOfSource(source, mode) ?? []),
      editable: !isReadOnly,
      editorProps: {
        attributes: {
          role: 'textbox',
          'aria-label': label,
          'aria-multiline': String(!isSingleLine),
          'aria-readonly': String(isReadOnly),
          ...(isReadOnly && { tabindex: '0' }),
        },
        ...handlers(latest, isSingleLine),
      },
      onUpdate({ editor: changed }) {
        const pieces = fromDocument(changed.getJSON());
        written.current = mode === 'html' ? writeTelegramHtml(pieces) : writePlain(pieces);
        latest.current.onChange(written.current);
      },
    },
    // Titles of chips and names of fields are in the panel's language.
    [mode, isSingleLine, label, isReadOnly, language],
  );
  useEffect(() => {
    if (source === written.current) return;
    written.current = source;
    const pieces = piecesOfSource(source, mode);
    if (pieces !== null) editor.commands.setContent(toDocument(pieces), { emitUpdate: false });
  }, [editor, source, mode]);
  return editor;
}

function describe(chip: string, { values }: Vocabulary, language: Language): string {
  const name = readExpression(chip)?.name;
  return values.find((each) => each.name === name)?.[language] ?? '';
}

/** Puts a template where the selection is, looking like what is typed there. */
export function insertTemplate(view: EditorView, source: string): void {
  const { state } = view;
  const { $from } = state.selection;
  const marks = state.storedMarks ?? $from.marks();
  const chip = state.schema.nodes['chip']?.create({ source }, null, marks);
  if (chip) view.dispatch(state.tr.replaceSelectionWith(chip, false).ensureMarks(marks).scrollIntoView());
}

/** Puts pieces where the selection is; what the field cannot hold is left out. */
function insertPieces(view: EditorView, pieces: readonly Piece[]): void {
  const { state } = view;
  const nodes = pieces
    .filter(({ text }) => text !== '')
    .map((piece) => state.schema.nodeFromJSON(toNode(fitting(piece, state.schema))));
  view.dispatch(state.tr.replaceSelection(new Slice(Fragment.from(nodes), 0, 0)).scrollIntoView());
}

function fitting(piece: Piece, { marks, nodes }: Schema): Piece {
  const formats = piece.formats.filter(({ type }) => marks[type] !== undefined);
  if (piece.kind === 'emoji' && nodes['emoji'] === undefined) return { kind: 'text', text: piece.text, formats };
  return { ...piece, formats };
}

type Latest = { readonly current: TextEditorWishes };

function handlers(latest: Latest, isSingleLine: boolean): EditorProps {
  return {
    handleDOMEvents: {
      keydown(view, { isComposing }) {
        // A browser tells a moment later where an arrow key has put the caret. From fast hands, or on a busy page, the next
        // key is there before: it would pass a value instead of selecting it, or break the line where the caret had been.
        if (!isComposing) view.dom.ownerDocument.dispatchEvent(new Event('selectionchange'));
        return false;
      },
    },
    handleTextInput: (_view, _from, _to, text) => latest.current.onTyped(text),
    handleClickOn(_view, _position, node, at, _event, isDirect) {
      if (!isDirect || node.type.name !== 'chip') return false;
      latest.current.onChip(at);
      return true;
    },
    handleKeyDown(view, event) {
      const { selection } = view.state;
      const isChip = selection instanceof NodeSelection && selection.node.type.name === 'chip';
      if (event.key === 'Enter' && isChip) {
        latest.current.onChip(selection.from);
        return true;
      }
      if ((event.ctrlKey || event.metaKey) && event.code === 'KeyK' && latest.current.mode === 'html') {
        event.preventDefault();
        // The panel has a meaning of its own for these keys.
        event.stopPropagation();
        latest.current.onLink();
        return true;
      }
      return false;
    },
    handlePaste: (view, event) => takeOver(view, event.clipboardData, isSingleLine),
    handleDrop(view, event, _slice, isMoved) {
      if (isMoved) return false;
      const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
      if (at === null) return false;
      view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(at.pos))));
      return takeOver(view, event.dataTransfer, isSingleLine);
    },
    clipboardTextSerializer: (slice) =>
      slice.content.textBetween(0, slice.content.size, '\n', (node) =>
        String(node.attrs['source'] ?? node.attrs['text'] ?? ''),
      ),
  };
}

function inOneLine(piece: Piece): Piece {
  return Object.assign({}, piece, { text: piece.text.replaceAll('\n', ' ') });
}

function takeOver(view: EditorView, data: DataTransfer | null, isSingleLine: boolean): boolean {
  const html = data?.getData('text/html') ?? '';
  const text = data?.getData('text/plain') ?? '';
  if (html === '' && text === '') return false;
  const pieces = html === '' ? readPastedText(text) : readPastedHtml(html);
  insertPieces(view, isSingleLine ? pieces.map(inOneLine) : pieces);
  return true;
}
