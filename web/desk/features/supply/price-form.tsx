import { Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { BlockedButton, useText } from '../../../ui/index.ts';
import type { ApiError } from '../../app/api-error.ts';
import { missingFields } from '../../app/missing.ts';
import { ItemPicker } from '../../app/pickers.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { DayInput, dayAhead, fenOf } from './purchase-parts.tsx';
import { purchasingText } from './purchasing-text.ts';
import { SupplierPicker } from './supplier-picker.tsx';

export type EnteredPrice = {
  readonly partner_id: number | undefined;
  readonly item_id: number;
  readonly province: string;
  readonly listing_no: string;
  readonly min_qty: number;
  readonly unit_price_fen: number;
  readonly valid_from: string;
  readonly valid_to: string | undefined;
};
type Props = {
  readonly kind: 'purchase' | 'listed';
  readonly title: string;
  readonly busy: boolean;
  readonly error: ApiError | null;
  readonly onClose: () => void;
  readonly onSave: (price: EnteredPrice) => void;
};

/** One price with its period: of a supplier, or of a listing in a province. */
export function PriceForm({ kind, title, busy, error, onClose, onSave }: Props) {
  const t = useText(purchasingText);
  const purchase = kind === 'purchase';
  const [supplier, setSupplier] = useState<number>();
  const [item, setItem] = useState<number>();
  const [texts, setTexts] = useState({ province: '', listing: '' });
  const [min, setMin] = useState(1);
  const [yuan, setYuan] = useState<number | null>(null);
  const [from, setFrom] = useState<string | undefined>(() => dayAhead(0));
  const [until, setUntil] = useState<string>();
  const missing = missingFields([
    [!purchase || supplier !== undefined, t('supplier')],
    [item !== undefined, t('item')],
    [purchase || texts.province.trim() !== '', t('province')],
    [yuan !== null, t('unit_price')],
    [from !== undefined, t('valid_from')],
  ]);
  const send = () =>
    onSave({
      partner_id: supplier,
      item_id: item!,
      province: texts.province.trim(),
      listing_no: texts.listing.trim(),
      min_qty: min,
      unit_price_fen: fenOf(yuan!),
      valid_from: from!,
      valid_to: until,
    });
  return (
    <Modal
      open
      title={title}
      onCancel={onClose}
      footer={
        <BlockedButton type="primary" blocked={missing} loading={busy} onClick={send}>
          {t('save')}
        </BlockedButton>
      }
    >
      {error ? <ProblemView error={error} /> : null}
      <div className="tc-form-grid">
        {purchase ? (
          <LabelledField label={t('supplier')} required>
            {(id) => <SupplierPicker id={id} value={supplier} onChange={setSupplier} />}
          </LabelledField>
        ) : null}
        <LabelledField label={t('item')} required>
          {(id) => <ItemPicker id={id} value={item} onChange={setItem} />}
        </LabelledField>
        <LabelledField label={t('province')} required={!purchase}>
          {(id) => (
            <Input
              id={id}
              maxLength={20}
              placeholder={purchase ? t('everywhere') : ''}
              value={texts.province}
              onChange={(event) => setTexts((all) => ({ ...all, province: event.target.value }))}
            />
          )}
        </LabelledField>
        {purchase ? (
          <LabelledField label={t('min_qty')}>
            {(id) => (
              <InputNumber
                id={id}
                min={1}
                precision={0}
                value={min}
                style={{ width: '100%' }}
                onChange={(value) => setMin(value ?? 1)}
              />
            )}
          </LabelledField>
        ) : (
          <LabelledField label={t('listing_no')}>
            {(id) => (
              <Input
                id={id}
                maxLength={60}
                value={texts.listing}
                onChange={(event) => setTexts((all) => ({ ...all, listing: event.target.value }))}
              />
            )}
          </LabelledField>
        )}
        <LabelledField label={t('unit_price_yuan')} required>
          {(id) => (
            <InputNumber
              id={id}
              min={0}
              precision={2}
              prefix="¥"
              value={yuan}
              style={{ width: '100%' }}
              onChange={setYuan}
            />
          )}
        </LabelledField>
        <LabelledField label={t('valid_from')} required>
          {(id) => <DayInput id={id} value={from} onChange={setFrom} width="100%" />}
        </LabelledField>
        <LabelledField label={t('valid_until')}>
          {(id) => <DayInput id={id} value={until} onChange={setUntil} width="100%" />}
        </LabelledField>
      </div>
    </Modal>
  );
}
