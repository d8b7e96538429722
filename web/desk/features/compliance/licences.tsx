import { LICENCE_KINDS, listLicences } from '@tongcang/contract';
import { useMemo } from 'react';
import { formatDate, type GridColumn, useLanguage, useText } from '../../../ui/index.ts';
import { type RowOf, useRows } from '../../app/api.ts';
import { useChoices, useColumnTitle, useOption } from '../masterdata/option.ts';
import { RecordPage } from '../masterdata/record-page.tsx';
import { complianceText } from './text.ts';
import { useStates, ValidityChip, ValidityTiles } from './validity.tsx';

type Licence = RowOf<typeof listLicences>;

export default function LicencesPage() {
  const t = useText(complianceText);
  const language = useLanguage();
  const option = useOption();
  const choices = useChoices();
  const states = useStates();
  const title = useColumnTitle('licence');
  const all = useRows(listLicences, {});
  const scope = (row: Licence) => (row.categories.includes('*') ? t('scope_all') : row.categories.join(' '));
  const columns = useMemo<GridColumn<Licence>[]>(
    () => [
      { key: 'partner', title: t('partner'), value: (row) => row.partner_name, pin: true, width: 200 },
      {
        key: 'partner_code',
        title: title('partner_code'),
        value: (row) => row.partner_code,
        kind: 'code',
        width: 100,
      },
      {
        key: 'kind',
        title: title('kind'),
        value: (row) => row.kind,
        kind: 'choice',
        width: 150,
        choices: choices(LICENCE_KINDS),
        render: (row) => option(row.kind),
      },
      {
        key: 'licence_no',
        title: title('licence_no'),
        value: (row) => row.licence_no,
        grow: true,
        width: 200,
      },
      { key: 'classes', title: title('classes'), value: (row) => row.classes.join(' '), width: 96 },
      {
        key: 'categories',
        title: title('categories'),
        value: (row) => (row.categories.includes('*') ? t('scope_all') : row.categories.join(' ')),
        width: 130,
      },
      {
        key: 'warehouses',
        title: t('warehouses'),
        value: (row) => row.warehouse_codes.join(' '),
        width: 110,
      },
      { key: 'valid_to', title: title('valid_to'), value: (row) => row.valid_to, kind: 'date' },
      {
        key: 'state',
        title: t('state'),
        value: (row) => row.state,
        kind: 'choice',
        width: 150,
        choices: states,
        render: (row) => <ValidityChip state={row.state} days_left={row.days_left} />,
      },
      { key: 'days_left', title: t('days_left'), value: (row) => row.days_left, kind: 'integer' },
    ],
    [t, title, option, choices, states],
  );
  return (
    <RecordPage
      grid="compliance-licences"
      title={t('licences')}
      description={t('licences_text')}
      verb={listLicences}
      columns={columns}
      rowKey={(row) => row.licence_id}
      rowTone={(row) => (row.state === 'expired' ? 'bad' : row.state === 'expiring' ? 'warn' : undefined)}
      dataset="licence"
      find={t('find_licence')}
      above={<ValidityTiles rows={all.rows} />}
      heading={(row) => row.licence_no}
      status={(row) => <ValidityChip state={row.state} days_left={row.days_left} />}
      facts={(row) => [
        { label: t('partner'), value: `${row.partner_code} ${row.partner_name}`, wide: true },
        { label: title('kind'), value: option(row.kind) },
        { label: title('classes'), value: row.classes.map((one) => option(one)).join('、') },
        { label: title('categories'), value: scope(row) },
        { label: t('warehouses'), value: row.warehouse_codes.join(' ') || '–' },
        { label: title('valid_from'), value: formatDate(row.valid_from, language, 'long') },
        {
          label: title('valid_to'),
          value: row.valid_to ? formatDate(row.valid_to, language, 'long') : t('endless'),
        },
      ]}
      toRow={({
        partner_code,
        kind,
        licence_no,
        classes,
        categories,
        warehouse_codes,
        valid_from,
        valid_to,
      }) => ({
        partner_code,
        kind,
        licence_no,
        classes,
        categories,
        warehouse_codes,
        valid_from,
        valid_to,
      })}
    />
  );
}
