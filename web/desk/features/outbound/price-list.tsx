import { PlusOutlined } from '@ant-design/icons';
import { listSalesPrices } from '@tongcang/contract';
import { useMemo, useState } from 'react';
import {
  BlockedButton,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useRows } from '../../app/api.ts';
import { useGridError } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { PriceDialog } from './term-dialogs.tsx';
import { text } from './text.ts';

type Row = RowOf<typeof listSalesPrices>;

/** What things cost, where, for whom, from when. */
export default function PriceList() {
  const t = useText(text);
  const lacks = useLacks();
  const [view, setView] = useGridView();
  const [making, setMaking] = useState(false);
  const { rows, loading, error, refetch } = useRows(listSalesPrices, {});
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('prices')}
        description={t('prices_hint')}
        actions={
          <BlockedButton
            type="primary"
            icon={<PlusOutlined />}
            blocked={lacks('fulfilment.settle')}
            onClick={() => setMaking(true)}
          >
            {t('new_price')}
          </BlockedButton>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="sales-prices"
          label={t('prices')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.sales_price_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_prices')} />}
          height="fill"
        />
      </Section>
      {making ? <PriceDialog onClose={() => setMaking(false)} /> : null}
    </PageBody>
  );
}

function columnsOf(t: ReturnType<typeof useText<keyof typeof text.zh>>): GridColumn<Row>[] {
  return [
    {
      key: 'item',
      title: t('item'),
      value: (r) => `${r.item_code} ${r.item_name}`,
      pin: true,
      grow: true,
      width: 240,
    },
    { key: 'province', title: t('province'), value: (r) => r.province, width: 96 },
    { key: 'customer', title: t('customer'), value: (r) => r.partner_name ?? t('all_customers'), width: 180 },
    { key: 'price', title: t('price'), kind: 'money', value: (r) => r.price_fen },
    { key: 'listing', title: t('listing_price'), kind: 'money', value: (r) => r.listing_price_fen },
    { key: 'tax', title: t('tax_rate'), kind: 'integer', value: (r) => r.tax_rate_bp / 100, width: 88 },
    { key: 'from', title: t('valid_from'), kind: 'date', value: (r) => r.valid_from },
    { key: 'to', title: t('valid_to'), kind: 'date', value: (r) => r.valid_to },
  ];
}
