import { getHandlingUnit, listBalances } from '@tongcang/contract';
import { useState } from 'react';
import {
  Columns,
  type Disposition,
  DispositionChip,
  EmptyState,
  type Fact,
  formatInteger,
  KeyValue,
  type Language,
  PageBody,
  PageHeader,
  ReasonList,
  ScanInput,
  Section,
  StatusChip,
  showControls,
  useLanguage,
  useText,
} from '../../../ui/index.ts';
import { useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { useWarehouseName } from '../../app/scope.ts';
import { Expiry, useToday } from './expiry.tsx';
import { type Resolved, useResolve } from './resolve.ts';
import { stockText } from './text.ts';
import { balanceKey, usePlaceKind } from './words.ts';

type Seen = { readonly n: number; readonly raw: string; readonly it: Resolved };
const SEEN_MAX = 20;
const STANDING_MAX = 20;

/** What any code means here, and where to go from it. */
export default function ScanPage() {
  const t = useText(stockText);
  const resolve = useResolve();
  const [seen, setSeen] = useState<readonly Seen[]>([]);
  /** The last scan meant nothing: what an earlier one meant must not stand below it. */
  const [lost, setLost] = useState(false);
  const current = lost ? undefined : seen[0];
  return (
    <PageBody>
      <PageHeader title={t('scan')} description={t('scan_text')} />
      <ScanInput
        onScan={async ({ raw }) => {
          const found = await resolve(raw);
          setLost(!found.ok);
          if (!found.ok) return { ok: false, text: found.text };
          setSeen((before) =>
            [{ n: (before[0]?.n ?? 0) + 1, raw, it: found.it }, ...before].slice(0, SEEN_MAX),
          );
          return { ok: true, text: `${t(`k_${found.it.kind}`)} ${nameOf(found.it)}` };
        }}
      />
      <Columns min={420}>
        <Section title={t('scan_result')}>
          {current ? (
            <Result it={current.it} raw={current.raw} />
          ) : (
            <EmptyState title={t(lost ? 'scan_lost' : 'scan_waiting')} />
          )}
        </Section>
        {seen.length > (lost ? 0 : 1) ? (
          <Section title={t('history')}>
            <ul className="tc-plain-list">
              {seen.slice(lost ? 0 : 1).map((one) => (
                <li key={one.n}>
                  <StatusChip tone="neutral">{t(`k_${one.it.kind}`)}</StatusChip>
                  <span>{nameOf(one.it)}</span>
                  <Targets it={one.it} />
                </li>
              ))}
            </ul>
          </Section>
        ) : null}
      </Columns>
    </PageBody>
  );
}

const nameOf = (it: Resolved): string =>
  [it.item_code, it.lot_no, it.serial_no].filter(Boolean).join(' · ') || String(it.account_id ?? '');

function Result({ it, raw }: { it: Resolved; raw: string }) {
  const t = useText(stockText);
  const today = useToday();
  const language = useLanguage();
  return (
    <div className="tc-detail">
      <div className="tc-chips">
        <StatusChip tone="accent">{t(`k_${it.kind}`)}</StatusChip>
      </div>
      <KeyValue
        facts={[
          ...(it.item_code
            ? [{ label: t('item_name'), value: `${it.item_code} ${it.item_name}`, wide: true }]
            : []),
          ...(it.lot_no ? [{ label: t('lot_no'), value: <code>{it.lot_no}</code> }] : []),
          ...(it.expiry_date
            ? [{ label: t('expiry'), value: <Expiry date={it.expiry_date} today={today} /> }]
            : []),
          ...(it.serial_no ? [{ label: t('serial'), value: <code>{it.serial_no}</code> }] : []),
          ...packFacts(it, t, language),
          { label: t('k_location'), value: <code>{showControls(raw)}</code>, wide: true },
        ].filter((fact) => it.kind === 'location' || fact.label !== t('k_location'))}
      />
      {it.warnings.length > 0 ? <ReasonList reasons={it.warnings} /> : null}
      {it.handling_unit_id ? <UnitContent id={it.handling_unit_id} /> : null}
      {it.item_id && it.lot_id ? <Standing item_id={it.item_id} lot_id={it.lot_id} /> : null}
      <Targets it={it} />
    </div>
  );
}

const ISSUERS = { gs1: 'GS1', hibc: 'HIBC', ma: 'MA', ahm: 'AHM', iccbba: 'ICCBBA' } as const;

/** Whose identifier it is, which pack bears it, and how many pieces that is. */
function packFacts(
  it: Resolved,
  t: ReturnType<typeof useText<keyof typeof stockText.zh>>,
  language: Language,
): Fact[] {
  if (it.issuer === null || it.packing_level === null) return [];
  const n = formatInteger(it.units_per_pack, language);
  const level = t(`l_${it.packing_level}`);
  const units = it.units === null || it.units === it.units_per_pack ? [] : [it.units];
  return [
    { label: t('identifier'), value: <code>{`${ISSUERS[it.issuer]} ${it.di}`}</code> },
    {
      label: t('pack_of'),
      value: it.units_per_pack === 1 ? level : t('pack_units', { level, n }),
    },
    ...units.map((count) => ({ label: t('pack_counts'), value: formatInteger(count, language) })),
  ];
}

/** Where a lot stands and whether it may be used: the two things asked by whoever holds it. */
function Standing({ item_id, lot_id }: { item_id: number; lot_id: number }) {
  const t = useText(stockText);
  const language = useLanguage();
  const name = useWarehouseName();
  const kind = usePlaceKind();
  const { data } = useVerb(listBalances, { item_id, lot_id, limit: STANDING_MAX });
  if (!data) return null;
  if (data.rows.length === 0) return <p className="tc-muted">{t('empty_balances')}</p>;
  return (
    <ul className="tc-plain-list">
      {data.rows.map((row) => (
        <li key={balanceKey(row)}>
          <DispositionChip disposition={row.disposition as Disposition} />
          <span className="tc-grow">
            {row.warehouse_code ? name(row.warehouse_code) : kind(row.account_kind)} {row.location_code ?? ''}
          </span>
          <span className="tc-num">
            {formatInteger(row.qty, language)} {row.unit}
          </span>
          <span className="tc-muted">
            {t('available')} {formatInteger(row.available, language)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function UnitContent({ id }: { id: number }) {
  const t = useText(stockText);
  const language = useLanguage();
  const { data } = useVerb(getHandlingUnit, { handling_unit_id: id });
  if (!data) return null;
  return (
    <div>
      <strong>
        {t('unit_content')} {data.sscc} · {data.location_code ?? ''}
      </strong>
      <ul className="tc-plain-list">
        {data.lines.map((line) => (
          <li key={`${line.item_id}|${line.lot_id}|${line.disposition}`}>
            <span>
              {line.item_code} {line.item_name}
            </span>
            <Link to={`/stock/trace/${line.item_id}/${line.lot_id}`}>{line.lot_no}</Link>
            <span>{formatInteger(line.qty, language)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Targets({ it }: { it: Resolved }) {
  const t = useText(stockText);
  return (
    <nav className="tc-detail-links">
      {it.item_id && it.lot_id ? (
        <Link
          to={`/stock/trace/${it.item_id}/${it.lot_id}${it.serial_no ? `?serial=${encodeURIComponent(it.serial_no)}` : ''}`}
        >
          {t('trace')}
        </Link>
      ) : null}
      {it.item_id ? (
        <Link to={it.lot_id ? `/stock?item=${it.item_id}&lot=${it.lot_id}` : `/stock?item=${it.item_id}`}>
          {t('sees')}
        </Link>
      ) : null}
      {it.item_id ? <Link to={`/stock/availability?item=${it.item_id}`}>{t('availability')}</Link> : null}
      {it.kind === 'location' ? <Link to="/stock/map">{t('map')}</Link> : null}
      {it.lot_id ? <Link to={`/stock/move?item=${it.item_id}&lot=${it.lot_id}`}>{t('move')}</Link> : null}
    </nav>
  );
}
