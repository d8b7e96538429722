import type { getVerdict } from '@tongcang/contract';
import { KeyValue, useText } from '../../../ui/index.ts';
import type { OutputFor } from '../../app/api.ts';
import { useOption } from '../masterdata/option.ts';
import { rulesText } from './rules-text.ts';
import type { RulesText } from './rules-words.tsx';

type Kept = OutputFor<typeof getVerdict>['lines'][number]['facts'][number];
type Interval = { readonly valid_from?: string; readonly valid_to?: string | null };
type Record_ = Readonly<Record<string, unknown>>;

/** What the gate knew when it judged a line: papers with their validity, for the item and both ends. */
export function VerdictFacts({ facts }: { facts: readonly Kept[] }) {
  const t = useText(rulesText);
  const option = useOption();
  const shown = facts.flatMap(({ kind, key, facts: known }) =>
    known === null
      ? []
      : [{ label: t(kind as 'item'), key: `${kind}${key}`, lines: told(kind, known, t, option) }],
  );
  if (shown.length === 0) return <p className="tc-muted">{t('no_facts')}</p>;
  return (
    <KeyValue
      facts={shown.map(({ label, lines }) => ({
        label,
        wide: true,
        value: lines.map((line) => <div key={line}>{line}</div>),
      }))}
    />
  );
}

type Option = ReturnType<typeof useOption>;

function told(kind: string, known: Record_, t: RulesText, option: Option): string[] {
  if (kind === 'item') return ofItem(known, t, option);
  if (kind === 'partner') return ofPartner(known, t, option);
  if (kind === 'warehouse') return ofWarehouse(known, t, option);
  const { temp_min_c, temp_max_c, transit_hours } = known;
  const range = temp_min_c == null ? '–' : `${String(temp_min_c)}～${String(temp_max_c)}℃`;
  return [t('k_lane', { range, hours: String(transit_hours) })];
}

const list = (value: unknown): readonly (Record_ & Interval)[] =>
  Array.isArray(value) ? (value as (Record_ & Interval)[]) : [];
const words = (value: unknown): string => (Array.isArray(value) ? value.join(' ') : String(value ?? ''));
const days = ({ valid_from, valid_to }: Interval, t: RulesText) => ({
  from: valid_from ?? '–',
  to: valid_to ?? t('open_ended'),
});
const orNone = (lines: string[], t: RulesText) => (lines.length > 0 ? lines : [t('k_none')]);

function ofItem(known: Record_, t: RulesText, option: Option): string[] {
  const head = {
    class: words(known.device_class),
    category: words(known.category),
    condition: option(words(known.storage_condition)),
  };
  return [
    `${words(known.item_code)} · ${t('k_class', head)}`,
    ...list(known.registrations).map((one) =>
      t('k_registration', { no: words(known.registration_no), ...days(one, t) }),
    ),
    ...list(known.reviews).map((one) => t('k_review', days(one, t))),
  ];
}

function ofPartner(known: Record_, t: RulesText, option: Option): string[] {
  const head = [words(known.partner_code), option(words(known.kind)), words(known.province)];
  return [
    head.filter(Boolean).join(' · '),
    ...orNone(
      [
        ...list(known.licences).map((one) =>
          t('k_licence', {
            no: words(one.licence_no),
            kind: option(words(one.kind)),
            classes: words(one.classes),
            categories: words(one.categories) === '*' ? t('all_categories') : words(one.categories),
            ...days(one, t),
          }),
        ),
        ...list(known.authorisations).map((one) =>
          t('k_authorisation', {
            no: words(one.authorisation_no),
            regions: words(one.regions),
            ...days(one, t),
          }),
        ),
        ...list(known.reviews).map((one) => t('k_review', days(one, t))),
      ],
      t,
    ),
  ];
}

function ofWarehouse(known: Record_, t: RulesText, option: Option): string[] {
  const entity = (known.entity ?? {}) as Record_;
  const own = list(entity.licences).filter((one) =>
    list(one.warehouse_ids).some((id) => Number(id) === known.warehouse_id),
  );
  return [
    [words(known.warehouse_code), words(known.province)].join(' · '),
    ...list(known.filings).map((one) => t('k_filing', days(one, t))),
    ...list(known.agreements).map((one) => t('k_agreement', days(one, t))),
    t('k_entity', { code: words(entity.partner_code) }),
    ...ofPartner({ licences: own }, t, option).slice(1),
  ];
}
