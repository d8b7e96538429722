import { useQueryClient } from '@tanstack/react-query';
import { confirmTotp, disableTotp, endOtherSessions, startTotp } from '@tongcang/contract';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import {
  Columns,
  Field,
  Form,
  KeyValue,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useText,
} from '../../../ui/index.ts';
import { call, type OutputFor, useAction } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView, useProblemText } from '../../app/problem-view.tsx';
import { sessionQuery, useUser } from '../../app/session.ts';
import { SecretBox } from './secret-box.tsx';
import { accessText } from './settings-text.ts';

export default function ProfilePage() {
  const t = useText(accessText);
  const user = useUser();
  return (
    <PageBody>
      <PageHeader title={t('profile')} description={t('profile_text')} />
      <Columns min={420}>
        <Section title={t('me')}>
          <div className="tc-detail">
            <KeyValue
              facts={[
                { label: t('name'), value: user.display_name },
                { label: t('account'), value: user.account },
                {
                  label: t('roles'),
                  value: user.roles.map((role) => t(`r_${role}`)).join('、') || '–',
                  wide: true,
                },
                {
                  label: t('warehouses'),
                  value: user.all_warehouses
                    ? t('everywhere')
                    : user.warehouses.map((one) => one.name).join('、') || '–',
                  wide: true,
                },
              ]}
            />
            <details>
              <summary>{t('permissions', { n: user.permissions.length })}</summary>
              <p className="tc-permissions">
                {user.permissions.map((permission) => (
                  <code key={permission}>{permission}</code>
                ))}
              </p>
            </details>
            <nav className="tc-detail-links">
              <Link to="/settings/password">{t('change_password')}</Link>
            </nav>
          </div>
        </Section>
        <Section
          title={t('security')}
          extra={
            <StatusChip tone={user.has_totp ? 'ok' : 'neutral'}>{t(user.has_totp ? 'on' : 'off')}</StatusChip>
          }
        >
          <Totp active={user.has_totp} />
        </Section>
        <Section title={t('sessions')}>
          <Sessions />
        </Section>
      </Columns>
    </PageBody>
  );
}

/** One-time codes: the password first, then the secret, then a first code as proof that the phone has it. */
function Totp({ active }: { active: boolean }) {
  const t = useText(accessText);
  const client = useQueryClient();
  const describe = useProblemText();
  const { message } = App.useApp();
  const [secret, setSecret] = useState<OutputFor<typeof startTotp> | null>(null);
  const settled = async (text: string) => {
    setSecret(null);
    void message.success(text);
    await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
  };
  if (active)
    return (
      <Form
        plain
        schema={disableTotp.input}
        initial={{ password: '' }}
        describe={describe}
        onSubmit={async (values) => {
          await call(disableTotp, values);
          await settled(t('totp_off_done'));
        }}
      >
        {({ submitting }) => (
          <>
            <Field name="password" label={t('password')}>
              <Input.Password autoComplete="current-password" />
            </Field>
            <Button danger htmlType="submit" loading={submitting}>
              {t('totp_stop')}
            </Button>
          </>
        )}
      </Form>
    );
  if (!secret)
    return (
      <Form
        key="start"
        plain
        schema={startTotp.input}
        initial={{ password: '' }}
        describe={describe}
        onSubmit={async (values) => setSecret(await call(startTotp, values))}
      >
        {({ submitting }) => (
          <>
            <p className="tc-muted tc-below">{t('totp_about')}</p>
            <Field name="password" label={t('password')}>
              <Input.Password autoComplete="current-password" />
            </Field>
            <Button type="primary" htmlType="submit" loading={submitting}>
              {t('totp_start')}
            </Button>
          </>
        )}
      </Form>
    );
  return (
    <div className="tc-stack">
      <p>{t('totp_step_1')}</p>
      <SecretBox label={t('secret')} secret={secret.secret} />
      <a href={secret.otpauth_uri}>{t('totp_open')}</a>
      <Form
        key="confirm"
        plain
        schema={confirmTotp.input}
        initial={{ totp: '' }}
        describe={describe}
        onSubmit={async (values) => {
          await call(confirmTotp, values);
          await settled(t('totp_on_done'));
        }}
      >
        {({ submitting }) => (
          <>
            <p className="tc-below">{t('totp_step_2')}</p>
            <Field name="totp" label={t('code')}>
              <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
            </Field>
            <Button type="primary" htmlType="submit" loading={submitting}>
              {t('confirm_code')}
            </Button>
          </>
        )}
      </Form>
    </div>
  );
}

function Sessions() {
  const t = useText(accessText);
  const { message } = App.useApp();
  const end = useAction(endOtherSessions);
  const run = async () => {
    try {
      const { ended } = await end.run({});
      void message.success(t('ended', { n: ended }));
    } catch {
      // The reason is shown below the button.
    }
  };
  return (
    <div className="tc-stack">
      <p className="tc-muted">{t('sessions_text')}</p>
      <div>
        <Button loading={end.busy} onClick={() => void run()}>
          {t('end_others')}
        </Button>
      </div>
      {end.error ? <ProblemView error={end.error} /> : null}
    </div>
  );
}
