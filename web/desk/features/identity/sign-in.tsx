import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { signIn } from '@tongcang/contract';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { Field, Form, useText } from '../../../ui/index.ts';
import { call } from '../../app/api.ts';
import { ApiError } from '../../app/api-error.ts';
import { useProblemText } from '../../app/problem-view.tsx';
import { safeNext } from '../../app/router.tsx';
import { sessionQuery } from '../../app/session.ts';
import { Entrance } from './entrance.tsx';
import { identityText } from './text.ts';

const credentials = signIn.input.omit({ totp: true });
type Credentials = z.output<typeof credentials>;
const second_step = z.object({
  totp: z
    .string()
    .trim()
    .regex(/^\d{6}$/, { error: 'format' }),
});

/** Password first; the one-time code only when the server asks for it. */
export default function SignInPage() {
  const t = useText(identityText);
  const [waiting, setWaiting] = useState<Credentials | null>(null);
  const enter = useEnter();
  const describe = useProblemText();

  const first = async (values: Credentials) => {
    try {
      await enter(values);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'identity.totp_required') throw error;
      setWaiting(values);
    }
  };
  if (waiting) {
    return (
      <Entrance title={t('totp_title')} text={t('totp_text')}>
        <Form
          plain
          schema={second_step}
          describe={describe}
          onSubmit={({ totp }) => enter({ ...waiting, totp })}
        >
          {({ submitting }) => (
            <>
              <Field name="totp" label={t('totp')}>
                <Input
                  size="large"
                  inputMode="numeric"
                  autoComplete="one-time-code"
                  maxLength={6}
                  autoFocus
                />
              </Field>
              <Button type="primary" size="large" block htmlType="submit" loading={submitting}>
                {t('continue')}
              </Button>
              <Button type="link" block onClick={() => setWaiting(null)}>
                {t('totp_back')}
              </Button>
            </>
          )}
        </Form>
      </Entrance>
    );
  }
  return (
    <Entrance title={t('sign_in_title')}>
      <Form plain schema={credentials} describe={describe} onSubmit={first}>
        {({ submitting }) => (
          <>
            <Field name="account" label={t('account')}>
              <Input size="large" autoComplete="username" autoCapitalize="off" spellCheck={false} autoFocus />
            </Field>
            <Field name="password" label={t('password')}>
              <Input.Password size="large" autoComplete="current-password" />
            </Field>
            <Button type="primary" size="large" block htmlType="submit" loading={submitting}>
              {t('sign_in')}
            </Button>
          </>
        )}
      </Form>
    </Entrance>
  );
}

/** Signs in and goes where the person wanted to go. */
function useEnter() {
  const client = useQueryClient();
  const router = useRouter();
  const search = useSearch({ strict: false }) as { next?: string };
  return async (input: z.input<typeof signIn.input>) => {
    await call(signIn, input);
    await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
    await router.navigate({ href: safeNext(search.next), replace: true });
  };
}
