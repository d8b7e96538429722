import { useRouter } from '@tanstack/react-router';
import { Button } from 'antd';
import { EmptyState, ErrorState, LoadingState, PageBody, useText } from '../../ui/index.ts';
import { ApiError } from './api-error.ts';
import { Link } from './link.tsx';
import { ProblemView } from './problem-view.tsx';
import { appText } from './text.ts';

/** In place of a page that threw; the shell around it stays. */
export function PageFailed({ error, reset }: { error: unknown; reset: () => void }) {
  const t = useText(appText);
  const router = useRouter();
  const again = () => {
    reset();
    void router.invalidate();
  };
  if (error instanceof ApiError) return <ProblemView error={error} onRetry={again} />;
  return (
    <ErrorState
      title={t('failed')}
      onRetry={again}
      code={error instanceof Error ? error.message : String(error)}
    >
      {t('failed_text')}
    </ErrorState>
  );
}

export function NotFound() {
  const t = useText(appText);
  return (
    <EmptyState
      title={t('not_found')}
      action={
        <Link to="/">
          <Button tabIndex={-1}>{t('home')}</Button>
        </Link>
      }
    >
      {t('not_found_text')}
    </EmptyState>
  );
}

export function PageLoading() {
  return (
    <PageBody>
      <LoadingState lines={6} />
    </PageBody>
  );
}

/** The start page while nothing else is open to the person. */
export function Welcome() {
  const t = useText(appText);
  return (
    <PageBody>
      <EmptyState title={t('welcome')}>{t('welcome_text')}</EmptyState>
    </PageBody>
  );
}
