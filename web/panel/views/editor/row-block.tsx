import { Text } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import classes from './editor.module.css';

interface RowBlockProps {
  /** Of the family that begins here; empty for none. */
  readonly heading: string;
  /** How many rows it has. */
  readonly count: number;
  /** Whether it is drawn wherever it stands. */
  readonly isDrawn: boolean;
  /** Called when it is drawn. */
  readonly children: () => ReactNode;
}

/** How far out of sight rows are drawn already: about a screen, so that keys and a quick finger find them there. */
const ahead = '800px 0px';

/** A piece of a long list: its rows while they are in sight or near, else room for them. */
export function RowBlock({ heading, count, isDrawn, children }: RowBlockProps) {
  const block = useRef<HTMLUListElement>(null);
  const [isNear, setNear] = useState(isDrawn);
  useEffect(() => {
    const element = block.current;
    if (element === null || isDrawn) return undefined;
    const observer = new IntersectionObserver(
      ([seen]) => {
        if (seen === undefined) return;
        // Who stands in a row, or drags it, keeps it.
        setNear(seen.isIntersecting || element.querySelector(':focus, [data-dragging]') !== null);
      },
      { rootMargin: ahead, scrollMargin: ahead },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [isDrawn]);
  return (
    <div>
      {heading !== '' && (
        <Text px="sm" pt={6} size="xs" fw={600} c="dimmed">
          {heading}
        </Text>
      )}
      <ul ref={block} className={classes['group']} style={{ minHeight: `calc(var(--row-height) * ${count})` }}>
        {(isDrawn || isNear) && children()}
      </ul>
    </div>
  );
}
