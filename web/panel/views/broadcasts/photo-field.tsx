import { Button, FileButton, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPhotoUp, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { uploadPicture } from '../../api/configuration.ts';
import type { FieldProblem } from '../../editor-parts/problems.ts';
import { useErrorText } from '../../parts/states.tsx';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { broadcastWords } from './broadcast-words.ts';

interface PhotoFieldProps {
  /** An address, or `upload:12`. */
  readonly value: string | undefined;
  readonly problems: readonly FieldProblem[];
  readonly onChange: (value: string | undefined) => void;
}

/** The picture above the message: an address on the internet, or a file. */
export function PhotoField({ value, problems, onChange }: PhotoFieldProps) {
  const words = useWords(broadcastWords);
  const { language } = useLanguage();
  const upload = useMutation({
    mutationFn: uploadPicture,
    onSuccess: ({ photo_url }) => onChange(photo_url),
  });
  const failure = useErrorText(upload.error);
  const isUpload = value?.startsWith('upload:') === true;
  const faults = problems.map(({ message }) => message[language]).join('. ');
  const send = (file: File | null) => {
    if (file) upload.mutate(file);
  };
  return (
    <Stack gap="xs">
      <Group align="flex-end" gap="xs">
        <TextInput
          label={words.photo}
          description={words.photoHint}
          type="url"
          flex={1}
          miw={200}
          readOnly={isUpload}
          value={value ?? ''}
          error={faults === '' ? null : faults}
          onChange={({ currentTarget }) => onChange(currentTarget.value.trim() || undefined)}
        />
        <FileButton accept="image/jpeg,image/png,image/gif,image/webp" onChange={send}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              leftSection={<IconPhotoUp size={16} aria-hidden />}
              loading={upload.isPending}
            >
              {words.upload}
            </Button>
          )}
        </FileButton>
        {value !== undefined && (
          <Button variant="default" leftSection={<IconX size={16} aria-hidden />} onClick={() => onChange(undefined)}>
            {words.removePhoto}
          </Button>
        )}
      </Group>
      {upload.isError && (
        <Text size="sm" c="red" role="alert">
          {failure}
        </Text>
      )}
    </Stack>
  );
}
