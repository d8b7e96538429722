import { listRetention } from '@tongcang/contract';
import { Input } from 'antd';
import { useMemo } from 'react';
import { z } from 'zod';
import { EmptyState, type GridColumn, Section, StatusChip, useText, VirtualGrid } from '../../../ui/index.ts';
import { type RowOf, useRows } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useUrlState } from '../../app/url.ts';
import { retentionText } from './retention-text.ts';

type Row = RowOf<typeof listRetention>;
const address = z.object({ search: z.string().max(60).optional() });

/** The last day of the records of each lot, with the law that it comes from. */
export function Lots() {
  const t = useText(retentionText);
  const gridError = useGridError();
  const [{ search }, setAt] = useUrlState(address);
  const { rows, loading, error, refetch } = useRows(listRetention, search ? { search } : {});
  const columns = useMemo<GridColumn<Row>[]>(
    () => [
      {
        key: 'lot',
        title: t('lot'),
        value: (r) => r.lot_no,
        pin: true,
        width: 150,
        render: (r) => <Link to={`/stock/trace/${r.item_id}/${r.lot_id}`}>{r.lot_no}</Link>,
      },
      {
        key: 'item',
        title: t('item'),
        value: (r) => `${r.item_code} ${r.item_name}`,
        width: 240,
        grow: true,
      },
      { key: 'implant', title: t('implant'), value: (r) => (r.implant ? t('yes') : ''), width: 70 },
      { key: 'expiry', title: t('expiry'), value: (r) => r.expiry_date, width: 110 },
      { key: 'arrived', title: t('arrived'), value: (r) => r.first_seen_on, width: 110 },
      { key: 'eu', title: t('eu'), value: (r) => r.sold_in_eu_on ?? '', width: 110 },
      {
        key: 'until',
        title: t('until'),
        value: (r) => r.retain_until ?? t('forever'),
        width: 120,
        render: (r) =>
          r.retain_until ? r.retain_until : <StatusChip tone="accent">{t('forever')}</StatusChip>,
      },
      { key: 'region', title: t('region'), value: (r) => t(r.region), width: 90 },
      { key: 'basis', title: t('basis'), value: (r) => r.legal_basis, width: 260 },
      {
        key: 'held',
        title: t('held'),
        value: (r) => (r.on_legal_hold ? t('yes') : ''),
        width: 80,
        render: (r) => (r.on_legal_hold ? <StatusChip tone="hold">{t('held')}</StatusChip> : null),
      },
    ],
    [t],
  );
  return (
    <Section flush>
      <VirtualGrid
        id="insight-retention"
        label={t('tab_lots')}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.lot_id}
        height={540}
        loading={loading}
        error={gridError(error, () => void refetch())}
        empty={<EmptyState title={t('no_lots')} />}
        toolbar={
          <Input.Search
            className="tc-find"
            allowClear
            aria-label={t('search')}
            placeholder={t('search')}
            defaultValue={search}
            onSearch={(text) => setAt({ search: text.trim() || undefined })}
          />
        }
      />
    </Section>
  );
}
