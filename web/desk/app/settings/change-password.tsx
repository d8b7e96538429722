import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { changePassword } from '@tongcang/contract';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { Field, Form, PageBody, PageHeader, Section, useText } from '../../../ui/index.ts';
import { NewPassword } from '../../features/identity/new-password.tsx';
import { identityText } from '../../features/identity/text.ts';
import { call } from '../api.ts';
import { useProblemText } from '../problem-view.tsx';
import { sessionQuery, useUser } from '../session.ts';

const change = changePassword.input
  .extend({ again: z.string() })
  .refine((values) => values.new_password === values.again, {
    path: ['again'],
    params: { code: 'web.mismatch' },
  });
const EMPTY = { password: '', new_password: '', again: '' };

/** The own password; also where everybody lands who still has a first password given by somebody else. */
export default function ChangePasswordPage() {
  const t = useText(identityText);
  const user = useUser();
  const client = useQueryClient();
  const router = useRouter();
  const describe = useProblemText();
  const { message } = App.useApp();
  const [values, setValues] = useState(EMPTY);
  const submit = async ({ password, new_password }: z.output<typeof change>) => {
    await call(changePassword, { password, new_password });
    void message.success(t('changed'));
    await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
    await router.navigate({ to: '/' as string });
  };
  return (
    <PageBody>
      <PageHeader
        title={t('change_title')}
        description={t(user.must_change_password ? 'change_must' : 'change_text')}
      />
      <div className="tc-narrow">
        <Section>
          <Form
            plain
            schema={change}
            initial={EMPTY}
            describe={describe}
            onValuesChange={(next) => setValues({ ...EMPTY, ...next })}
            onSubmit={submit}
          >
            {({ submitting }) => (
              <>
                <input type="text" hidden readOnly autoComplete="username" value={user.account} />
                <Field name="password" label={t('password_current')}>
                  <Input.Password size="large" autoComplete="current-password" />
                </Field>
                <NewPassword
                  name="new_password"
                  label={t('password_new')}
                  values={{ password: values.new_password, again: values.again, account: user.account }}
                />
                <Button type="primary" size="large" htmlType="submit" loading={submitting}>
                  {t('change_submit')}
                </Button>
              </>
            )}
          </Form>
        </Section>
      </div>
    </PageBody>
  );
}
