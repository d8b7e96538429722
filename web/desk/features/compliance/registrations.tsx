import { DEVICE_CLASSES, listRegistrations, saveRegistration } from '@tongcang/contract';
import { useMemo } from 'react';
import { type GridColumn, useText } from '../../../ui/index.ts';
import { type RowOf, useRows } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { useChoices, useColumnTitle, useOption } from '../masterdata/option.ts';
import { usePaperFields } from './paper-fields.ts';
import { recordsText } from './records-text.ts';
import { complianceText } from './text.ts';
import { useStates, ValidityChip, ValidityTiles } from './validity.tsx';
import { VersionedList } from './versioned-list.tsx';

type Registration = RowOf<typeof listRegistrations>;
const itemsOf = (row: Registration) => `/masterdata/item?find=${encodeURIComponent(row.registration_no)}`;

export default function RegistrationsPage() {
  const t = useText(complianceText);
  const words = useText(recordsText);
  const fields = usePaperFields();
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
    <VersionedList
      grid="compliance-registrations"
      title={t('registrations')}
      description={t('registrations_text')}
      list={listRegistrations}
      columns={columns}
      rowKey={(row) => row.registration_id}
      rowTone={(row) => (row.state === 'expired' ? 'bad' : row.state === 'expiring' ? 'warn' : undefined)}
      dataset="registration"
      find={t('find_registration')}
      above={<ValidityTiles rows={all.rows} />}
      to={(paper_id) => `/compliance/registration/${paper_id}`}
      new_label={words('new_registration')}
      fields={fields.registration}
      save={saveRegistration}
    />
  );
}
