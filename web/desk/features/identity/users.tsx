import { createUser, listUsers } from '@tongcang/contract';
import { Button, Checkbox, Drawer, Input } from 'antd';
import { useMemo, useState } from 'react';
import { z } from 'zod';
import {
  BlockedButton,
  EmptyState,
  Field,
  Form,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useLanguage,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type InputFor, type RowOf, useAction, useVerb } from '../../app/api.ts';
import { useGridError, useProblemText } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useGridView, useUrlState } from '../../app/url.ts';
import { makePassword, SecretBox } from './secret-box.tsx';
import { accessText } from './settings-text.ts';
import { UserDrawer } from './user-drawer.tsx';

export type User = RowOf<typeof listUsers>;
const address = z.object({ user: z.string().optional() });

export default function UsersPage() {
  const t = useText(accessText);
  const lacks = useLacks();
  const gridError = useGridError();
  const [view, setView] = useGridView();
  const [{ user }, setAt] = useUrlState(address);
  const { data, error, refetch, isFetching } = useVerb(listUsers, {});
  const columns = useMemo<GridColumn<User>[]>(
    () => [
      {
        key: 'account',
        title: t('account'),
        value: (row) => row.account,
        kind: 'code',
        pin: true,
        width: 160,
      },
      { key: 'display_name', title: t('name'), value: (row) => row.display_name, width: 140 },
      {
        key: 'roles',
        title: t('roles'),
        value: (row) => [...new Set(row.grants.map((grant) => t(`r_${grant.role}`)))].join('、'),
        grow: true,
        width: 260,
      },
      {
        key: 'state',
        title: t('state'),
        value: (row) => t(stateOf(row)),
        width: 120,
        render: (row) => <UserState user={row} />,
      },
      {
        key: 'kind',
        title: t('kind'),
        value: (row) => t(row.is_service ? 'service' : 'person'),
        width: 110,
      },
      {
        key: 'totp',
        title: t('totp'),
        value: (row) => (row.is_service ? '' : t(row.has_totp ? 'on' : 'off')),
        width: 100,
      },
      { key: 'last_seen', title: t('last_seen'), value: (row) => row.last_seen_at, kind: 'instant' },
      { key: 'created_at', title: t('created_at'), value: (row) => row.created_at, kind: 'instant' },
    ],
    [t],
  );
  const open = data?.rows.find((row) => String(row.user_id) === user);
  return (
    <PageBody fill>
      <PageHeader
        title={t('users')}
        description={t('users_text')}
        actions={
          <BlockedButton
            type="primary"
            blocked={lacks('identity.manage_users')}
            lift={t('lift')}
            onClick={() => setAt({ user: 'new' }, { push: true })}
          >
            {t('add_user')}
          </BlockedButton>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="identity-users"
          label={t('users')}
          columns={columns}
          rows={data?.rows}
          rowKey={(row) => row.user_id}
          view={view}
          onView={setView}
          loading={isFetching}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState />}
          onOpen={(row) => setAt({ user: String(row.user_id) }, { push: true })}
        />
      </Section>
      <UserDrawer user={open} onClose={() => setAt({ user: undefined })} />
      <NewUser open={user === 'new'} onClose={(next) => setAt({ user: next })} />
    </PageBody>
  );
}

export function stateOf(user: User): 'active' | 'disabled' | 'first_password' {
  if (user.disabled_at) return 'disabled';
  return user.must_change_password ? 'first_password' : 'active';
}

export function UserState({ user }: { user: User }) {
  const t = useText(accessText);
  const state = stateOf(user);
  const tone = state === 'active' ? 'ok' : state === 'disabled' ? 'neutral' : 'warn';
  return <StatusChip tone={tone}>{t(state)}</StatusChip>;
}

type NewProps = { readonly open: boolean; readonly onClose: (user: string | undefined) => void };

/** A new account; the first password is shown once more after it was made, to be handed over. */
function NewUser({ open, onClose }: NewProps) {
  const t = useText(accessText);
  const language = useLanguage();
  const describe = useProblemText();
  const create = useAction(createUser);
  const [password, setPassword] = useState(makePassword);
  const [service, setService] = useState(false);
  const [made, setMade] = useState<number | null>(null);
  const close = (user?: string) => {
    setMade(null);
    setService(false);
    setPassword(makePassword());
    onClose(user);
  };
  const submit = async (values: InputFor<typeof createUser>) => {
    const { initial_password: _typed, ...rest } = values;
    const { user_id } = await create.run(service ? rest : { ...rest, initial_password: password });
    if (service) close(String(user_id));
    else setMade(user_id);
  };
  return (
    <Drawer open={open} onClose={() => close()} size={480} title={t('add_user')} destroyOnHidden>
      {made !== null ? (
        <div className="tc-stack">
          <p role="status">{t('created')}</p>
          <SecretBox label={t('hand_over')} secret={password} />
          <Button type="primary" onClick={() => close(String(made))}>
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
                <Button onClick={() => close()}>{t('cancel')}</Button>
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
