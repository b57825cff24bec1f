/** What Tiptap may hold: one text with Telegram's formatting, values as atoms. Telegram has no headings and no lists. */
import { Extension, InputRule, Mark, Node, type AnyExtension, type Editor } from '@tiptap/core';
import { DOMSerializer } from '@tiptap/pm/model';
import { Plugin, TextSelection } from '@tiptap/pm/state';
import { StarterKit } from '@tiptap/starter-kit';
import { chipFace } from './chip-face.ts';

export interface TextRules {
  readonly hasFormats: boolean;
  readonly isSingleLine: boolean;
  /** What a value means, in words; asked each time one is drawn. */
  readonly describe: (source: string) => string;
}

/** For one editor. */
export function textExtensions(rules: TextRules): AnyExtension[] {
  return [
    StarterKit.configure({
      document: false,
      paragraph: false,
      heading: false,
      blockquote: false,
      bold: false,
      italic: false,
      underline: false,
      strike: false,
      code: false,
      codeBlock: false,
      bulletList: false,
      orderedList: false,
      listItem: false,
      listKeymap: false,
      horizontalRule: false,
      hardBreak: false,
      link: false,
      gapcursor: false,
      trailingNode: false,
    }),
    Node.create({ name: 'doc', topNode: true, content: 'words' }),
    words(rules),
    chip(rules.describe),
    lineBreaks(rules.isSingleLine),
    copying,
    ...(rules.hasFormats ? [emoji, quote, pre, bold, italic, underline, strike, spoiler, link, code] : []),
  ];
}

/** One block for everything: line breaks are letters in it, as they are for Telegram. */
function words({ hasFormats }: TextRules) {
  return Node.create({
    name: 'words',
    content: 'inline*',
    whitespace: 'pre',
    marks: hasFormats ? '_' : '',
    parseHTML: () => [{ tag: 'div[data-words]' }],
    renderHTML: () => ['div', { 'data-words': '' }, 0],
  });
}

function chip(describe: TextRules['describe']) {
  return Node.create({
    name: 'chip',
    group: 'inline',
    inline: true,
    atom: true,
    addAttributes: () => ({ source: { default: '', rendered: false } }),
    parseHTML: () => [{ tag: 'span[data-chip]', getAttrs: (node) => ({ source: node.dataset['chip'] ?? '' }) }],
    // What is copied to somewhere else is the source.
    renderHTML: ({ node }) => ['span', { 'data-chip': String(node.attrs['source']) }, String(node.attrs['source'])],
    addNodeView:
      () =>
      ({ node }) => {
        const source = String(node.attrs['source']);
        const { kind, text } = chipFace(source);
        const dom = document.createElement('span');
        dom.dataset['chip'] = source;
        dom.dataset['kind'] = kind;
        dom.textContent = text;
        dom.title = [describe(source), source].filter(Boolean).join('\n');
        return { dom };
      },
    addInputRules() {
      return [
        new InputRule({
          find: /\{\{[^{}\n]+\}\}$|\{%[^%\n]+%\}$/,
          handler: ({ state, range, match: [source] }) => {
            const marks = state.doc.resolve(range.from).marks();
            state.tr.replaceWith(range.from, range.to, this.type.create({ source }, null, marks));
          },
        }),
      ];
    },
  });
}

const emoji = Node.create({
  name: 'emoji',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes: () => ({ id: { default: '', rendered: false }, text: { default: '', rendered: false } }),
  parseHTML: () => [
    {
      tag: 'span[data-emoji]',
      getAttrs: (node) => ({ id: node.dataset['emoji'] ?? '', text: node.textContent }),
    },
  ],
  renderHTML: ({ node }) => ['span', { 'data-emoji': String(node.attrs['id']) }, String(node.attrs['text'])],
});

/** A kind of formatting that has one of several tags and nothing else to say. */
function tagged(name: string, tag: string, element: string, aliases: readonly string[], keys: string) {
  return Mark.create({
    name,
    addAttributes: () => ({ tag: { default: tag, rendered: false } }),
    parseHTML: () => [element, ...aliases].map((each) => ({ tag: each })),
    renderHTML: () => [element, { 'data-format': name }, 0],
    addKeyboardShortcuts: () => ({ [keys]: ({ editor }) => editor.commands.toggleMark(name) }),
  });
}

const bold = tagged('bold', 'b', 'strong', ['b'], 'Mod-b');
const italic = tagged('italic', 'i', 'em', ['i'], 'Mod-i');
const underline = tagged('underline', 'u', 'u', ['ins'], 'Mod-u');
const strike = tagged('strike', 's', 's', ['del', 'strike'], 'Mod-Shift-x');
const spoiler = tagged('spoiler', 'tg-spoiler', 'tg-spoiler', ['span.tg-spoiler'], 'Mod-Shift-p');

