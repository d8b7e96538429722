import { CloseOutlined } from '@ant-design/icons';
import { listLots } from '@tongcang/contract';
import { Button, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { ScanInput, useText } from '../../../ui/index.ts';
import { useVerb } from '../../app/api.ts';
import { ItemPicker } from '../../app/pickers.tsx';
import { useResolve } from '../stock/resolve.ts';
import { text } from './text.ts';

export type ChosenLot = {
  readonly item_id: number;
  readonly item_code: string;
  readonly lot_id: number;
  readonly lot_no: string;
  readonly qty: number;
};
type Props = {
  readonly lots: readonly ChosenLot[];
  readonly onChange: (lots: ChosenLot[]) => void;
  readonly warehouse_id: number;
};

/** Affected lots, scanned one after the other or chosen by product and lot. */
export function LotList({ lots, onChange, warehouse_id }: Props) {
  const t = useText(text);
  const resolve = useResolve(warehouse_id);
  const add = (lot: Omit<ChosenLot, 'qty'>) => {
    if (!lots.some((one) => one.lot_id === lot.lot_id)) onChange([...lots, { ...lot, qty: 1 }]);
  };
  return (
    <div className="tc-stack">
      <ScanInput
        label={t('scan_lot')}
        onScan={async ({ raw }) => {
          const found = await resolve(raw);
          if (!found.ok) return { ok: false, text: found.text };
          const { item_id, item_code, lot_id, lot_no } = found.it;
          if (item_id === null || lot_id === null) return { ok: false, text: t('lot_not_found') };
          add({ item_id, item_code: item_code ?? '', lot_id, lot_no: lot_no ?? '' });
          return { ok: true, text: `${item_code} ${lot_no}` };
        }}
      />
      <ByHand onAdd={add} />
      <ul className="tc-plain-list">
        {lots.map((lot) => (
          <li key={lot.lot_id} className="tc-bar">
            <span>
              {lot.item_code} <strong>{lot.lot_no}</strong>
            </span>
            <InputNumber
              aria-label={`${t('qty')} ${lot.lot_no}`}
              min={1}
              precision={0}
              value={lot.qty}
              onChange={(qty) =>
                onChange(lots.map((one) => (one.lot_id === lot.lot_id ? { ...one, qty: qty ?? 1 } : one)))
              }
            />
            <Button
              type="text"
              icon={<CloseOutlined />}
              aria-label={`${t('remove')} ${lot.lot_no}`}
              onClick={() => onChange(lots.filter((one) => one.lot_id !== lot.lot_id))}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

function ByHand({ onAdd }: { onAdd: (lot: Omit<ChosenLot, 'qty'>) => void }) {
  const t = useText(text);
  const [item_id, setItem] = useState<number>();
  const [lot_id, setLot] = useState<number>();
  const { data } = useVerb(
    listLots,
    { item_id: item_id ?? 0, limit: 200 },
    { enabled: item_id !== undefined },
  );
  const rows = item_id === undefined ? [] : (data?.rows ?? []);
  const add = () => {
    const lot = rows.find((row) => row.lot_id === lot_id);
    if (lot === undefined) return;
    onAdd({ item_id: lot.item_id, item_code: lot.item_code, lot_id: lot.lot_id, lot_no: lot.lot_no });
    setLot(undefined);
  };
  return (
    <div className="tc-form-grid">
      <ItemPicker
        aria-label={t('item')}
        placeholder={t('item')}
        value={item_id}
        onChange={(next) => {
          setItem(next);
          setLot(undefined);
        }}
      />
      <Select
        aria-label={t('lot')}
        placeholder={t('lot')}
        disabled={item_id === undefined}
        value={lot_id}
        onChange={setLot}
        showSearch={{ optionFilterProp: 'label' }}
        options={rows.map((row) => ({ value: row.lot_id, label: row.lot_no }))}
        style={{ width: '100%' }}
      />
      <Button disabled={lot_id === undefined} onClick={add}>
        {t('add_lot')}
      </Button>
    </div>
  );
}
