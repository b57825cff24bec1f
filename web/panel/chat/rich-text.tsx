import { Fragment, useMemo, useState, type ReactNode } from 'react';
import { safeLink, toPieces, type Piece } from '../../simulator/rich-text.ts';
import classes from './chat.module.css';
import type { ChatText, Entity } from './content.ts';
import { readHtml } from './read-html.ts';
import { useWords } from '../words/words.ts';
import { chatWords } from './words.ts';

export interface RichTextProps {
  readonly text: ChatText;
  /** Told of `/command` when one in the text is pressed; without it commands are no buttons. */
  readonly onCommand?: ((command: string) => void) | undefined;
  /** What stands in place of `{{ … }}` and `{% … %}`, given as they are written; without it they show as text. */
  readonly renderTemplate?: ((source: string) => ReactNode) | undefined;
}

type Ways = Pick<RichTextProps, 'onCommand' | 'renderTemplate'>;

/** Text as Telegram shows it. Everything becomes text nodes: nothing is ever parsed as HTML into the page. */
export function RichText({ text, ...ways }: RichTextProps) {
  const pieces = useMemo(() => {
    const { text: plain, entities } = 'html' in text ? readHtml(text.html) : text;
    return toPieces(plain, entities);
  }, [text]);
  return <Pieces pieces={pieces} ways={ways} />;
}

function Pieces({ pieces, ways }: { readonly pieces: readonly Piece[]; readonly ways: Ways }) {
  return pieces.map((piece, index) => {
    const shown = afterBlock(pieces[index - 1], piece);
    return (
      <Fragment key={index}>
        {typeof shown === 'string' ? (
          <PlainText text={shown} ways={ways} />
        ) : (
          <Marked entity={shown.entity} plain={plainText(shown)} ways={ways}>
            <Pieces pieces={shown.children} ways={ways} />
          </Marked>
        )}
      </Fragment>
    );
  });
}

/** A block ends its line by itself: the line break behind it would show as an empty line. */
function afterBlock(before: Piece | undefined, piece: Piece): Piece {
  const isBlock =
    typeof before === 'object' && ['pre', 'blockquote', 'expandable_blockquote'].includes(before.entity.type);
  return isBlock && typeof piece === 'string' && piece.startsWith('\n') ? piece.slice(1) : piece;
}

function PlainText({ text, ways }: { readonly text: string; readonly ways: Ways }) {
  const { renderTemplate } = ways;
  if (renderTemplate === undefined) return text;
  const parts = text.split(/(\{\{[^]*?\}\}|\{%[^]*?%\})/);
  // What is split at stands at every second place.
  return parts.map((part, index) => <Fragment key={index}>{index % 2 === 1 ? renderTemplate(part) : part}</Fragment>);
}

interface MarkedProps {
  readonly entity: Entity;
  readonly plain: string;
  readonly ways: Ways;
  readonly children: ReactNode;
}

function Marked({ entity, plain, ways: { onCommand }, children }: MarkedProps) {
  switch (entity.type) {
    case 'bold':
      return <strong>{children}</strong>;
    case 'italic':
      return <em>{children}</em>;
    case 'underline':
      return <u>{children}</u>;
    case 'strikethrough':
      return <s>{children}</s>;
    case 'code':
      return <code>{children}</code>;
    case 'pre':
      return <pre>{children}</pre>;
    case 'blockquote':
    case 'expandable_blockquote':
      return <blockquote>{children}</blockquote>;
    case 'text_link':
      return <Link address={entity.url ?? ''}>{children}</Link>;
    case 'url':
      return <Link address={plain}>{children}</Link>;
    case 'email':
    case 'mention':
    case 'hashtag':
      return <span className={classes['mark']}>{children}</span>;
    case 'bot_command':
      return onCommand === undefined ? (
        <span className={classes['mark']}>{children}</span>
      ) : (
        <button type="button" className={classes['command']} onClick={() => onCommand(plain)}>
          {children}
        </button>
      );
    case 'spoiler':
      return <Spoiler>{children}</Spoiler>;
    default:
      return children;
  }
}

function plainText(piece: Piece): string {
  return typeof piece === 'string' ? piece : piece.children.map(plainText).join('');
}

function Link({ address, children }: { readonly address: string; readonly children: ReactNode }) {
  const href = safeLink(address);
  // A link whose address is filled in later leads nowhere yet, but it is one.
  if (href === undefined) return <span className={classes['mark']}>{children}</span>;
  return (
    <a href={href} title={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

function Spoiler({ children }: { readonly children: ReactNode }) {
  const [isRevealed, setRevealed] = useState(false);
  const words = useWords(chatWords);
  if (isRevealed) return <span>{children}</span>;
  return (
    <button type="button" className={classes['spoiler']} aria-label={words.spoiler} onClick={() => setRevealed(true)}>
      <span aria-hidden="true">{children}</span>
    </button>
  );
}
