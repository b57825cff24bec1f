import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './panel.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, useEffect, useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { whenSignedOut } from './api/client.ts';
import { queryClient } from './api/query-client.ts';
import { forgetSession } from './api/session.ts';
import { router } from './router.tsx';
import { keepFocus } from './shell/keep-focus.ts';
import { theme } from './theme.ts';
import { firstLanguage, LanguageContext, rememberLanguage, type Language } from './words/language.ts';

whenSignedOut(forgetSession);
keepFocus();

function Panel() {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
    rememberLanguage(language);
  }, [language]);
  const spoken = useMemo(() => ({ language, setLanguage }), [language]);
  return (
    <LanguageContext value={spoken}>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <Notifications position="bottom-right" />
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </LanguageContext>
  );
}

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Panel />
    </StrictMode>,
  );
}
