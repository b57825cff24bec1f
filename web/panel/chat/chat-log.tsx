import { IconChevronDown } from '@tabler/icons-react';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import classes from './chat.module.css';
import { useWords } from '../words/words.ts';
import { chatWords } from './words.ts';

/** Pixels from the end within which a reader counts as being at the end. */
const NEAR_END = 80;

export interface ChatLogProps {
  /** `ChatMessage`s, `ChatNote`s and whatever else stands between them, oldest first. */
  readonly children: ReactNode;
  /** Changes when there is something new: the end is then shown, whatever the reader was looking at. */
  readonly revision?: string | number | undefined;
  /** Shown while there are no messages. */
  readonly hint?: ReactNode;
}

/** The messages of a chat on Telegram's wallpaper. It keeps its end in sight while more comes. */
export function ChatLog({ children, revision, hint }: ChatLogProps) {
  const words = useWords(chatWords);
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const wasAtEnd = useRef(true);
  const [isAtEnd, setAtEnd] = useState(true);
  const toEnd = useCallback(() => {
    const node = scroller.current;
    if (node) node.scrollTop = node.scrollHeight;
  }, []);
  useLayoutEffect(toEnd, [revision, toEnd]);
  useEffect(() => {
    const [outer, inner] = [scroller.current, list.current];
    if (!outer || !inner) return undefined;
    // A picture that arrives, or a keyboard that opens below, must not push the newest message out of sight.
    const observer = new ResizeObserver(() => {
      if (wasAtEnd.current) toEnd();
    });
    observer.observe(outer);
    observer.observe(inner);
    return () => observer.disconnect();
  }, [toEnd]);

  function noteScroll(): void {
    const node = scroller.current;
    if (!node) return;
    wasAtEnd.current = node.scrollHeight - node.scrollTop - node.clientHeight < NEAR_END;
    setAtEnd(wasAtEnd.current);
  }

  return (
    <div className={classes['log']}>
      {/* What scrolls must be reached by the keyboard, whatever is in it. */}
      <div
        ref={scroller}
        className={classes['scroller']}
        onScroll={noteScroll}
        tabIndex={0}
        role="region"
        aria-label={words.messages}
      >
        <div ref={list} className={classes['messages']} role="log" aria-live="polite" aria-label={words.messages}>
          {children}
          {hint !== undefined && <p className={classes['hint']}>{hint}</p>}
        </div>
      </div>
      {!isAtEnd && (
        <button type="button" className={classes['toEnd']} aria-label={words.toEnd} title={words.toEnd} onClick={toEnd}>
          <IconChevronDown aria-hidden="true" />
        </button>
      )}
    </div>
  );
}

/** A line between messages: a day, or what happened beside them. */
export function ChatNote({ children }: { readonly children: ReactNode }) {
  return <div className={classes['note']}>{children}</div>;
}
