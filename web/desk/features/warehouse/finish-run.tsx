import { finishRun, type getWorkOrder } from '@tongcang/contract';
import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { TableScroll, useText } from '../../../ui/index.ts';
import { type OutputFor, useAction } from '../../app/api.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { LineProblem } from '../stock/line-problem.tsx';
import { BinPicker } from './choose.tsx';
import { text } from './work-text.ts';

type Order = OutputFor<typeof getWorkOrder>;
type Props = { readonly order: Order; readonly run: Order['runs'][number]; readonly onDone: () => void };

/** Another person looks at what was made and says where it goes. */
export function FinishRun({ order, run, onDone }: Props) {
  const t = useText(text);
  const [to_account_id, setPlace] = useState<number>();
  const [lot_no, setLot] = useState('');
  const [serials, setSerials] = useState('');
  const [note, setNote] = useState('');
  const [parts, setParts] = useState<Readonly<Record<string, Part>>>(() => partsOf(order, run.qty));
  const finish = useAction(finishRun, {
    invalidates: ['warehouse', 'stock', 'planning', 'insight'],
    onSuccess: onDone,
  });
  const waits = order.disposition === 'quarantine';
  const serial_nos = serials.split(/\s+/).filter(Boolean);
  const submit = () =>
    finish
      .run({
        work_run_id: run.work_run_id,
        ...(waits ? {} : { to_account_id: to_account_id! }),
        ...(lot_no.trim() === '' ? {} : { lot_no: lot_no.trim() }),
        ...(serial_nos.length > 0 ? { serial_nos } : {}),
        ...(order.kind === 'disassemble' ? { components: componentsOf(order, parts) } : {}),
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      })
      .catch(() => undefined);
  return (
    <div className="tc-run-form">
      <p className="tc-muted">{t('finish_hint')}</p>
      {finish.error ? <LineProblem error={finish.error} /> : null}
      <div className="tc-form-grid">
        {waits ? <p>{t('back_to_place')}</p> : null}
        {waits ? null : (
          <LabelledField label={t('to_place')} required>
            {(id) => (
              <BinPicker
                id={id}
                warehouse_id={order.warehouse_id}
                kinds={['storage', 'dispatch', 'receiving']}
                value={to_account_id}
                onChange={setPlace}
              />
            )}
          </LabelledField>
        )}
        {order.kind === 'assemble' ? (
          <>
            <LabelledField label={t('lot_of_kit')}>
              {(id) => (
                <Input id={id} value={lot_no} maxLength={20} onChange={(e) => setLot(e.target.value)} />
              )}
            </LabelledField>
            <LabelledField label={t('serials')}>
              {(id) => <Input id={id} value={serials} onChange={(e) => setSerials(e.target.value)} />}
            </LabelledField>
          </>
        ) : null}
        <LabelledField label={t('reason')}>
          {(id) => <Input id={id} value={note} maxLength={200} onChange={(e) => setNote(e.target.value)} />}
        </LabelledField>
      </div>
      {order.kind === 'disassemble' ? <Parts order={order} parts={parts} onChange={setParts} /> : null}
      <div className="tc-form-foot">
        <Button
          type="primary"
          disabled={!waits && to_account_id === undefined}
          loading={finish.busy}
          onClick={submit}
        >
          {t('finish')}
        </Button>
      </div>
    </div>
  );
}

type Part = { readonly qty: number; readonly serials: string };
type Origin = Order['origins'][number];
const partKey = (origin: Origin): string => `${origin.item_id}|${origin.lot_id}`;

/** What should come out: where an item has one lot, all of it; with several lots the person says how many of each. */
function partsOf(order: Order, kits: number): Readonly<Record<string, Part>> {
  const lots = Map.groupBy(order.origins, (origin) => origin.item_id);
  return Object.fromEntries(
    order.origins.map((origin) => [
      partKey(origin),
      { qty: lots.get(origin.item_id)!.length === 1 ? kits * origin.per_unit : 0, serials: '' },
    ]),
  );
}

function componentsOf(order: Order, parts: Readonly<Record<string, Part>>) {
  return order.origins.flatMap((origin) => {
    const { qty, serials } = parts[partKey(origin)]!;
    const serial_nos = serials.split(/\s+/).filter(Boolean);
    const numbers = serial_nos.length > 0 ? { serial_nos } : {};
    return qty > 0 ? [{ item_id: origin.item_id, lot_no: origin.lot_no, qty, ...numbers }] : [];
  });
}

/** The components that come out of the kits, lot by lot. */
function Parts({
  order,
  parts,
  onChange,
}: {
  readonly order: Order;
  readonly parts: Readonly<Record<string, Part>>;
  readonly onChange: (parts: Readonly<Record<string, Part>>) => void;
}) {
  const t = useText(text);
  const change = (origin: Origin, patch: Partial<Part>) =>
    onChange({ ...parts, [partKey(origin)]: { ...parts[partKey(origin)]!, ...patch } });
  return (
    <TableScroll>
      <table className="tc-table">
        <thead>
          <tr>
            <th>{t('components')}</th>
            <th>{t('lot')}</th>
            <th className="tc-num">{t('in_kits')}</th>
            <th className="tc-num">{t('made')}</th>
            <th>{t('serials')}</th>
          </tr>
        </thead>
        <tbody>
          {order.origins.map((origin) => (
            <tr key={partKey(origin)}>
              <td>
                {origin.item_code} {origin.item_name}
              </td>
              <td>{origin.lot_no}</td>
              <td className="tc-num">{origin.qty}</td>
              <td className="tc-num">
                <InputNumber
                  aria-label={`${t('made')} ${origin.item_code} ${origin.lot_no}`}
                  min={0}
                  max={origin.qty}
                  precision={0}
                  value={parts[partKey(origin)]!.qty}
                  onChange={(value) => change(origin, { qty: value ?? 0 })}
                />
              </td>
              <td>
                {origin.tracking === 'serial' ? (
                  <Input
                    aria-label={`${t('serials')} ${origin.item_code} ${origin.lot_no}`}
                    value={parts[partKey(origin)]!.serials}
                    onChange={(event) => change(origin, { serials: event.target.value })}
                  />
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
