import { Fieldset, Input, Stack, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './editor-parts.module.css';

interface FieldGroupProps {
  readonly label: string;
  /** Said only to screen readers, where something above says it to the others. */
  readonly isLabelHidden?: boolean;
  readonly description?: string | undefined;
  readonly error?: string | undefined;
  readonly isReadOnly: boolean;
  readonly children: ReactNode;
}

/** Several fields that answer one question. */
export function FieldGroup({
  label,
  isLabelHidden = false,
  description,
  error,
  isReadOnly,
  children,
}: FieldGroupProps) {
  return (
    <Fieldset
      variant="unstyled"
      className={classes['group'] ?? ''}
      legend={isLabelHidden ? <VisuallyHidden>{label}</VisuallyHidden> : label}
      disabled={isReadOnly}
    >
      <Stack gap="xs">
        {description !== undefined && <Input.Description>{description}</Input.Description>}
        {children}
        {error !== undefined && <Input.Error>{error}</Input.Error>}
      </Stack>
    </Fieldset>
  );
}
