import { listPartners, PARTNER_KINDS } from '@tongcang/contract';
import { useMemo } from 'react';
import { type GridColumn, useText } from '../../../ui/index.ts';
import type { RowOf } from '../../app/api.ts';
import { useChoices, useColumnTitle, useOption } from './option.ts';
import { RecordPage } from './record-page.tsx';
import { masterdataText } from './text.ts';

type Partner = RowOf<typeof listPartners>;

export default function PartnersPage() {
  const t = useText(masterdataText);
  const option = useOption();
  const choices = useChoices();
  const title = useColumnTitle('partner');
  const columns = useMemo<GridColumn<Partner>[]>(
    () => [
      {
        key: 'partner_code',
        title: title('partner_code'),
        value: (row) => row.partner_code,
        kind: 'code',
        pin: true,
        width: 110,
      },
      { key: 'name', title: title('name'), value: (row) => row.name, grow: true, width: 240 },
      {
        key: 'kind',
        title: title('kind'),
        value: (row) => row.kind,
        kind: 'choice',
        choices: choices(PARTNER_KINDS),
        render: (row) => option(row.kind),
      },
      { key: 'province', title: title('province'), value: (row) => row.province, width: 100 },
      { key: 'address', title: title('address'), value: (row) => row.address, width: 220 },
      { key: 'contact', title: title('contact'), value: (row) => row.contact, width: 110 },
      { key: 'phone', title: title('phone'), value: (row) => row.phone, kind: 'code', width: 130 },
      { key: 'uscc', title: title('uscc'), value: (row) => row.uscc, kind: 'code', width: 180 },
    ],
    [title, option, choices],
  );
  return (
    <RecordPage
      grid="masterdata-partners"
      title={t('partners')}
      description={t('partners_text')}
      verb={listPartners}
      columns={columns}
      rowKey={(row) => row.partner_id}
      dataset="partner"
      find={t('find')}
      heading={(row) => `${row.partner_code} ${row.name}`}
      facts={(row) => [
        { label: title('name'), value: row.name, wide: true },
        { label: title('kind'), value: option(row.kind) },
        { label: title('uscc'), value: row.uscc ? <code>{row.uscc}</code> : '–' },
        { label: title('province'), value: row.province },
        { label: title('address'), value: row.address },
        { label: title('contact'), value: row.contact ?? '–' },
        { label: title('phone'), value: row.phone ?? '–' },
      ]}
      links={(row) => [
        { to: `/compliance/licence?find=${encodeURIComponent(row.partner_code)}`, label: t('licences_of') },
        ...(row.kind === 'customer'
          ? [
              {
                to: `/masterdata/department?find=${encodeURIComponent(row.name)}`,
                label: t('departments_of'),
              },
            ]
          : []),
      ]}
      toRow={({ partner_id: _id, ...row }) => row}
    />
  );
}
