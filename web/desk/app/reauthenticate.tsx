import { lazy, Suspense, useEffect, useState } from 'react';
import { whenRefused } from './api.ts';

/** Whether the password was given; the step goes on or stays refused. */
export type Answer = (given: boolean) => void;

const Dialog = lazy(() => import('./reauthenticate-dialog.tsx'));

/** Asks for the password wherever a step is signed, and lets the same step go on once it was given. */
export function Reauthenticate() {
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(
    () =>
      whenRefused(
        'identity.reauthentication_needed',
        () =>
          new Promise((resolve) => {
            setAnswer(() => (given: boolean) => {
              setAnswer(null);
              resolve(given ? {} : null);
            });
          }),
      ),
    [],
  );
  return answer === null ? null : (
    <Suspense fallback={null}>
      <Dialog answer={answer} />
    </Suspense>
  );
}