const code = Mark.create({
  name: 'code',
  parseHTML: () => [{ tag: 'code' }],
  renderHTML: () => ['code', { 'data-format': 'code' }, 0],
  addKeyboardShortcuts: () => ({ 'Mod-Shift-m': ({ editor }) => toggleCode(editor, 'code') }),
});

const pre = Mark.create({
  name: 'pre',
  addAttributes: () => ({ language: { default: null, rendered: false }, number: { default: 0, rendered: false } }),
  parseHTML: () => [{ tag: 'span[data-format=pre]' }],
  renderHTML: ({ mark }) => ['span', { 'data-format': 'pre', 'data-language': mark.attrs['language'] }, 0],
});

const quote = Mark.create({
  name: 'quote',
  addAttributes: () => ({
    isExpandable: { default: false, rendered: false },
    number: { default: 0, rendered: false },
  }),
  parseHTML: () => [{ tag: 'span[data-format=quote]' }],
  renderHTML: ({ mark }) => [
    'span',
    { 'data-format': 'quote', 'data-expandable': mark.attrs['isExpandable'] === true ? '' : null },
    0,
  ],
  addKeyboardShortcuts: () => ({ 'Mod-Shift-.': ({ editor }) => editor.commands.toggleMark('quote') }),
});

const link = Mark.create({
  name: 'link',
  inclusive: false,
  addAttributes: () => ({ href: { default: '', rendered: false } }),
  parseHTML: () => [{ tag: 'a[href]', getAttrs: (node) => ({ href: node.getAttribute('href') ?? '' }) }],
  // No real link: a press in the editor is for changing the text.
  renderHTML: ({ mark }) => ['span', { 'data-format': 'link', title: String(mark.attrs['href']) }, 0],
});

/** Telegram formats nothing inside code. */
export function toggleCode(editor: Editor, name: 'code' | 'pre'): boolean {
  const chain = editor.chain().focus();
  for (const other of ['bold', 'italic', 'underline', 'strike', 'spoiler', 'link', name === 'code' ? 'pre' : 'code'])
    chain.unsetMark(other);
  return chain.toggleMark(name).run();
}

function lineBreaks(isSingleLine: boolean) {
  const breakLine = ({ editor }: { readonly editor: Editor }) => isSingleLine || insertLineBreak(editor);
  return Extension.create({
    name: 'lineBreaks',
    addKeyboardShortcuts: () => ({ Enter: breakLine, 'Shift-Enter': breakLine }),
  });
}

/** A second line break in a row at the end of a quotation or a block of code leaves it. */
function insertLineBreak(editor: Editor): boolean {
  return editor.commands.command(({ state, tr }) => {
    const { $from, empty } = state.selection;
    const marks = state.storedMarks ?? $from.marks();
    const blocks = marks.filter(({ type }) => type.name === 'quote' || type.name === 'pre');
    const isBroken = $from.nodeBefore?.isText === true && $from.nodeBefore.text?.endsWith('\n') === true;
    const isLast = blocks.every((mark) => $from.nodeAfter === null || !mark.isInSet($from.nodeAfter.marks));
    if (empty && blocks.length > 0 && isBroken && isLast) {
      tr.delete($from.pos - 1, $from.pos);
      const outside = marks.filter((mark) => !blocks.includes(mark));
      tr.insert($from.pos - 1, state.schema.text('\n', outside));
      tr.setSelection(TextSelection.create(tr.doc, $from.pos));
      tr.setStoredMarks(outside);
    } else {
      tr.replaceSelectionWith(state.schema.text('\n', marks), false).ensureMarks(marks);
    }
    tr.scrollIntoView();
    return true;
  });
}

const copying = Extension.create({
  name: 'copying',
  addProseMirrorPlugins() {
    const { schema } = this.editor;
    const clipboardSerializer = new LineSerializer(
      DOMSerializer.nodesFromSchema(schema),
      DOMSerializer.marksFromSchema(schema),
    );
    return [new Plugin({ props: { clipboardSerializer } })];
  },
});

/** Other programs break a line only where there is an element for it. */
class LineSerializer extends DOMSerializer {
  override serializeFragment(...args: Parameters<DOMSerializer['serializeFragment']>) {
    const made = super.serializeFragment(...args);
    const walker = document.createTreeWalker(made, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walker.nextNode()) if (walker.currentNode instanceof Text) texts.push(walker.currentNode);
    for (const text of texts) {
      const lines = text.data.split('\n');
      text.replaceWith(
        ...lines.flatMap((line, index) => (index === 0 ? [line] : [document.createElement('br'), line])),
      );
    }
    return made;
  }
}
