import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { KitProvider } from '../ui/index.ts';
import '../ui/kit.css';
import { applyMode } from '../ui/theme.ts';
import { onSignedOut } from './app/api.ts';
import { ApiError } from './app/api-error.ts';
import { allCodes, codeDictionary } from './app/codes.ts';
import { getMode, useLanguageChoice, useModeInForce } from './app/preferences.ts';
import { createDeskRouter } from './app/router.tsx';
import { forgetSession } from './app/session.ts';
import './app/screens.css';
import './app/shell.css';
import { words } from './app/words.ts';
import { features } from './features/index.ts';

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // An answer of the server stands; only silence is asked again.
      retry: (tries, error) => tries < 2 && error instanceof ApiError && error.status === 0,
    },
  },
});
const router = createDeskRouter({ queryClient });
const first_codes = codeDictionary([]);
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;

onSignedOut(() => {
  if (router.state.location.pathname === '/sign-in') return;
  const next = router.state.location.href;
  void forgetSession(queryClient).then(() =>
    router.navigate({ to: '/sign-in' as string, search: { next } as never }),
  );
});

// After an update the files of the old version are gone; loading the page anew fetches the new ones, once.
addEventListener('vite:preloadError', (event) => {
  const key = 'tongcang.reloaded_at';
  const last = Number(sessionStorage.getItem(key) ?? 0);
  if (Date.now() - last < 30_000) return;
  event.preventDefault();
  sessionStorage.setItem(key, String(Date.now()));
  location.reload();
});

function Desk() {
  const language = useLanguageChoice();
  const mode = useModeInForce();
  const [codes, setCodes] = useState(first_codes);
  // The sentences of refusals are many and needed late: they come after the first page.
  useEffect(() => void allCodes(features).then(setCodes), []);
  return (
    <KitProvider language={language} mode={mode} codes={codes} words={words} nonce={nonce}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </KitProvider>
  );
}

applyMode(getMode());
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Desk />
  </StrictMode>,
);
