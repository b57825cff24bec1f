import { ActionIcon, Button, FileButton, Group, Popover, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { IconPhoto, IconPhotoPlus, IconTrash, IconUpload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { uploadPicture, uploadsQuery } from '../../api/configuration.ts';
import { pictureAddress } from '../../chat/content.ts';
import { useErrorText } from '../../parts/states.tsx';
import { useWords } from '../../words/words.ts';
import classes from './editor.module.css';
import { entryWords } from './entry-words.ts';

interface PhotoFieldProps {
  /** An address, or `upload:12`; null where there is no picture. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly isReadOnly: boolean;
}

/** The picture above a message: uploaded, one of those that are there, or an address. */
export function PhotoField({ value, onChange, isReadOnly }: PhotoFieldProps) {
  const words = useWords(entryWords);
  const [isOpen, setOpen] = useState(false);
  return (
    <Group gap="sm">
      {value !== null && <img className={classes['thumb']} src={pictureAddress(value)} alt={words.photo} />}
      {!isReadOnly && (
        <Popover opened={isOpen} onChange={setOpen} position="bottom-start" withinPortal trapFocus>
          <Popover.Target>
            <Button
              variant="default"
              size="xs"
              leftSection={
                value === null ? <IconPhotoPlus size={16} aria-hidden /> : <IconPhoto size={16} aria-hidden />
              }
              onClick={() => setOpen((before) => !before)}
            >
              {value === null ? words.addPhoto : words.replacePhoto}
            </Button>
          </Popover.Target>
          <Popover.Dropdown maw="min(92vw, 380px)">
            <PhotoChoice
              value={value}
              onChange={(photo) => {
                setOpen(false);
                onChange(photo);
              }}
            />
          </Popover.Dropdown>
        </Popover>
      )}
      {value !== null && !isReadOnly && (
        <Tooltip label={words.removePhoto}>
          <ActionIcon variant="subtle" color="gray" aria-label={words.removePhoto} onClick={() => onChange(null)}>
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}

function PhotoChoice({ value, onChange }: Omit<PhotoFieldProps, 'isReadOnly'>) {
  const words = useWords(entryWords);
  const queries = useQueryClient();
  const { data: uploads = [] } = useQuery(uploadsQuery);
  const [address, setAddress] = useState(value?.startsWith('upload:') === false ? value : '');
  const upload = useMutation({
    mutationFn: uploadPicture,
    onSuccess: ({ photo_url: photo }) => {
      void queries.invalidateQueries({ queryKey: uploadsQuery.queryKey });
      onChange(photo);
    },
  });
  const failed = useErrorText(upload.error);
  return (
    <Stack gap="sm">
      <div>
        <FileButton
          accept="image/jpeg,image/png,image/gif,image/webp"
          onChange={(file) => {
            if (file !== null) upload.mutate(file);
          }}
        >
          {(props) => (
            <Button
              {...props}
              size="xs"
              loading={upload.isPending}
              leftSection={<IconUpload size={16} aria-hidden />}
              data-autofocus
            >
              {words.upload}
            </Button>
          )}
        </FileButton>
        <Text size="xs" c="dimmed" mt={4}>
          {words.uploadHint}
        </Text>
        {upload.isError && (
          <Text size="sm" role="alert" className={classes['error'] ?? ''}>
            {failed}
          </Text>
        )}
      </div>
      {uploads.length > 0 && (
        <div>
          <Text size="sm" fw={500}>
            {words.uploaded}
          </Text>
          <Group gap={6} mah={200} style={{ overflowY: 'auto' }}>
            {uploads.map(({ id, photo_url: photo }) => (
              <ActionIcon
                key={id}
                variant="default"
                size={70}
                aria-label={words.uploadedPicture(id)}
                onClick={() => onChange(photo)}
              >
                <img className={classes['thumb']} src={pictureAddress(photo)} alt="" loading="lazy" />
              </ActionIcon>
            ))}
          </Group>
        </div>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onChange(address.trim() === '' ? null : address.trim());
        }}
      >
        <TextInput
          label={words.photoAddress}
          type="url"
          placeholder="https://"
          value={address}
          onChange={({ currentTarget }) => setAddress(currentTarget.value)}
          rightSectionWidth={42}
        />
      </form>
    </Stack>
  );
}
