import { createUser } from '@tongcang/contract';
import { Button, Checkbox, Drawer, Input } from 'antd';
import { useState } from 'react';
import { Field, Form, useLanguage, useText } from '../../../ui/index.ts';
import { type InputFor, useAction } from '../../app/api.ts';
import { useProblemText } from '../../app/problem-view.tsx';
import { makePassword, SecretBox } from './secret-box.tsx';
import { accessText } from './settings-text.ts';

type NewProps = { readonly onClose: (user: string | undefined) => void };

/** A new account; the first password is shown once more after it was made, to be handed over. */
export default function NewUser({ onClose }: NewProps) {
  const t = useText(accessText);
  const language = useLanguage();
  const describe = useProblemText();
  const create = useAction(createUser);
  const [password, setPassword] = useState(makePassword);
  const [service, setService] = useState(false);
  const [made, setMade] = useState<number | null>(null);
  const submit = async (values: InputFor<typeof createUser>) => {
    const { initial_password: _typed, ...rest } = values;
    const { user_id } = await create.run(service ? rest : { ...rest, initial_password: password });
    if (service) onClose(String(user_id));
    else setMade(user_id);
  };
  return (
    <Drawer open onClose={() => onClose(undefined)} size={480} title={t('add_user')}>
      {made !== null ? (
        <div className="tc-stack">
          <p role="status">{t('created')}</p>
          <SecretBox label={t('hand_over')} secret={password} />
          <Button type="primary" onClick={() => onClose(String(made))}>
            {t('add_grant')}
          </Button>
        </div>
      ) : (
        <Form
          schema={createUser.input}
          initial={{ language, is_service: false }}
          describe={describe}
          onValuesChange={(values) => setService(values.is_service ?? false)}
          onSubmit={submit}
        >
          {({ submitting }) => (
            <>
              <Field name="account" label={t('account')}>
                <Input autoComplete="off" />
              </Field>
              <Field name="display_name" label={t('name')}>
                <Input autoComplete="off" />
              </Field>
              <Field name="is_service" valuePropName="checked">
                <Checkbox>{t('is_service')}</Checkbox>
              </Field>
              {service ? null : (
                <div className="tc-stack">
                  <SecretBox label={t('initial_password')} secret={password} />
                  <span className="tc-muted">
                    {t('initial_help')}{' '}
                    <button
                      type="button"
                      className="tc-link-button"
                      onClick={() => setPassword(makePassword())}
                    >
                      {t('generate')}
                    </button>
                  </span>
                </div>
              )}
              <div className="tc-form-foot">
                <Button onClick={() => onClose(undefined)}>{t('cancel')}</Button>
                <Button type="primary" htmlType="submit" loading={submitting}>
                  {t('create')}
                </Button>
              </div>
            </>
          )}
        </Form>
      )}
    </Drawer>
  );
}
