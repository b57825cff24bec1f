import { ActionIcon, Tooltip, type ActionIconProps } from '@mantine/core';
import type { IconTrash } from '@tabler/icons-react';

interface IconButtonProps extends Pick<ActionIconProps, 'variant' | 'color' | 'size' | 'ml'> {
  readonly label: string;
  readonly Icon: typeof IconTrash;
  /** Undefined where there is nothing to do. It stays to be reached: whoever came to an end by keys would be nowhere. */
  readonly onClick: (() => void) | undefined;
  /** By what it is found, where the keyboard shall go on from it. */
  readonly 'data-at'?: string | number;
}

/** A deed as a picture with its name. */
export function IconButton({ label, Icon, onClick, ...look }: IconButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        {...look}
        aria-label={label}
        {...(onClick === undefined ? { 'data-disabled': true, 'aria-disabled': true } : { onClick })}
      >
        <Icon size={16} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
