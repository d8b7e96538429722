import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { firstRun } from '@tongcang/contract';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { Field, Form, useLanguage, useText } from '../../../ui/index.ts';
import { call } from '../../app/api.ts';
import { ApiError } from '../../app/api-error.ts';
import { useProblemText } from '../../app/problem-view.tsx';
import { sessionQuery } from '../../app/session.ts';
import { Entrance } from './entrance.tsx';
import { NewPassword } from './new-password.tsx';
import { identityText } from './text.ts';

const administrator = firstRun.input
  .omit({ language: true })
  .extend({ again: z.string() })
  .refine(({ password, again }) => password === again, { path: ['again'], params: { code: 'web.mismatch' } });

const EMPTY = { display_name: '', account: '', password: '', again: '' };

/** Makes the first administrator; there is no default account and no default password. */
export default function FirstRunPage() {
  const t = useText(identityText);
  const language = useLanguage();
  const client = useQueryClient();
  const router = useRouter();
  const describe = useProblemText();
  const [values, setValues] = useState(EMPTY);

  const create = async ({ account, display_name, password }: z.output<typeof administrator>) => {
    try {
      await call(firstRun, { account, display_name, password, language });
    } catch (error) {
      // Somebody else was first: the sign-in page is the right place now.
      if (!(error instanceof ApiError) || error.code !== 'identity.first_run_over') throw error;
    }
    await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
    await router.navigate({ to: '/' as string, replace: true });
  };
  return (
    <Entrance title={t('first_run_title')} text={t('first_run_text')}>
      <Form
        plain
        schema={administrator}
        initial={EMPTY}
        describe={describe}
        onValuesChange={(next) => setValues({ ...EMPTY, ...next })}
        onSubmit={create}
      >
        {({ submitting }) => (
          <>
            <Field name="display_name" label={t('display_name')}>
              <Input size="large" autoComplete="name" autoFocus />
            </Field>
            <Field name="account" label={t('account')} extra={t('account_help')}>
              <Input size="large" autoComplete="username" autoCapitalize="off" spellCheck={false} />
            </Field>
            <NewPassword name="password" label={t('password')} values={values} />
            <Button type="primary" size="large" block htmlType="submit" loading={submitting}>
              {t('first_run_submit')}
            </Button>
          </>
        )}
      </Form>
    </Entrance>
  );
}
