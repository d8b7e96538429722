import { listPrices, savePrices } from '@tongcang/contract';
import { useMemo, useState } from 'react';
import { BlockedButton, type GridColumn, useText } from '../../../ui/index.ts';
import { type RowOf, useAction, useRows } from '../../app/api.ts';
import { useLacks } from '../../app/session.ts';
import { PriceForm } from './price-form.tsx';
import { PurchaseList } from './purchase-list.tsx';
import { AFFECTS } from './purchase-parts.tsx';
import { type PurchasingWord, purchasingText } from './purchasing-text.ts';

type Row = RowOf<typeof listPrices>;

export default function PriceList() {
  const t = useText(purchasingText);
  const lacks = useLacks();
  const found = useRows(listPrices, {});
  const columns = useMemo(() => columnsOf(t), [t]);
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const save = useAction(savePrices, { invalidates: AFFECTS, onSuccess: close });
  return (
    <PurchaseList
      id="purchase-prices"
      title={t('prices')}
      hint={t('prices_hint')}
      empty={t('no_prices')}
      columns={columns}
      found={found}
      rowKey={(row) => row.price_id}
      actions={
        <BlockedButton type="primary" blocked={lacks('supply.order')} onClick={() => setOpen(true)}>
          {t('add_price')}
        </BlockedButton>
      }
    >
      {open ? (
        <PriceForm
          kind="purchase"
          title={t('add_price')}
          busy={save.busy}
          error={save.error}
          onClose={close}
          onSave={({ partner_id, item_id, province, min_qty, unit_price_fen, valid_from, valid_to }) =>
            void save
              .run({
                partner_id: partner_id!,
                lines: [
                  {
                    item_id,
                    min_qty,
                    unit_price_fen,
                    valid_from,
                    ...(valid_to ? { valid_to } : {}),
                    ...(province ? { province } : {}),
                  },
                ],
              })
              .catch(() => undefined)
          }
        />
      ) : null}
    </PurchaseList>
  );
}

function columnsOf(t: ReturnType<typeof useText<PurchasingWord>>): GridColumn<Row>[] {
  return [
    { key: 'supplier', title: t('supplier'), value: (r) => r.partner_name, pin: true, width: 180 },
    { key: 'item', title: t('item'), value: (r) => `${r.item_code} ${r.item_name}`, grow: true, width: 240 },
    { key: 'province', title: t('province'), value: (r) => r.province ?? t('everywhere'), width: 100 },
    { key: 'min', title: t('min_qty'), kind: 'integer', value: (r) => r.min_qty },
    { key: 'price', title: t('unit_price'), kind: 'money', value: (r) => r.unit_price_fen },
    { key: 'from', title: t('valid_from'), kind: 'date', value: (r) => r.valid_from },
    { key: 'to', title: t('valid_until'), kind: 'date', value: (r) => r.valid_to },
    { key: 'in_force', title: t('in_force'), value: (r) => (r.in_force ? t('yes') : t('no')), width: 90 },
    { key: 'note', title: t('note'), value: (r) => r.note, hidden: true },
  ];
}
