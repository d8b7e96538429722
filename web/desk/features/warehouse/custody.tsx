import { listCustody, listPartners, saveCustodyContract } from '@tongcang/contract';
import { Input, Modal, Select } from 'antd';
import { useMemo, useState } from 'react';
import {
  BlockedButton,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  type ToneName,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useVerb } from '../../app/api.ts';
import { missingFields } from '../../app/missing.ts';
import { WarehousePicker } from '../../app/pickers.tsx';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { text } from './sample-text.ts';

type Row = RowOf<typeof listCustody>;
const TONES: Readonly<Record<string, ToneName>> = {
  valid: 'ok',
  ends_soon: 'warn',
  expired: 'bad',
  missing: 'bad',
};
const STATES = ['valid', 'ends_soon', 'expired', 'missing'] as const;

/** What we keep for others, and under which contract. */
export default function Custody() {
  const t = useText(text);
  const lacks = useLacks();
  const gridError = useGridError();
  const { warehouse_id } = useScope();
  const [editing, setEditing] = useState<Row | 'new' | null>(null);
  const { data, error, refetch, isFetching } = useVerb(listCustody, warehouse_id ? { warehouse_id } : {});
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('custody')}
        description={t('custody_hint')}
        actions={
          <BlockedButton type="primary" blocked={lacks('warehouse.design')} onClick={() => setEditing('new')}>
            {t('save_contract')}
          </BlockedButton>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="warehouse-custody"
          label={t('custody')}
          columns={columns}
          rows={data?.rows}
          rowKey={(row) => `${row.warehouse_id}|${row.owner_id}`}
          loading={isFetching}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_custody')} />}
          height="fill"
          onOpen={setEditing}
        />
      </Section>
      {editing ? (
        <ContractDialog row={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      ) : null}
    </PageBody>
  );
}

function columnsOf(t: ReturnType<typeof useText<keyof typeof text.zh>>): GridColumn<Row>[] {
  return [
    {
      key: 'warehouse',
      title: t('warehouse'),
      kind: 'code',
      value: (r) => r.warehouse_code,
      pin: true,
      width: 84,
    },
    {
      key: 'owner',
      title: t('owner'),
      value: (r) => `${r.owner_code} ${r.owner_name}`,
      grow: true,
      width: 220,
    },
    { key: 'lots', title: t('lots'), kind: 'integer', value: (r) => r.lots, width: 88 },
    { key: 'qty', title: t('qty'), kind: 'integer', value: (r) => r.qty, width: 96 },
    { key: 'contract', title: t('contract_no'), kind: 'code', value: (r) => r.contract_no },
    { key: 'from', title: t('valid_from'), kind: 'date', value: (r) => r.valid_from },
    { key: 'to', title: t('valid_to'), kind: 'date', value: (r) => r.valid_to },
    { key: 'assessed', title: t('assessed_on'), kind: 'date', value: (r) => r.assessed_on },
    {
      key: 'state',
      title: t('state'),
      kind: 'choice',
      value: (r) => r.state,
      choices: STATES.map((value) => ({ value, label: t(`c_${value}`) })),
      width: 116,
      render: (r) => <StatusChip tone={TONES[r.state] ?? 'neutral'}>{t(`c_${r.state}`)}</StatusChip>,
    },
  ];
}

function ContractDialog({ row, onClose }: { row: Row | null; onClose: () => void }) {
  const t = useText(text);
  const { warehouse_id: scope } = useScope();
  const [warehouse_id, setWarehouse] = useState<number | undefined>(row?.warehouse_id ?? scope);
  const [owner_id, setOwner] = useState<number | undefined>(row?.owner_id);
  const [dates, setDates] = useState({
    valid_from: row?.valid_from ?? '',
    valid_to: row?.valid_to ?? '',
    assessed_on: row?.assessed_on ?? '',
  });
  const [contract_no, setNo] = useState(row?.contract_no ?? '');
  const save = useAction(saveCustodyContract, { invalidates: ['warehouse'], onSuccess: onClose });
  const missing = missingFields([
    [warehouse_id !== undefined, t('warehouse')],
    [owner_id !== undefined, t('owner')],
    [contract_no.trim() !== '', t('contract_no')],
    [dates.valid_from !== '', t('valid_from')],
    [dates.valid_to !== '', t('valid_to')],
  ]);
  const submit = () =>
    save
      .run({
        warehouse_id: warehouse_id!,
        owner_id: owner_id!,
        contract_no: contract_no.trim(),
        valid_from: dates.valid_from,
        valid_to: dates.valid_to,
        ...(dates.assessed_on === '' ? {} : { assessed_on: dates.assessed_on }),
      })
      .catch(() => undefined);
  return (
    <Modal open title={t('save_contract')} onCancel={onClose} footer={null}>
      {save.error ? <ProblemView error={save.error} /> : null}
      <LabelledField label={t('warehouse')} required>
        {(id) => <WarehousePicker id={id} value={warehouse_id} onChange={setWarehouse} />}
      </LabelledField>
      <LabelledField label={t('owner')} required>
        {(id) => <OwnerPicker id={id} value={owner_id} onChange={setOwner} />}
      </LabelledField>
      <LabelledField label={t('contract_no')} required>
        {(id) => <Input id={id} value={contract_no} maxLength={60} onChange={(e) => setNo(e.target.value)} />}
      </LabelledField>
      {(['valid_from', 'valid_to', 'assessed_on'] as const).map((field) => (
        <LabelledField key={field} label={t(field)} required={field !== 'assessed_on'}>
          {(id) => (
            <Input
              id={id}
              type="date"
              value={dates[field]}
              onChange={(event) => setDates((all) => ({ ...all, [field]: event.target.value }))}
            />
          )}
        </LabelledField>
      ))}
      <div className="tc-form-foot">
        <BlockedButton type="primary" blocked={missing} loading={save.busy} onClick={submit}>
          {t('save_contract')}
        </BlockedButton>
      </div>
    </Modal>
  );
}

type OwnerProps = {
  readonly id: string;
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
};

/** Companies that are none of ours. */
function OwnerPicker({ id, value, onChange }: OwnerProps) {
  const { data } = useVerb(listPartners, { limit: 1000 });
  const options = (data?.rows ?? [])
    .filter((partner) => partner.kind !== 'legal_entity')
    .map((partner) => ({ value: partner.partner_id, label: `${partner.partner_code} ${partner.name}` }));
  return (
    <Select
      id={id}
      value={value}
      onChange={(next?: number) => onChange(next)}
      showSearch={{ optionFilterProp: 'label' }}
      options={options}
      style={{ width: '100%' }}
    />
  );
}
