import { Button, type ButtonProps } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useMay } from '../api/session.ts';
import { workbench } from '../views/editor/use-workbench.ts';
import { publishWords } from '../views/versions/publish-words.ts';
import { useWords } from '../words/words.ts';
import { useUnpublished } from './use-unpublished.ts';

// The first view does without what only a publication needs.
const PublishDialog = lazy(async () => {
  const { PublishDialog: dialog } = await import('../views/versions/publish-dialog.tsx');
  return { default: dialog };
});

/** Opens what publishing asks and tells; nothing for whoever may not publish. */
export function PublishButton({ size = 'sm' }: Pick<ButtonProps, 'size'>) {
  const words = useWords(publishWords);
  const mayPublish = useMay('config:publish');
  const unpublished = useUnpublished();
  const [isOpen, setOpen] = useState(false);
  if (!mayPublish || (!isOpen && (unpublished?.count ?? 0) === 0)) return null;
  function open(): void {
    // What was typed a moment ago goes along.
    void workbench.flush();
    setOpen(true);
  }

  return (
    <>
      <Button size={size} onClick={open}>
        {words.publish}
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <PublishDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
