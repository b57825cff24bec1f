import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useLanguage } from '../words/language.ts';
import { registryQuery } from './configuration.ts';

/** What people call an action, by its name; the name itself until that is known. */
export function useActionTitle(): (name: string) => string {
  const { language } = useLanguage();
  const { data: registry } = useQuery(registryQuery);
  return useCallback(
    (name: string) => registry?.find((action) => action.name === name)?.title[language] ?? name,
    [registry, language],
  );
}
