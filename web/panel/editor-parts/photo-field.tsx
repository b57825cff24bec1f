import { ActionIcon, Button, FileButton, Group, Popover, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { IconPhoto, IconPhotoPlus, IconTrash, IconUpload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { uploadPicture, uploadsQuery } from '../api/configuration.ts';
import { pictureAddress } from '../chat/content.ts';
import { useErrorText } from '../parts/states.tsx';
import { locales } from '../words/format.ts';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import classes from './editor-parts.module.css';
import { FieldProblems } from './field-problems.tsx';
import { mostPictureBytes, pictureTypes } from './limits.ts';
import { photoWords } from './photo-words.ts';
import type { FieldProblem } from './problems.ts';

interface PhotoFieldProps {
  /** An address, or `upload:12`; null where there is no picture. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly problems: readonly FieldProblem[];
  readonly isReadOnly?: boolean;
}

/** The picture above a message: uploaded, one of those that are there, or an address. */
export function PhotoField({ value, onChange, problems, isReadOnly = false }: PhotoFieldProps) {
  const words = useWords(photoWords);
  const [isOpen, setOpen] = useState(false);
  const [unseen, setUnseen] = useState<string | null>(null);
  return (
    <Stack gap={4}>
      <Group gap="sm">
        {value !== null && (
          <img
            key={value}
            className={classes['thumb']}
            src={pictureAddress(value)}
            alt={words.photo}
            onError={() => setUnseen(value)}
          />
        )}
        {!isReadOnly && (
          <Popover opened={isOpen} onChange={setOpen} position="bottom-start" withinPortal trapFocus returnFocus>
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
      {value !== null && unseen === value && (
        <Text size="sm" role="status" className={classes['warning'] ?? ''}>
          {words.cannotSee}
        </Text>
      )}
      <FieldProblems problems={problems} />
    </Stack>
  );
}

function PhotoChoice({ value, onChange }: Pick<PhotoFieldProps, 'value' | 'onChange'>) {
  const words = useWords(photoWords);
  const queries = useQueryClient();
  const { data: uploads = [] } = useQuery(uploadsQuery);
  const [address, setAddress] = useState(value?.startsWith('upload:') === false ? value : '');
  const [file, setFile] = useState<File | null>(null);
  const upload = useMutation({
    mutationFn: uploadPicture,
    onSuccess: ({ photo_url: photo }) => {
      void queries.invalidateQueries({ queryKey: uploadsQuery.queryKey });
      onChange(photo);
    },
  });
  const failed = useErrorText(upload.error);
  const wrong = useWhatIsWrong(file);
  const said = wrong ?? (upload.isError ? failed : null);
  return (
    <Stack gap="sm">
      <div>
        <FileButton
          accept={pictureTypes.join()}
          onChange={(chosen) => {
            setFile(chosen);
            upload.reset();
            if (chosen !== null && isFit(chosen)) upload.mutate(chosen);
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
        {said !== null && (
          <Text size="sm" role="alert" className={classes['error'] ?? ''} style={{ overflowWrap: 'anywhere' }}>
            {said}
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
          // The form of a broadcast stands around this one in the page, though not in the document.
          event.stopPropagation();
          onChange(address.trim() === '' ? null : address.trim());
        }}
      >
        <Group gap="xs" align="flex-end" wrap="nowrap">
          <TextInput
            flex={1}
            label={words.address}
            type="url"
            placeholder="https://"
            value={address}
            onChange={({ currentTarget }) => setAddress(currentTarget.value)}
          />
          <Button type="submit" variant="default">
            {words.take}
          </Button>
        </Group>
      </form>
    </Stack>
  );
}

function isFit({ type, size }: File): boolean {
  return pictureTypes.some((each) => each === type) && size <= mostPictureBytes;
}

/** Said before anything is sent: a file of twenty megabytes takes a while to be refused. */
function useWhatIsWrong(file: File | null): string | null {
  const words = useWords(photoWords);
  const { language } = useLanguage();
  if (file === null || isFit(file)) return null;
  if (!pictureTypes.some((each) => each === file.type)) return words.wrongKind(file.name);
  const size = new Intl.NumberFormat(locales[language], {
    style: 'unit',
    unit: 'megabyte',
    maximumFractionDigits: 0,
  }).format(file.size / 1024 / 1024);
  return words.tooLarge(file.name, size);
}
