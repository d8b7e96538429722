import {
  liftLegalHold,
  listLegalHolds,
  placeLegalHold,
  RECORD_KINDS,
  type RecordKind,
} from '@tongcang/contract';
import { Select } from 'antd';
import { useMemo, useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  EmptyState,
  type GridColumn,
  Section,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useVerb } from '../../app/api.ts';
import { ItemPicker } from '../../app/pickers.tsx';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';

import { retentionText } from './retention-text.ts';

type Row = RowOf<typeof listLegalHolds>;

/** What must not be deleted while a matter is open. */
export function Holds() {
  const t = useText(retentionText);
  const lacks = useLacks();
  const gridError = useGridError();
  const [placing, setPlacing] = useState(false);
  const [lifting, setLifting] = useState<Row | null>(null);
  const { data, error, refetch } = useVerb(listLegalHolds, {});
  const lift = useAction(liftLegalHold);
  const missing = lacks('insight.retention');
  const columns = useMemo<GridColumn<Row>[]>(
    () => [
      {
        key: 'scope',
        title: t('scope'),
        value: (r) =>
          [r.record_kind ? t(r.record_kind) : t('all_kinds'), r.item_code ?? t('all_goods'), r.lot_no]
            .filter(Boolean)
            .join(' · '),
        pin: true,
        width: 240,
      },
      { key: 'reason', title: t('reason'), value: (r) => r.reason, width: 240, grow: true },
      { key: 'placed', title: t('placed'), value: (r) => r.placed_by_name, width: 110 },
      { key: 'placed_at', title: t('placed_at'), value: (r) => r.placed_at, kind: 'instant' },
      {
        key: 'lifted',
        title: t('lifted'),
        value: (r) => (r.lifted_at ? `${r.lifted_by_name} ${r.lift_reason}` : ''),
        width: 220,
      },
      {
        key: 'lift',
        title: '',
        value: () => '',
        width: 90,
        render: (row) =>
          row.lifted_at ? null : (
            <BlockedButton
              size="small"
              blocked={
                missing.length === 0 && row.placed_by_me
                  ? [{ code: 'insight.own_legal_hold', params: {} }]
                  : missing
              }
              onClick={() => setLifting(row)}
            >
              {t('lift')}
            </BlockedButton>
          ),
      },
    ],
    [t, missing],
  );
  return (
    <Section
      flush
      title={t('tab_holds')}
      extra={
        <BlockedButton blocked={missing} onClick={() => setPlacing(true)}>
          {t('place')}
        </BlockedButton>
      }
    >
      <VirtualGrid
        id="insight-legal-holds"
        label={t('tab_holds')}
        columns={columns}
        rows={data?.rows}
        rowKey={(row) => row.legal_hold_id}
        height={420}
        loading={!data && !error}
        error={gridError(error, () => void refetch())}
        empty={<EmptyState title={t('no_holds')} />}
      />
      <Place open={placing} onClose={() => setPlacing(false)} />
      <ConfirmWithReason
        open={lifting !== null}
        title={t('lift_title')}
        onCancel={() => setLifting(null)}
        onConfirm={async (reason) => {
          await lift.run({ legal_hold_id: lifting!.legal_hold_id, reason });
          setLifting(null);
        }}
      >
        {lift.error ? <ProblemView error={lift.error} /> : null}
      </ConfirmWithReason>
    </Section>
  );
}

function Place({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const t = useText(retentionText);
  const place = useAction(placeLegalHold);
  const [kind, setKind] = useState<RecordKind | undefined>();
  const [item, setItem] = useState<number | undefined>();
  return (
    <ConfirmWithReason
      open={open}
      title={t('place_title')}
      onCancel={onClose}
      onConfirm={async (reason) => {
        await place.run({
          ...(kind ? { record_kind: kind } : {}),
          ...(item ? { item_id: item } : {}),
          reason,
        });
        onClose();
      }}
    >
      <p>{t('place_text')}</p>
      <div className="tc-form-grid">
        <LabelledField label={t('kind')}>
          {(id) => (
            <Select
              id={id}
              allowClear
              value={kind}
              placeholder={t('all_kinds')}
              onChange={setKind}
              options={RECORD_KINDS.map((value) => ({ value, label: t(value) }))}
            />
          )}
        </LabelledField>
        <LabelledField label={t('item')}>
          {(id) => (
            <ItemPicker id={id} allowClear value={item} onChange={setItem} placeholder={t('all_goods')} />
          )}
        </LabelledField>
      </div>
      {place.error ? <ProblemView error={place.error} /> : null}
    </ConfirmWithReason>
  );
}
