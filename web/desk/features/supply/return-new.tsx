import { listBalances, requestSupplierReturn, SUPPLIER_RETURN_REASONS } from '@tongcang/contract';
import { Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  type Disposition,
  DispositionChip,
  EmptyState,
  PageBody,
  PageHeader,
  Section,
  TableScroll,
  useText,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { WarehousePicker } from '../../app/pickers.tsx';
import { useScope } from '../../app/scope.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { LineProblem } from '../stock/line-problem.tsx';
import { receivingText } from './receiving-text.ts';
import { SupplierPicker } from './supplier-picker.tsx';

type Row = RowOf<typeof listBalances>;
type Chosen = { readonly row: Row; readonly qty: number };
const keyOf = (row: Row) =>
  `${row.item_id}|${row.lot_id}|${row.account_id}|${row.owner_id}|${row.disposition}`;
const SHOWN = 50;

/** Asks for goods to go back: whatever stands in the warehouse, in whatever state, up to what nobody else was promised. */
export default function ReturnNew() {
  const t = useText(receivingText);
  const go = useGo();
  const scope = useScope();
  const [warehouse_id, setWarehouse] = useState(scope.warehouse_id);
  const [supplier_id, setSupplier] = useState<number>();
  const [reason_kind, setKind] = useState<(typeof SUPPLIER_RETURN_REASONS)[number]>('unqualified');
  const [reason, setReason] = useState('');
  const [consent_no, setConsent] = useState('');
  const [chosen, setChosen] = useState<ReadonlyMap<string, Chosen>>(new Map());
  const lines = [...chosen.values()].filter((line) => line.qty > 0);
  const request = useAction(requestSupplierReturn, {
    onSuccess: ({ supplier_return_id }) => go(`/receiving/return/${supplier_return_id}`, { replace: true }),
  });
  const missing = missingFields([
    [warehouse_id !== undefined, t('warehouse')],
    [supplier_id !== undefined, t('supplier')],
    [reason.trim() !== '', t('reason')],
    [lines.length > 0, t('pick_stock')],
  ]);
  const submit = () =>
    request
      .run({
        warehouse_id: warehouse_id!,
        supplier_id: supplier_id!,
        reason_kind,
        reason: reason.trim(),
        ...(consent_no.trim() ? { consent_no: consent_no.trim() } : {}),
        lines: lines.map(({ row, qty }) => ({
          item_id: row.item_id,
          lot_id: row.lot_id,
          account_id: row.account_id,
          owner_id: row.owner_id,
          disposition: row.disposition as Disposition,
          qty,
        })),
      })
      .catch(() => undefined);
  return (
    <PageBody>
      <PageHeader title={t('new_return')} />
      {request.error ? (
        <LineProblem error={request.error} line={(index) => lines[index]?.row.lot_no ?? ''} />
      ) : null}
      <Section>
        <div className="tc-form-grid">
          <LabelledField label={t('warehouse')} required>
            {(id) => (
              <WarehousePicker
                id={id}
                value={warehouse_id}
                onChange={(next) => {
                  setWarehouse(next);
                  setChosen(new Map());
                }}
              />
            )}
          </LabelledField>
          <LabelledField label={t('supplier')} required>
            {(id) => <SupplierPicker id={id} value={supplier_id} onChange={setSupplier} />}
          </LabelledField>
          <LabelledField label={t('reason_kind')} required>
            {(id) => (
              <Select
                id={id}
                value={reason_kind}
                onChange={setKind}
                options={SUPPLIER_RETURN_REASONS.map((value) => ({ value, label: t(`y_${value}`) }))}
              />
            )}
          </LabelledField>
          <LabelledField label={t('reason')} required>
            {(id) => (
              <Input id={id} value={reason} maxLength={200} onChange={(e) => setReason(e.target.value)} />
            )}
          </LabelledField>
          <LabelledField label={t('consent_no')}>
            {(id) => (
              <Input id={id} value={consent_no} maxLength={60} onChange={(e) => setConsent(e.target.value)} />
            )}
          </LabelledField>
        </div>
      </Section>
      <Stock {...{ warehouse_id, chosen, setChosen }} />
      <div className="tc-page-actions">
        <BlockedButton type="primary" size="large" blocked={missing} loading={request.busy} onClick={submit}>
          {t('submit_return')}
        </BlockedButton>
      </div>
    </PageBody>
  );
}

type StockProps = {
  readonly warehouse_id: number | undefined;
  readonly chosen: ReadonlyMap<string, Chosen>;
  readonly setChosen: (chosen: ReadonlyMap<string, Chosen>) => void;
};

function Stock({ warehouse_id, chosen, setChosen }: StockProps) {
  const t = useText(receivingText);
  const [search, setSearch] = useState('');
  const { data } = useVerb(
    listBalances,
    { warehouse_id: warehouse_id ?? 0, limit: SHOWN, ...(search.trim() ? { search: search.trim() } : {}) },
    { enabled: warehouse_id !== undefined, keepPrevious: true },
  );
  const found = (data?.rows ?? []).filter((row) => row.qty > row.allocated && !chosen.has(keyOf(row)));
  const rows = [...[...chosen.values()].map((one) => one.row), ...found];
  return (
    <Section title={t('pick_stock')} flush>
      <div className="tc-bar-inset">
        <Input
          aria-label={t('find_stock')}
          placeholder={t('find_stock')}
          value={search}
          maxLength={60}
          className="tc-wide-field"
          onChange={(e) => setSearch(e.target.value)}
        />
      </div>
      {rows.length === 0 ? <EmptyState title={t('no_stock')} /> : null}
      {rows.length > 0 ? (
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th>{t('item')}</th>
                <th>{t('lot')}</th>
                <th>{t('expiry')}</th>
                <th>{t('bin')}</th>
                <th>{t('disposition')}</th>
                <th className="tc-num">{t('available')}</th>
                <th>{t('qty')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={keyOf(row)}>
                  <td>
                    {row.item_code} {row.item_name}
                  </td>
                  <td>{row.lot_no}</td>
                  <td>{row.expiry_date ?? '—'}</td>
                  <td>{row.location_code}</td>
                  <td>
                    <DispositionChip disposition={row.disposition as Disposition} />
                  </td>
                  <td className="tc-num">{row.qty - row.allocated}</td>
                  <td>
                    <InputNumber
                      aria-label={`${t('qty')} ${row.item_code} ${row.lot_no} ${row.location_code ?? ''}`}
                      min={0}
                      max={row.qty - row.allocated}
                      precision={0}
                      value={chosen.get(keyOf(row))?.qty ?? null}
                      onChange={(qty) => {
                        const next = new Map(chosen);
                        if (qty) next.set(keyOf(row), { row, qty });
                        else next.delete(keyOf(row));
                        setChosen(next);
                      }}
                      style={{ width: 110 }}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      ) : null}
    </Section>
  );
}
