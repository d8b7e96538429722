import { listRfidParked, RFID_OUTCOMES, settleRfidTag } from '@tongcang/contract';
import { Checkbox } from 'antd';
import { useMemo, useState } from 'react';
import { z } from 'zod';
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
import { type RowOf, useAction, useRows } from '../../app/api.ts';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView, useUrlState } from '../../app/url.ts';
import { text } from './text.ts';

type Row = RowOf<typeof listRfidParked>;
type Asked = { readonly row: Row; readonly status: 'ignored' | 'settled' };
const address = z.object({ all: z.string().optional() });

export default function ParkedPage() {
  const t = useText(text);
  const lacks = useLacks();
  const gridError = useGridError();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const [{ all }, setAt] = useUrlState(address);
  const [asked, setAsked] = useState<Asked | null>(null);
  const blocked = lacks('integration.rfid');
  const list = useRows(listRfidParked, { open_only: all !== '1', ...(warehouse_id ? { warehouse_id } : {}) });
  const settle = useAction(settleRfidTag, { invalidates: ['integration'] });
  const columns = useMemo<GridColumn<Row>[]>(
    () => [
      { key: 'epc', title: t('epc'), value: (r) => r.epc_hex, kind: 'code', pin: true, width: 260 },
      {
        key: 'outcome',
        title: t('outcome'),
        value: (r) => r.outcome,
        kind: 'choice',
        choices: RFID_OUTCOMES.map((value) => ({ value, label: t(`o_${value}`) })),
        width: 110,
      },
      {
        key: 'status',
        title: t('status'),
        value: (r) => r.status,
        render: (r) => (
          <StatusChip tone={r.status === 'open' ? 'warn' : 'ok'}>{t(`p_${r.status}`)}</StatusChip>
        ),
        width: 110,
      },
      { key: 'times', title: t('times'), value: (r) => r.passes, kind: 'integer', width: 100 },
      { key: 'first', title: t('first_seen'), value: (r) => r.first_seen_at, kind: 'instant' },
      { key: 'last', title: t('last_seen'), value: (r) => r.last_seen_at, kind: 'instant' },
      { key: 'note', title: t('note'), value: (r) => r.note, grow: true, width: 160 },
      {
        key: 'act',
        title: t('settle'),
        value: () => null,
        sort: false,
        filter: false,
        width: 150,
        render: (row) =>
          row.status === 'open' ? (
            <span className="tc-bar">
              <BlockedButton
                size="small"
                blocked={blocked}
                onClick={() => setAsked({ row, status: 'ignored' })}
              >
                {t('ignore')}
              </BlockedButton>
              <BlockedButton
                size="small"
                blocked={blocked}
                onClick={() => setAsked({ row, status: 'settled' })}
              >
                {t('settle')}
              </BlockedButton>
            </span>
          ) : null,
      },
    ],
    [t, blocked],
  );
  return (
    <PageBody fill>
      <PageHeader title={t('parked')} description={t('parked_hint')} />
      <Section flush grow>
        <VirtualGrid
          id="rfid-parked"
          label={t('parked')}
          columns={columns}
          rows={list.rows}
          rowKey={(row) => `${row.warehouse_id}|${row.epc_hex}`}
          view={view}
          onView={setView}
          loading={list.loading}
          error={gridError(list.error, () => void list.refetch())}
          empty={<EmptyState title={t('no_parked')} />}
          toolbar={
            <Checkbox
              checked={all !== '1'}
              onChange={(event) => setAt({ all: event.target.checked ? undefined : '1' })}
            >
              {t('open_only')}
            </Checkbox>
          }
        />
      </Section>
      <ConfirmWithReason
        open={asked !== null}
        title={t('settle_title', { epc: asked?.row.epc_hex ?? '' })}
        confirm_label={t(asked?.status === 'ignored' ? 'ignore' : 'settle')}
        onConfirm={async (note) => {
          const { warehouse_id: at, epc_hex } = asked!.row;
          await settle.run({ warehouse_id: at, epc_hex, status: asked!.status, note });
          setAsked(null);
        }}
        onCancel={() => setAsked(null)}
      >
        {settle.error ? <ProblemView error={settle.error} /> : null}
      </ConfirmWithReason>
    </PageBody>
  );
}
