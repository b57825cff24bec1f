import { IconAlertTriangle, IconArrowUpRight, IconMessage, IconSlash } from '@tabler/icons-react';
import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { memo } from 'react';
import classes from './graph.module.css';

/** What is written in a box, ready to be shown: a thousand of them have no time to think. */
export type BoxNode = Node<
  {
    readonly kind: 'handler' | 'callback' | 'link';
    readonly name: string;
    readonly says: string;
    readonly isOff: boolean;
    readonly worst: 'error' | 'warning' | null;
    /** How often it was shown, and how many left here; empty where it is not counted. */
    readonly figures: string;
    /** Whether a button can be put on it. */
    readonly canLead: boolean;
  },
  'box'
>;

const icons = { handler: IconSlash, callback: IconMessage, link: IconArrowUpRight } as const;

/** A handler, a screen or an address. */
export const NodeBox = memo(function NodeBox({ data, selected, isConnectable }: NodeProps<BoxNode>) {
  const { kind, name, says, isOff, worst, figures, canLead } = data;
  const Icon = icons[kind];
  return (
    <div
      className={classes['box']}
      data-kind={kind}
      data-selected={selected || undefined}
      data-off={isOff || undefined}
      data-worst={worst ?? undefined}
    >
      <Handle type="target" position={Position.Left} isConnectable={isConnectable && kind === 'callback'} />
      <div className={classes['name']}>
        <Icon size={15} aria-hidden />
        <span>{name}</span>
        {worst !== null && <IconAlertTriangle size={16} aria-hidden className={classes['sign']} />}
      </div>
      <div className={classes['says']}>{says}</div>
      {figures !== '' && <div className={classes['figures']}>{figures}</div>}
      <Handle type="source" position={Position.Right} isConnectable={isConnectable && canLead} />
    </div>
  );
});
