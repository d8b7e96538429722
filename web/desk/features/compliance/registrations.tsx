import { DEVICE_CLASSES, listRegistrations } from '@tongcang/contract';
import { useMemo } from 'react';
import { formatDate, type GridColumn, useLanguage, useText } from '../../../ui/index.ts';
import { type RowOf, useRows } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { useChoices, useColumnTitle, useOption } from '../masterdata/option.ts';
import { RecordPage } from '../masterdata/record-page.tsx';
import { complianceText } from './text.ts';
import { useStates, ValidityChip, ValidityTiles } from './validity.tsx';

type Registration = RowOf<typeof listRegistrations>;
const itemsOf = (row: Registration) => `/masterdata/item?find=${encodeURIComponent(row.registration_no)}`;

export default function RegistrationsPage() {
  const t = useText(complianceText);
  const language = useLanguage();
  const option = useOption();
  const choices = useChoices();
  const states = useStates();
  const title = useColumnTitle('registration');
  const all = useRows(listRegistrations, {});
  const columns = useMemo<GridColumn<Registration>[]>(
    () => [
      {
        key: 'registration_no',
        title: title('registration_no'),
        value: (row) => row.registration_no,
        pin: true,
        width: 190,
      },
      {
        key: 'product_name',
        title: title('product_name'),
        value: (row) => row.product_name,
        grow: true,
        width: 190,
      },
      {
        key: 'device_class',
        title: title('device_class'),
        value: (row) => row.device_class,
        kind: 'choice',
        width: 100,
        choices: choices(DEVICE_CLASSES),
        render: (row) => option(row.device_class),
      },
      { key: 'registrant', title: t('registrant'), value: (row) => row.registrant_name, width: 180 },
      { key: 'valid_from', title: title('valid_from'), value: (row) => row.valid_from, kind: 'date' },
      { key: 'valid_to', title: title('valid_to'), value: (row) => row.valid_to, kind: 'date' },
      {
        key: 'state',
        title: t('state'),
        value: (row) => row.state,
        kind: 'choice',
        width: 140,
        choices: states,
        render: (row) => <ValidityChip state={row.state} days_left={row.days_left} />,
      },
      {
        key: 'days_left',
        title: t('days_left'),
        value: (row) => row.days_left,
        kind: 'integer',
        hidden: true,
      },
      {
        key: 'items',
        title: t('items'),
        value: (row) => row.items,
        kind: 'integer',
        width: 90,
        render: (row) => (row.items > 0 ? <Link to={itemsOf(row)}>{row.items}</Link> : 0),
      },
    ],
    [t, title, option, choices, states],
  );
  return (
    <RecordPage
      grid="compliance-registrations"
      title={t('registrations')}
      description={t('registrations_text')}
      verb={listRegistrations}
      columns={columns}
      rowKey={(row) => row.registration_id}
      rowTone={(row) => (row.state === 'expired' ? 'bad' : row.state === 'expiring' ? 'warn' : undefined)}
      dataset="registration"
      find={t('find_registration')}
      above={<ValidityTiles rows={all.rows} />}
      heading={(row) => row.registration_no}
      status={(row) => <ValidityChip state={row.state} days_left={row.days_left} />}
      facts={(row) => [
        { label: title('product_name'), value: row.product_name, wide: true },
        { label: t('registrant'), value: `${row.registrant_code} ${row.registrant_name}`, wide: true },
        { label: title('device_class'), value: option(row.device_class) },
        { label: title('valid_from'), value: formatDate(row.valid_from, language, 'long') },
        {
          label: title('valid_to'),
          value: row.valid_to ? formatDate(row.valid_to, language, 'long') : t('endless'),
        },
      ]}
      links={(row) => (row.items > 0 ? [{ to: itemsOf(row), label: t('show_items', { n: row.items }) }] : [])}
      toRow={({ registration_no, registrant_code, product_name, device_class, valid_from, valid_to }) => ({
        registration_no,
        registrant_code,
        product_name,
        device_class,
        valid_from,
        valid_to,
      })}
    />
  );
}
