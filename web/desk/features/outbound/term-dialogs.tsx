import { reserveLot, setCustomerRule, setSalesPrice } from '@tongcang/contract';
import { Checkbox, Input, InputNumber, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { ItemPicker } from '../../app/pickers.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { CustomerPicker, LotPicker } from './customer-picker.tsx';
import { text } from './text.ts';

type FrameProps = {
  readonly title: string;
  readonly ready: boolean;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSave: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

function Frame({ title, ready, busy, error, onSave, onClose, children }: FrameProps) {
  const t = useText(text);
  return (
    <Modal
      open
      title={title}
      okText={t('save')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: !ready, loading: busy }}
      onOk={onSave}
      onCancel={onClose}
    >
      {error ? <ProblemView error={error} /> : null}
      <div className="tc-form-grid">{children}</div>
    </Modal>
  );
}

/** What a customer asks of the lots of an item, a sub-catalogue, or everything. */
export function RuleDialog({ onClose }: { onClose: () => void }) {
  const t = useText(text);
  const [partner_id, setPartner] = useState<number>();
  const [item_id, setItem] = useState<number>();
  const [category, setCategory] = useState('');
  const [days, setDays] = useState<number | null>(null);
  const [pct, setPct] = useState<number | null>(null);
  const [one_lot, setOneLot] = useState(false);
  const [same_lot, setSameLot] = useState(false);
  const [note, setNote] = useState('');
  const set = useAction(setCustomerRule, { invalidates: ['fulfilment'], onSuccess: onClose });
  const save = () =>
    void set
      .run({
        partner_id: partner_id!,
        item_id,
        category: category.trim() || undefined,
        min_remaining_days: days ?? undefined,
        min_remaining_pct: pct ?? undefined,
        one_lot,
        same_lot,
        note: note.trim() || undefined,
      })
      .catch(() => undefined);
  return (
    <Frame
      title={t('new_rule')}
      ready={partner_id !== undefined}
      busy={set.busy}
      error={set.error}
      onSave={save}
      onClose={onClose}
    >
      <LabelledField label={t('customer')} required>
        {(id) => <CustomerPicker id={id} value={partner_id} onChange={setPartner} />}
      </LabelledField>
      <LabelledField label={t('item')}>
        {(id) => (
          <ItemPicker id={id} value={item_id} onChange={setItem} allowClear placeholder={t('all_items')} />
        )}
      </LabelledField>
      {item_id === undefined ? (
        <LabelledField label={t('category')}>
          {(id) => (
            <Input id={id} value={category} maxLength={20} onChange={(e) => setCategory(e.target.value)} />
          )}
        </LabelledField>
      ) : null}
      <LabelledField label={t('min_days')}>
        {(id) => (
          <InputNumber
            id={id}
            min={0}
            max={3650}
            precision={0}
            value={days}
            onChange={setDays}
            style={{ width: '100%' }}
          />
        )}
      </LabelledField>
      <LabelledField label={t('min_pct')}>
        {(id) => (
          <InputNumber
            id={id}
            min={1}
            max={100}
            precision={0}
            value={pct}
            onChange={setPct}
            style={{ width: '100%' }}
          />
        )}
      </LabelledField>
      <div>
        <Checkbox checked={one_lot} onChange={(e) => setOneLot(e.target.checked)}>
          {t('one_lot')}
        </Checkbox>
        <Checkbox checked={same_lot} onChange={(e) => setSameLot(e.target.checked)}>
          {t('same_lot')}
        </Checkbox>
      </div>
      <LabelledField label={t('note')}>
        {(id) => <Input id={id} value={note} maxLength={200} onChange={(e) => setNote(e.target.value)} />}
      </LabelledField>
    </Frame>
  );
}

/** Keeps a lot for one customer. */
export function ReserveDialog({ onClose }: { onClose: () => void }) {
  const t = useText(text);
  const [partner_id, setPartner] = useState<number>();
  const [item_id, setItem] = useState<number>();
  const [lot_id, setLot] = useState<number>();
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  const set = useAction(reserveLot, { invalidates: ['fulfilment'], onSuccess: onClose });
  const ready = partner_id !== undefined && lot_id !== undefined && until !== '' && reason.trim() !== '';
  const save = () =>
    void set
      .run({ partner_id: partner_id!, item_id: item_id!, lot_id: lot_id!, until, reason: reason.trim() })
      .catch(() => undefined);
  return (
    <Frame
      title={t('reserve')}
      ready={ready}
      busy={set.busy}
      error={set.error}
      onSave={save}
      onClose={onClose}
    >
      <LabelledField label={t('customer')} required>
        {(id) => <CustomerPicker id={id} value={partner_id} onChange={setPartner} />}
      </LabelledField>
      <LabelledField label={t('item')} required>
        {(id) => <ItemPicker id={id} value={item_id} onChange={setItem} />}
      </LabelledField>
      <LabelledField label={t('lot')} required>
        {(id) => <LotPicker id={id} item_id={item_id} value={lot_id} onChange={setLot} />}
      </LabelledField>
      <LabelledField label={t('until')} required>
        {(id) => <Input id={id} type="date" value={until} onChange={(e) => setUntil(e.target.value)} />}
      </LabelledField>
      <LabelledField label={t('reason')} required>
        {(id) => <Input id={id} value={reason} maxLength={200} onChange={(e) => setReason(e.target.value)} />}
      </LabelledField>
    </Frame>
  );
}

const fen = (yuan: number | null) => (yuan === null ? undefined : Math.round(yuan * 100));

/** A price from a day on. */
export function PriceDialog({ onClose }: { onClose: () => void }) {
  const t = useText(text);
  const [item_id, setItem] = useState<number>();
  const [province, setProvince] = useState('');
  const [partner_id, setPartner] = useState<number>();
  const [price, setPrice] = useState<number | null>(null);
  const [listing, setListing] = useState<number | null>(null);
  const [tax, setTax] = useState<number | null>(13);
  const [valid_from, setFrom] = useState('');
  const [valid_to, setTo] = useState('');
  const set = useAction(setSalesPrice, { invalidates: ['fulfilment'], onSuccess: onClose });
  const ready = item_id !== undefined && province.trim() !== '' && price !== null && valid_from !== '';
  const save = () =>
    void set
      .run({
        item_id: item_id!,
        province: province.trim(),
        partner_id,
        price_fen: fen(price)!,
        listing_price_fen: fen(listing),
        tax_rate_bp: Math.round((tax ?? 0) * 100),
        valid_from,
        valid_to: valid_to || undefined,
      })
      .catch(() => undefined);
  const money = { min: 0, precision: 2, style: { width: '100%' } } as const;
  return (
    <Frame
      title={t('new_price')}
      ready={ready}
      busy={set.busy}
      error={set.error}
      onSave={save}
      onClose={onClose}
    >
      <LabelledField label={t('item')} required>
        {(id) => <ItemPicker id={id} value={item_id} onChange={setItem} />}
      </LabelledField>
      <LabelledField label={t('province')} required>
        {(id) => (
          <Input id={id} value={province} maxLength={20} onChange={(e) => setProvince(e.target.value)} />
        )}
      </LabelledField>
      <LabelledField label={t('customer')}>
        {(id) => (
          <CustomerPicker id={id} value={partner_id} onChange={setPartner} placeholder={t('all_customers')} />
        )}
      </LabelledField>
      <LabelledField label={t('price')} required>
        {(id) => <InputNumber id={id} {...money} value={price} onChange={setPrice} />}
      </LabelledField>
      <LabelledField label={t('listing_price')}>
        {(id) => <InputNumber id={id} {...money} value={listing} onChange={setListing} />}
      </LabelledField>
      <LabelledField label={t('tax_rate')}>
        {(id) => <InputNumber id={id} {...money} max={100} value={tax} onChange={setTax} />}
      </LabelledField>
      <LabelledField label={t('valid_from')} required>
        {(id) => <Input id={id} type="date" value={valid_from} onChange={(e) => setFrom(e.target.value)} />}
      </LabelledField>
      <LabelledField label={t('valid_to')}>
        {(id) => <Input id={id} type="date" value={valid_to} onChange={(e) => setTo(e.target.value)} />}
      </LabelledField>
    </Frame>
  );
}
