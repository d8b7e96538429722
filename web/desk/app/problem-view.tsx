import type { ReactNode } from 'react';
import { ErrorState, RefusalPanel, useCodeText, useText } from '../../ui/index.ts';
import { ApiError } from './api-error.ts';
import { appText } from './text.ts';

/** The sentence for an error: by its code in the person's language, else what the server wrote. */
export function useProblemText(): (error: unknown) => string {
  const textOf = useCodeText();
  const t = useText(appText);
  return (error) => {
    if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
    const { code, params, problem } = error;
    const known = textOf(code, { ...params, request_id: problem.request_id });
    const sentence = known === code ? problem.title || code : known;
    const wait = problem.retry_after_s;
    return wait && !('retry_after_s' in params)
      ? `${sentence} · ${t('try_again_in', { seconds: wait })}`
      : sentence;
  };
}

type ProblemProps = { readonly error: unknown; readonly onRetry?: () => void; readonly lift?: ReactNode };

/** An error in place of content: the rules that refused, or the sentence with its code and a way to try again. */
export function ProblemView({ error, onRetry, lift }: ProblemProps) {
  const textOf = useProblemText();
  const t = useText(appText);
  const problem = error instanceof ApiError ? error.problem : null;
  if (problem && problem.reasons.length > 0) {
    return <RefusalPanel title={textOf(error)} reasons={problem.reasons} lift={lift} />;
  }
  return (
    <ErrorState title={textOf(error)} code={problem?.code} {...(onRetry ? { onRetry } : {})}>
      {problem?.request_id && unexpected(error) ? t('reference', { id: problem.request_id }) : null}
    </ErrorState>
  );
}

/** A refusal with a sentence needs no reference; a failure of the server does, for whoever looks it up. */
const unexpected = (error: unknown): boolean => error instanceof ApiError && error.status >= 500;

/** What a `VirtualGrid` shows when its rows cannot be loaded. */
export function useGridError(): (error: unknown, onRetry: () => void) => GridError | null {
  const textOf = useProblemText();
  return (error, onRetry) => {
    if (!error) return null;
    return { title: textOf(error), onRetry, ...(error instanceof ApiError ? { code: error.code } : {}) };
  };
}
type GridError = { title: string; code?: string; onRetry: () => void };
