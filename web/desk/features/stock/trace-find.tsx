import { findTrace } from '@tongcang/contract';
import { useState } from 'react';
import { EmptyState, PageBody, PageHeader, ScanInput, useText } from '../../../ui/index.ts';
import { call, type OutputFor } from '../../app/api.ts';
import { ApiError } from '../../app/api-error.ts';
import { Link, useGo } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { TraceTable } from './trace-table.tsx';
import { traceText } from './trace-text.ts';
import { pageOf } from './trace-words.ts';

type Target = OutputFor<typeof findTrace>['targets'][number];
type Found = Target['lots'][number];

const pathOf = ({ item_id, lot_id, serial_no }: Found) =>
  `/stock/trace/${item_id}/${lot_id}${serial_no ? `?serial=${encodeURIComponent(serial_no)}` : ''}`;

/** From any code to the trace: at once where it means one lot, by a list where it means several. */
export default function TraceFind() {
  const t = useText(traceText);
  const go = useGo();
  const [targets, setTargets] = useState<readonly Target[] | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  return (
    <PageBody>
      <PageHeader title={t('find')} description={t('find_text')} />
      <ScanInput
        label={t('find_label')}
        onScan={async ({ raw }) => {
          try {
            const found = await call(findTrace, { code: raw });
            setError(null);
            setTargets(found.targets);
            const [only] = found.targets;
            if (found.targets.length === 1 && only!.lots.length === 1) go(pathOf(only!.lots[0]!));
            return { ok: true, text: found.targets.map(({ kind }) => t(`t_${kind}`)).join(' · ') };
          } catch (refused) {
            if (!(refused instanceof ApiError)) throw refused;
            setTargets(null);
            setError(refused);
            return { ok: false, text: t('find_none') };
          }
        }}
      />
      {error ? <ProblemView error={error} /> : null}
      {targets === null && !error ? <EmptyState title={t('find_waiting')} /> : null}
      {(targets ?? []).map((target) => (
        <Lots key={`${target.kind}-${target.title}-${target.lots[0]?.lot_id ?? ''}`} target={target} />
      ))}
    </PageBody>
  );
}

function Lots({ target }: { readonly target: Target }) {
  const t = useText(traceText);
  const page = pageOf(target.document_key);
  return (
    <>
      <TraceTable
        title={`${t(`t_${target.kind}`)} ${target.title}`}
        empty={t('find_none')}
        heads={[
          { label: t('lot') },
          { label: t('item') },
          { label: t('serial') },
          { label: t('expiry') },
          { label: t('qty'), number: true },
        ]}
        rows={target.lots.map((lot, at) => ({
          key: at,
          cells: [
            <Link key="lot" to={pathOf(lot)}>
              {lot.lot_no}
            </Link>,
            `${lot.item_code} ${lot.item_name}`,
            lot.serial_no ?? '–',
            lot.expiry_date ?? '–',
            lot.qty ?? '–',
          ],
        }))}
      />
      {target.lots_total > target.lots.length ? (
        <p className="tc-muted">{t('find_total', { n: target.lots_total, shown: target.lots.length })}</p>
      ) : null}
      {page ? (
        <p>
          <Link to={page}>{t('open_document')}</Link>
        </p>
      ) : null}
    </>
  );
}
