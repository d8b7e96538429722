import { listListedPrices, saveListedPrices } from '@tongcang/contract';
import { useMemo, useState } from 'react';
import { BlockedButton, type GridColumn, useText } from '../../../ui/index.ts';
import { type RowOf, useAction, useRows } from '../../app/api.ts';
import { useLacks } from '../../app/session.ts';
import { PriceForm } from './price-form.tsx';
import { PurchaseList } from './purchase-list.tsx';
import { AFFECTS } from './purchase-parts.tsx';
import { type PurchasingWord, purchasingText } from './purchasing-text.ts';

type Row = RowOf<typeof listListedPrices>;

export default function ListedPriceList() {
  const t = useText(purchasingText);
  const lacks = useLacks();
  const found = useRows(listListedPrices, {});
  const columns = useMemo(() => columnsOf(t), [t]);
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const save = useAction(saveListedPrices, { invalidates: AFFECTS, onSuccess: close });
  return (
    <PurchaseList
      id="listed-prices"
      title={t('listed_prices')}
      hint={t('listed_hint')}
      empty={t('no_listed')}
      columns={columns}
      found={found}
      rowKey={(row) => row.price_id}
      actions={
        <BlockedButton type="primary" blocked={lacks('supply.order')} onClick={() => setOpen(true)}>
          {t('add_listed')}
        </BlockedButton>
      }
    >
      {open ? (
        <PriceForm
          kind="listed"
          title={t('add_listed')}
          busy={save.busy}
          error={save.error}
          onClose={close}
          onSave={({ item_id, province, listing_no, unit_price_fen, valid_from, valid_to }) =>
            void save
              .run({
                lines: [
                  {
                    item_id,
                    province,
                    unit_price_fen,
                    valid_from,
                    ...(valid_to ? { valid_to } : {}),
                    ...(listing_no ? { listing_no } : {}),
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
    { key: 'item', title: t('item'), value: (r) => `${r.item_code} ${r.item_name}`, grow: true, width: 260 },
    { key: 'province', title: t('province'), value: (r) => r.province, width: 110 },
    { key: 'price', title: t('unit_price'), kind: 'money', value: (r) => r.unit_price_fen },
    { key: 'listing', title: t('listing_no'), kind: 'code', value: (r) => r.listing_no },
    { key: 'from', title: t('valid_from'), kind: 'date', value: (r) => r.valid_from },
    { key: 'to', title: t('valid_until'), kind: 'date', value: (r) => r.valid_to },
    { key: 'in_force', title: t('in_force'), value: (r) => (r.in_force ? t('yes') : t('no')), width: 90 },
  ];
}
