import { ActionIcon, FileButton, Menu, Modal, Stack, Text } from '@mantine/core';
import { IconDotsVertical, IconDownload, IconEraser, IconFileImport, IconRestore } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { addressOf } from '../../api/client.ts';
import { configurationStateQuery, faultsOf } from '../../api/configuration.ts';
import { Problem } from '../../api/problem.ts';
import { useMay } from '../../api/session.ts';
import { importFile, resetDraft, rereadConfiguration } from '../../api/versions.ts';
import { commonWords } from '../../parts/common-words.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { notifyDone } from '../../parts/notify.ts';
import { Failed } from '../../parts/states.tsx';
import { useAddress } from '../../parts/use-address.ts';
import { useWords } from '../../words/words.ts';
import { ProblemList } from './problem-list.tsx';
import { StartEmpty } from './start-empty.tsx';
import { useDraftDeed } from './use-draft-deed.ts';
import { versionsWords } from './versions-words.ts';

/** The configuration as a file, out and in, and what ships brought back. */
export function FileMenu() {
  const words = useWords(versionsWords);
  const { data: state } = useQuery(configurationStateQuery);
  const mayChange = useMay('config:write');
  const [file, setFile] = useState<File | null>(null);
  const [isResetting, setResetting] = useState(false);
  // Opened from other views as well.
  const [{ ask }, changeAddress] = useAddress(['ask', 'tab']);
  const forgetFile = useRef<() => void>(null);
  const revision = state?.draft_revision ?? 0;
  return (
    <>
      {/* Outside of the menu, which goes from the page when it closes. */}
      <FileButton onChange={setFile} accept=".yaml,.yml,.json" resetRef={forgetFile}>
        {({ onClick }) => (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="default" size="input-sm" aria-label={words.more}>
                <IconDotsVertical size={18} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {downloads.map(({ name, query }) => (
                <Menu.Item
                  key={name}
                  component="a"
                  href={addressOf('/config/export', query)}
                  download
                  leftSection={<IconDownload size={16} aria-hidden />}
                >
                  {words[name]}
                </Menu.Item>
              ))}
              {mayChange && (
                <>
                  <Menu.Divider />
                  <Menu.Item leftSection={<IconFileImport size={16} aria-hidden />} onClick={onClick}>
                    {words.import}
                  </Menu.Item>
                  <Menu.Item leftSection={<IconRestore size={16} aria-hidden />} onClick={() => setResetting(true)}>
                    {words.reset}
                  </Menu.Item>
                  <Menu.Item
                    leftSection={<IconEraser size={16} aria-hidden />}
                    onClick={() => changeAddress({ ask: 'empty' })}
                  >
                    {words.empty}
                  </Menu.Item>
                </>
              )}
            </Menu.Dropdown>
          </Menu>
        )}
      </FileButton>
      <Importing
        file={file}
        revision={revision}
        onClose={() => {
          setFile(null);
          // Else the same file, mended, could not be chosen again.
          forgetFile.current?.();
        }}
      />
      <Resetting isOpen={isResetting} revision={revision} onClose={() => setResetting(false)} />
      <StartEmpty
        isOpen={ask === 'empty' && mayChange && state !== undefined}
        revision={revision}
        onClose={() => changeAddress({ ask: undefined })}
        onDone={() => changeAddress({ ask: undefined, tab: undefined })}
      />
    </>
  );
}

const downloads = [
  { name: 'exportDraft', query: { format: 'yaml' } },
  { name: 'exportJson', query: { format: 'json' } },
  { name: 'exportRunning', query: { format: 'yaml', version: 'published' } },
] as const;

interface ImportingProps {
  readonly file: File | null;
  readonly revision: number;
  readonly onClose: () => void;
}

function Importing({ file, revision, onClose }: ImportingProps) {
  const words = useWords(versionsWords);
  const common = useWords(commonWords);
  const importing = useMutation({
    mutationFn: (chosen: File) => importFile(chosen, revision),
    onSuccess: () => {
      notifyDone(words.imported);
      onClose();
    },
    onError: () => void rereadConfiguration(),
  });
  const close = () => {
    importing.reset();
    onClose();
  };
  const faults = importing.error instanceof Problem ? faultsOf(importing.error) : [];
  if (importing.error)
    return (
      <Modal
        opened
        onClose={close}
        title={words.importFailed}
        size="lg"
        closeButtonProps={{ 'aria-label': common.close }}
      >
        {faults.length === 0 ? (
          <Failed error={importing.error} />
        ) : (
          <Stack>
            <Text size="sm">{words.importFailedText}</Text>
            <ProblemList problems={faults} />
          </Stack>
        )}
      </Modal>
    );
  return (
    <Confirm
      isOpen={file !== null}
      title={words.importQuestion}
      action={words.importAction}
      isBusy={importing.isPending}
      onConfirm={() => {
        if (file) importing.mutate(file);
      }}
      onClose={close}
    >
      {file && words.importText(file.name)}
    </Confirm>
  );
}

interface ResettingProps {
  readonly isOpen: boolean;
  readonly revision: number;
  readonly onClose: () => void;
}

function Resetting({ isOpen, revision, onClose }: ResettingProps) {
  const words = useWords(versionsWords);
  const resetting = useDraftDeed(
    () => resetDraft(revision),
    ({ restored }) => {
      notifyDone(words.resetDone(restored.length));
      onClose();
    },
  );
  return (
    <Confirm
      isOpen={isOpen}
      title={words.resetQuestion}
      action={words.resetAction}
      isBusy={resetting.isPending}
      onConfirm={() => resetting.mutate()}
      onClose={onClose}
    >
      {words.resetText}
    </Confirm>
  );
}
