import {
  listAuthorisations,
  listPartnerAgreements,
  listWarehouseFilings,
  PARTNER_AGREEMENTS,
  saveAuthorisation,
  savePartnerAgreement,
  saveWarehouseFiling,
} from '@tongcang/contract';
import { Segmented } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { type Fact, type GridColumn, useText } from '../../../ui/index.ts';
import type { RowOf } from '../../app/api.ts';
import { useUrlState } from '../../app/url.ts';
import { usePaperFields } from './paper-fields.ts';
import { address, type Common, KINDS, PaperList, TABS } from './paper-list.tsx';
import { type RecordsWord, recordsText } from './records-text.ts';
import { PaperChip, VALIDITIES } from './states.tsx';

/** Letters of authorisation, agreements and filings of warehouses: what lasts for a time and has no versions. */
export default function PapersPage() {
  const t = useText(recordsText);
  const [at, setAt] = useUrlState(address);
  const tabs = (
    <div>
      <Segmented
        aria-label={t('papers')}
        value={at.kind}
        onChange={(kind) => setAt({ kind, id: undefined, find: undefined })}
        options={KINDS.map((value) => ({ value, label: t(TABS[value]) }))}
      />
    </div>
  );
  if (at.kind === 'agreement') return <Agreements tabs={tabs} />;
  if (at.kind === 'warehouse_filing') return <Filings tabs={tabs} />;
  return <Authorisations tabs={tabs} />;
}

type T = ReturnType<typeof useText<RecordsWord>>;

const validityColumns = <R extends Common>(t: T): GridColumn<R>[] => [
  { key: 'valid_from', title: t('valid_from'), value: (r) => r.valid_from, kind: 'date' },
  { key: 'valid_to', title: t('valid_to'), value: (r) => r.valid_to, kind: 'date' },
  {
    key: 'state',
    title: t('state'),
    value: (r) => r.state,
    kind: 'choice',
    choices: VALIDITIES.map((value) => ({ value, label: t(`v_${value}`) })),
    render: (r) => <PaperChip state={r.state} />,
    width: 110,
  },
  { key: 'days_left', title: t('days_left'), value: (r) => r.days_left, kind: 'integer', width: 100 },
  { key: 'attachments', title: t('attachments'), value: (r) => r.attachments, kind: 'integer', width: 80 },
  { key: 'recorded_by', title: t('recorded_by'), value: (r) => r.recorded_by_name, width: 100 },
];
const validityFacts = (t: T, row: Common): Fact[] => [
  { label: t('valid_from'), value: row.valid_from },
  { label: t('valid_to'), value: row.valid_to ?? t('r_endless') },
  { label: t('recorded_by'), value: row.recorded_by_name },
  { label: t('note'), value: row.note ?? '–', wide: true },
];

const scopeOf = (t: T, row: { categories: readonly string[]; item_codes: readonly string[] }) =>
  row.categories.includes('*') ? t('all_categories') : [...row.categories, ...row.item_codes].join(' ');
const regionsOf = (t: T, regions: readonly string[]) =>
  regions.includes('*') ? t('all_regions') : regions.join('、');

function Authorisations({ tabs }: { tabs: ReactNode }) {
  const t = useText(recordsText);
  const fields = usePaperFields();
  const columns = useMemo<GridColumn<RowOf<typeof listAuthorisations>>[]>(
    () => [
      { key: 'no', title: t('authorisation_no'), value: (r) => r.authorisation_no, pin: true, width: 170 },
      { key: 'grantor', title: t('grantor'), value: (r) => r.grantor_name, width: 200 },
      { key: 'grantee', title: t('grantee'), value: (r) => r.grantee_name, width: 200 },
      { key: 'scope', title: t('scope'), value: (r) => scopeOf(t, r), grow: true, width: 150 },
      { key: 'regions', title: t('regions'), value: (r) => regionsOf(t, r.regions), width: 140 },
      ...validityColumns<RowOf<typeof listAuthorisations>>(t),
    ],
    [t],
  );
  return (
    <PaperList
      tabs={tabs}
      kind="authorisation"
      list={listAuthorisations}
      columns={columns}
      fields={fields.authorisation}
      save={saveAuthorisation}
      keyOf={(row) => row.authorisation_id}
      noOf={(row) => row.authorisation_no}
      facts={(row) => [
        { label: t('grantor'), value: row.grantor_name },
        { label: t('grantee'), value: row.grantee_name },
        { label: t('registrant'), value: row.registrant_name },
        { label: t('regions'), value: regionsOf(t, row.regions) },
        { label: t('scope'), value: scopeOf(t, row), wide: true },
        ...validityFacts(t, row),
      ]}
    />
  );
}

function Agreements({ tabs }: { tabs: ReactNode }) {
  const t = useText(recordsText);
  const fields = usePaperFields();
  const columns = useMemo<GridColumn<RowOf<typeof listPartnerAgreements>>[]>(
    () => [
      { key: 'no', title: t('agreement_no'), value: (r) => r.agreement_no, pin: true, width: 170 },
      { key: 'partner', title: t('partner'), value: (r) => r.partner_name, grow: true, width: 200 },
      {
        key: 'kind',
        title: t('kind'),
        value: (r) => r.kind,
        kind: 'choice',
        choices: PARTNER_AGREEMENTS.map((value) => ({ value, label: t(`g_${value}`) })),
        render: (r) => t(`g_${r.kind}`),
        width: 130,
      },
      { key: 'assessed_on', title: t('assessed_on'), value: (r) => r.assessed_on, kind: 'date' },
      ...validityColumns<RowOf<typeof listPartnerAgreements>>(t),
    ],
    [t],
  );
  return (
    <PaperList
      tabs={tabs}
      kind="agreement"
      list={listPartnerAgreements}
      columns={columns}
      fields={fields.agreement}
      save={savePartnerAgreement}
      keyOf={(row) => row.agreement_id}
      noOf={(row) => row.agreement_no}
      facts={(row) => [
        { label: t('partner'), value: row.partner_name },
        { label: t('kind'), value: t(`g_${row.kind}`) },
        { label: t('assessed_on'), value: row.assessed_on ?? '–' },
        { label: t('warehouses'), value: row.warehouse_codes.join(' ') || '–' },
        ...validityFacts(t, row),
      ]}
    />
  );
}

function Filings({ tabs }: { tabs: ReactNode }) {
  const t = useText(recordsText);
  const fields = usePaperFields();
  const columns = useMemo<GridColumn<RowOf<typeof listWarehouseFilings>>[]>(
    () => [
      { key: 'no', title: t('filing_no'), value: (r) => r.filing_no, pin: true, width: 170 },
      { key: 'warehouse', title: t('warehouse'), value: (r) => r.warehouse_name, width: 160 },
      { key: 'regulator', title: t('regulator'), value: (r) => r.regulator, grow: true, width: 220 },
      ...validityColumns<RowOf<typeof listWarehouseFilings>>(t),
    ],
    [t],
  );
  return (
    <PaperList
      tabs={tabs}
      kind="warehouse_filing"
      list={listWarehouseFilings}
      columns={columns}
      fields={fields.warehouse_filing}
      save={saveWarehouseFiling}
      keyOf={(row) => row.warehouse_filing_id}
      noOf={(row) => row.filing_no}
      facts={(row) => [
        { label: t('warehouse'), value: row.warehouse_name },
        { label: t('regulator'), value: row.regulator },
        ...validityFacts(t, row),
      ]}
    />
  );
}
