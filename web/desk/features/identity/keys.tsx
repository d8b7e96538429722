import { listApiKeys, revokeApiKey } from '@tongcang/contract';
import { App } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useVerb } from '../../app/api.ts';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { accessText } from './settings-text.ts';

const NewKey = lazy(() => import('./new-key.tsx'));

type Key = RowOf<typeof listApiKeys>;
type KeyState = 'active' | 'expired' | 'revoked';

function stateOf(key: Key, now: string): KeyState {
  if (key.revoked_at) return 'revoked';
  return key.expires_at < now ? 'expired' : 'active';
}

export default function KeysPage() {
  const t = useText(accessText);
  const lacks = useLacks();
  const gridError = useGridError();
  const [view, setView] = useGridView();
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<Key | null>(null);
  const { data, error, refetch, isFetching } = useVerb(listApiKeys, {});
  const blocked = lacks('identity.manage_keys');
  const now = new Date().toISOString();
  const columns = useMemo<GridColumn<Key>[]>(
    () => [
      { key: 'name', title: t('key_name'), value: (row) => row.name, pin: true, grow: true, width: 200 },
      { key: 'account', title: t('key_owner'), value: (row) => row.account, kind: 'code', width: 160 },
      {
        key: 'state',
        title: t('key_state'),
        value: (row) => t(`key_${stateOf(row, now)}`),
        width: 110,
        render: (row) => <KeyChip state={stateOf(row, now)} />,
      },
      { key: 'created_at', title: t('created_at'), value: (row) => row.created_at, kind: 'instant' },
      { key: 'expires_at', title: t('expires_at'), value: (row) => row.expires_at, kind: 'instant' },
      { key: 'last_used', title: t('last_used'), value: (row) => row.last_used_at, kind: 'instant' },
      {
        key: 'act',
        title: t('revoke_key'),
        value: () => null,
        width: 100,
        sort: false,
        filter: false,
        render: (row) =>
          row.revoked_at ? null : (
            <BlockedButton
              size="small"
              danger
              blocked={blocked}
              lift={t('lift')}
              onClick={() => setRevoking(row)}
            >
              {t('revoke_key')}
            </BlockedButton>
          ),
      },
    ],
    [t, blocked, now],
  );
  return (
    <PageBody fill>
      <PageHeader
        title={t('keys')}
        description={t('keys_text')}
        actions={
          <BlockedButton type="primary" blocked={blocked} lift={t('lift')} onClick={() => setMaking(true)}>
            {t('add_key')}
          </BlockedButton>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="identity-keys"
          label={t('keys')}
          columns={columns}
          rows={data?.rows}
          rowKey={(row) => row.api_key_id}
          view={view}
          onView={setView}
          loading={isFetching}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('keys_empty')} />}
        />
      </Section>
      {making ? (
        <Suspense fallback={null}>
          <NewKey onClose={() => setMaking(false)} />
        </Suspense>
      ) : null}
      <RevokeKey apiKey={revoking} onClose={() => setRevoking(null)} />
    </PageBody>
  );
}

function KeyChip({ state }: { state: KeyState }) {
  const t = useText(accessText);
  const tone = state === 'active' ? 'ok' : state === 'expired' ? 'expired' : 'neutral';
  return <StatusChip tone={tone}>{t(`key_${state}`)}</StatusChip>;
}

function RevokeKey({ apiKey, onClose }: { apiKey: Key | null; onClose: () => void }) {
  const t = useText(accessText);
  const { message } = App.useApp();
  const revoke = useAction(revokeApiKey);
  const close = () => {
    revoke.reset();
    onClose();
  };
  const confirm = async () => {
    await revoke.run({ api_key_id: apiKey!.api_key_id });
    void message.success(t('key_revoked'));
    close();
  };
  return (
    <ConfirmWithReason
      open={apiKey !== null}
      danger
      reason_min={0}
      title={t('revoke_key_title', { name: apiKey?.name ?? '' })}
      confirm_label={t('revoke_key')}
      onConfirm={confirm}
      onCancel={close}
    >
      <p>{t('revoke_key_text')}</p>
      {revoke.error ? <ProblemView error={revoke.error} /> : null}
    </ConfirmWithReason>
  );
}
