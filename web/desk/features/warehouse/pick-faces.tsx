import { getMap, listPickFaces, savePickFaces } from '@tongcang/contract';
import { InputNumber, Select } from 'antd';
import { useMemo, useState } from 'react';
import {
  BlockedButton,
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
import { missingFields } from '../../app/missing.ts';
import { ItemPicker } from '../../app/pickers.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import type { Warehouse } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { LineProblem } from '../stock/line-problem.tsx';
import { OneWarehouse } from '../stock/one-warehouse.tsx';
import { text } from './replenishment-text.ts';

type Face = RowOf<typeof listPickFaces>;

export default function PickFaces() {
  const t = useText(text);
  return (
    <PageBody fill>
      <PageHeader title={t('faces')} description={t('faces_hint')} />
      <OneWarehouse>
        {(warehouse) => <Faces key={warehouse.warehouse_id} warehouse={warehouse} />}
      </OneWarehouse>
    </PageBody>
  );
}

function Faces({ warehouse: { warehouse_id } }: { warehouse: Warehouse }) {
  const t = useText(text);
  const lacks = useLacks();
  const gridError = useGridError();
  const { data, error, refetch, isFetching } = useVerb(listPickFaces, { warehouse_id });
  const save = useAction(savePickFaces, { invalidates: ['warehouse'] });
  const blocked = lacks('warehouse.plan');
  const columns = useMemo(
    () =>
      columnsOf(
        t,
        ({ location_id, item_id }) =>
          void save
            .run({ warehouse_id, lines: [{ location_id, item_id, min_qty: null, max_qty: null }] })
            .catch(() => undefined),
        blocked,
      ),
    [t, save.run, warehouse_id, blocked],
  );
  return (
    <>
      {save.error ? <LineProblem error={save.error} /> : null}
      <NewFace warehouse_id={warehouse_id} blocked={blocked} busy={save.busy} onSave={save.run} />
      <Section flush grow>
        <VirtualGrid
          id="warehouse-pick-faces"
          label={t('faces')}
          columns={columns}
          rows={data?.rows}
          rowKey={(row) => `${row.location_id}|${row.item_id}`}
          loading={isFetching}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_faces')} />}
          height="fill"
          rowTone={(row) => (row.free + row.coming < row.min_qty ? 'warn' : undefined)}
        />
      </Section>
    </>
  );
}

type NewProps = {
  readonly warehouse_id: number;
  readonly blocked: ReturnType<ReturnType<typeof useLacks>>;
  readonly busy: boolean;
  readonly onSave: ReturnType<typeof useAction<typeof savePickFaces>>['run'];
};

function NewFace({ warehouse_id, blocked, busy, onSave }: NewProps) {
  const t = useText(text);
  const { data } = useVerb(getMap, { warehouse_id });
  const [location_id, setPlace] = useState<number>();
  const [item_id, setItem] = useState<number>();
  const [min_qty, setMin] = useState<number | null>(null);
  const [max_qty, setMax] = useState<number | null>(null);
  const places = (data?.bins ?? [])
    .filter((bin) => bin.pick_face)
    .map((bin) => ({ value: bin.location_id, label: bin.location_code }));
  const missing = missingFields([
    [location_id !== undefined, t('location')],
    [item_id !== undefined, t('item')],
    [min_qty !== null, t('min')],
    [max_qty !== null, t('max')],
  ]);
  const submit = () =>
    void onSave({
      warehouse_id,
      lines: [{ location_id: location_id!, item_id: item_id!, min_qty, max_qty }],
    })
      .then(() => setItem(undefined))
      .catch(() => undefined);
  return (
    <Section title={t('add')}>
      <div className="tc-form-grid">
        <LabelledField label={t('location')} required>
          {(id) => (
            <Select
              id={id}
              value={location_id}
              onChange={setPlace}
              options={places}
              showSearch={{ optionFilterProp: 'label' }}
              style={{ width: '100%' }}
            />
          )}
        </LabelledField>
        <LabelledField label={t('item')} required>
          {(id) => <ItemPicker id={id} value={item_id} onChange={setItem} />}
        </LabelledField>
        <LabelledField label={t('min')} required>
          {(id) => <InputNumber id={id} min={0} precision={0} value={min_qty} onChange={setMin} />}
        </LabelledField>
        <LabelledField label={t('max')} required>
          {(id) => <InputNumber id={id} min={1} precision={0} value={max_qty} onChange={setMax} />}
        </LabelledField>
      </div>
      <div className="tc-form-foot">
        <BlockedButton type="primary" blocked={[...blocked, ...missing]} loading={busy} onClick={submit}>
          {t('save')}
        </BlockedButton>
      </div>
    </Section>
  );
}

function columnsOf(
  t: ReturnType<typeof useText<keyof typeof text.zh>>,
  onRemove: (face: Face) => void,
  blocked: ReturnType<ReturnType<typeof useLacks>>,
): GridColumn<Face>[] {
  return [
    {
      key: 'location',
      title: t('location'),
      kind: 'code',
      value: (r) => r.location_code,
      pin: true,
      width: 100,
    },
    { key: 'item', title: t('item'), value: (r) => `${r.item_code} ${r.item_name}`, grow: true, width: 200 },
    { key: 'min', title: t('min'), kind: 'integer', value: (r) => r.min_qty, width: 88 },
    { key: 'max', title: t('max'), kind: 'integer', value: (r) => r.max_qty, width: 88 },
    { key: 'free', title: t('free'), kind: 'integer', value: (r) => r.free, width: 100 },
    { key: 'coming', title: t('coming'), kind: 'integer', value: (r) => r.coming, width: 100 },
    { key: 'reserve', title: t('reserve'), kind: 'integer', value: (r) => r.reserve, width: 100 },
    {
      key: 'below',
      title: t('status'),
      value: (r) => (r.free + r.coming < r.min_qty ? t('below') : ''),
      width: 110,
      render: (r) =>
        r.free + r.coming < r.min_qty ? <StatusChip tone="warn">{t('below')}</StatusChip> : null,
    },
    {
      key: 'remove',
      title: t('remove'),
      value: () => null,
      sort: false,
      filter: false,
      width: 92,
      render: (r) => (
        <BlockedButton size="small" blocked={blocked} onClick={() => onRemove(r)}>
          {t('remove')}
        </BlockedButton>
      ),
    },
  ];
}
