import { LICENCE_KINDS, listLicences, saveLicence } from '@tongcang/contract';
import { useMemo } from 'react';
import { type GridColumn, useText } from '../../../ui/index.ts';
import { type RowOf, useRows } from '../../app/api.ts';
import { useChoices, useColumnTitle, useOption } from '../masterdata/option.ts';
import { usePaperFields } from './paper-fields.ts';
import { recordsText } from './records-text.ts';
import { complianceText } from './text.ts';
import { useStates, ValidityChip, ValidityTiles } from './validity.tsx';
import { VersionedList } from './versioned-list.tsx';

type Licence = RowOf<typeof listLicences>;

export default function LicencesPage() {
  const t = useText(complianceText);
  const words = useText(recordsText);
  const fields = usePaperFields();
  const option = useOption();
  const choices = useChoices();
  const states = useStates();
  const title = useColumnTitle('licence');
  const all = useRows(listLicences, {});
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
    <VersionedList
      grid="compliance-licences"
      title={t('licences')}
      description={t('licences_text')}
      list={listLicences}
      columns={columns}
      rowKey={(row) => row.licence_id}
      rowTone={(row) => (row.state === 'expired' ? 'bad' : row.state === 'expiring' ? 'warn' : undefined)}
      dataset="licence"
      find={t('find_licence')}
      above={<ValidityTiles rows={all.rows} />}
      to={(paper_id) => `/compliance/licence/${paper_id}`}
      new_label={words('new_licence')}
      fields={fields.licence}
      save={saveLicence}
    />
  );
}
