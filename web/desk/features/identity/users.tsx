import { listUsers } from '@tongcang/contract';
import { lazy, Suspense, useMemo } from 'react';
import { z } from 'zod';
import {
  BlockedButton,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useVerb } from '../../app/api.ts';
import { useGridError } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useGridView, useUrlState } from '../../app/url.ts';
import { accessText } from './settings-text.ts';
import { stateOf, UserState } from './user-state.tsx';

/** Whoever only looks at the list does not wait for them. */
const UserDrawer = lazy(() => import('./user-drawer.tsx'));
const NewUser = lazy(() => import('./new-user.tsx'));

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
      {user ? (
        <Suspense fallback={null}>
          {user === 'new' ? (
            <NewUser onClose={(next) => setAt({ user: next })} />
          ) : (
            <UserDrawer user={open} onClose={() => setAt({ user: undefined })} />
          )}
        </Suspense>
      ) : null}
    </PageBody>
  );
}
