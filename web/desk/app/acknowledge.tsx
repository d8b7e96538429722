import { lazy, Suspense, useEffect, useState } from 'react';
import { whenRefused } from './api.ts';
import type { ApiError } from './api-error.ts';

/** Warnings of the gate that somebody must have read, each with why the goods go on all the same. */
export type Acknowledged = readonly { readonly code: string; readonly reason: string }[];
export type Asked = { readonly error: ApiError; readonly answer: (given: Acknowledged | null) => void };

const Dialog = lazy(() => import('./acknowledge-dialog.tsx'));

/**
 * Puts the gate's warnings to the person at the screen, wherever a step meets one that must be acknowledged, and lets the
 * same step go on with the reason. Closed without one, the step stays refused.
 */
export function Acknowledge() {
  const [asked, setAsked] = useState<Asked | null>(null);
  useEffect(
    () =>
      whenRefused(
        'compliance.acknowledgement_needed',
        (error) =>
          new Promise((resolve) => {
            setAsked({
              error,
              answer: (given) => {
                setAsked(null);
                resolve(given === null ? null : { acknowledged: given });
              },
            });
          }),
      ),
    [],
  );
  return asked === null ? null : (
    <Suspense fallback={null}>
      <Dialog asked={asked} />
    </Suspense>
  );
}
