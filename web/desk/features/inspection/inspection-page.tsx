import { useParams } from '@tanstack/react-router';
import {
  addInspectionPaper,
  getInspection,
  getInspectionPaper,
  INSPECTION_PAPER_KINDS,
  type OutputOf,
} from '@tongcang/contract';
import { Alert } from 'antd';
import {
  formatDate,
  formatInstant,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  TableScroll,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { call, useAction, useVerb } from '../../app/api.ts';
import { Attachments, Signatures } from '../../app/attachments.tsx';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { Checks } from './checks.tsx';
import { Results } from './results.tsx';
import { InspectionState, SeverityChip, useWaited, VerdictChip } from './states.tsx';
import { Steps } from './steps.tsx';
import { text } from './text.ts';

export type Inspection = OutputOf<typeof getInspection>;

/** An inspection: its checks to be recorded at the bench, on a phone too, and the signed decision. */
export default function InspectionPage() {
  const { inspection_id } = useParams({ strict: false }) as { inspection_id: string };
  const t = useText(text);
  const { data, error, refetch } = useVerb(getInspection, { inspection_id: Number(inspection_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <PageBody>
        <Section>
          <LoadingState />
        </Section>
      </PageBody>
    );
  return (
    <PageBody>
      <PageHeader
        title={`${t('inspection')} ${data.document_no}`}
        status={<InspectionState status={data.status} />}
        description={`${data.item_code} ${data.item_name} · ${t('lot')} ${data.lot_no}`}
        meta={<Waiting inspection={data} />}
        actions={<Steps inspection={data} />}
      />
      <Notices inspection={data} />
      <Checks inspection={data} />
      <Rule inspection={data} />
      <Results inspection={data} />
      <Papers inspection={data} />
      <Signed inspection={data} />
      <About inspection={data} />
    </PageBody>
  );
}

function Waiting({ inspection }: { inspection: Inspection }) {
  const t = useText(text);
  const zone = useZone();
  const waited = useWaited();
  const { overdue, waiting_hours, target_at, warehouse_name, qty, unit } = inspection;
  return (
    <>
      {warehouse_name} · {t('qty')} {qty} {unit} · {t('waiting_since')} {waited(waiting_hours)} ·{' '}
      {t('target')} {formatInstant(target_at, zone)}{' '}
      {overdue ? <StatusChip tone="bad">{t('overdue')}</StatusChip> : null}
    </>
  );
}

function Notices({ inspection }: { inspection: Inspection }) {
  const t = useText(text);
  const { discontinued, skipped, status, to_settle, settled_by, cancel_reason } = inspection;
  const open = status !== 'closed' && status !== 'cancelled';
  return (
    <>
      {discontinued && open ? <Alert type="error" showIcon title={t('stopped')} /> : null}
      {skipped && open ? <Alert type="info" showIcon title={t('skipped')} /> : null}
      {to_settle > 0 ? (
        <Alert
          type="info"
          showIcon
          title={
            <>
              {t('to_settle', { n: to_settle })} <SourceLink inspection={inspection} />
            </>
          }
        />
      ) : null}
      {settled_by === 'document' && status === 'concluded' ? (
        <Alert type="info" showIcon title={t('by_document')} />
      ) : null}
      {cancel_reason ? <Alert type="warning" title={`${t('cancelled_because')} ${cancel_reason}`} /> : null}
    </>
  );
}

/** The document that brought the goods, where it has a page of its own. */
function SourceLink({ inspection: { document_key, source_no } }: { inspection: Inspection }) {
  const [kind, id] = (document_key ?? '').split(':');
  if (kind === 'receipt') return <Link to={`/receiving/${id}`}>{source_no ?? document_key}</Link>;
  if (kind === 'return') return <Link to={`/customer-return/${id}`}>{source_no ?? document_key}</Link>;
  if (kind === 'transfer') return <Link to={`/transfer/${id}`}>{source_no ?? document_key}</Link>;
  return <>{source_no}</>;
}

/** What was drawn for each class, and what the numbers say so far. */
function Rule({ inspection }: { inspection: Inspection }) {
  const t = useText(text);
  return (
    <Section title={t('rule')} extra={<SeverityChip severity={inspection.severity} />}>
      {inspection.classes.length === 0 ? <p className="tc-muted">{t('no_classes')}</p> : null}
      {inspection.classes.length > 0 ? (
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th scope="col">{t('defect_class')}</th>
                <th scope="col" className="tc-num">
                  AQL
                </th>
                <th scope="col">{t('letter')}</th>
                <th scope="col" className="tc-num">
                  {t('sample')}
                </th>
                <th scope="col">{t('ac_re')}</th>
                <th scope="col" className="tc-num">
                  {t('nonconforming')}
                </th>
                <th scope="col">{t('verdict')}</th>
              </tr>
            </thead>
            <tbody>
              {inspection.classes.map((drawn) => (
                <tr key={drawn.defect_class}>
                  <td>{t(drawn.defect_class)}</td>
                  <td className="tc-num">{drawn.aql}</td>
                  <td>{drawn.letter}</td>
                  <td className="tc-num">{drawn.sample}</td>
                  <td>
                    {drawn.ac} / {drawn.re}
                  </td>
                  <td className="tc-num">{drawn.nonconforming}</td>
                  <td>
                    <VerdictChip verdict={drawn.verdict} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      ) : null}
    </Section>
  );
}

function Papers({ inspection }: { inspection: Inspection }) {
  const t = useText(text);
  const lacks = useLacks();
  const add = useAction(addInspectionPaper);
  const { inspection_id, status, papers } = inspection;
  const takes = status === 'open' || status === 'recording' || status === 'concluded';
  return (
    <>
      <Attachments
        title={t('papers')}
        rows={papers}
        get={(attachment_id) => call(getInspectionPaper, { attachment_id })}
        {...(takes ? { add: (file) => add.run({ inspection_id, ...file, kind: file.kind as 'coa' }) } : {})}
        kinds={INSPECTION_PAPER_KINDS.map((value) => ({ value, label: t(value) }))}
        blocked={lacks('quality.inspect')}
      />
      {add.error ? <ProblemView error={add.error} /> : null}
    </>
  );
}

/** Each decision with printed name, time and meaning of its signature. */
function Signed({ inspection }: { inspection: Inspection }) {
  const t = useText(text);
  const meanings = {
    released: t('released'),
    rejected: t('rejected'),
    released_in_part: t('released_in_part'),
  };
  const { decisions } = inspection;
  return (
    <>
      <Signatures rows={decisions.flatMap(({ signatures }) => signatures)} meanings={meanings} />
      {decisions.length > 0 ? (
        <p className="tc-muted">
          {t('released')} {inspection.qty_released} · {t('rejected')} {inspection.qty_rejected}
        </p>
      ) : null}
    </>
  );
}

function About({ inspection }: { inspection: Inspection }) {
  const t = useText(text);
  const zone = useZone();
  const language = useLanguage();
  const { plan_id, plan_no, plan_version, level, mean_days, concluded_by_name, concluded_at } = inspection;
  const day = (date: string | null) => (date === null ? '' : formatDate(date, language));
  return (
    <Section>
      <KeyValue
        facts={[
          { label: t('purpose'), value: t(`p_${inspection.purpose}`) },
          { label: t('source'), value: <SourceLink inspection={inspection} /> },
          { label: t('supplier'), value: inspection.supplier_name },
          {
            label: t('lot'),
            value: (
              <Link to={`/stock/trace/${inspection.item_id}/${inspection.lot_id}`}>{inspection.lot_no}</Link>
            ),
          },
          { label: t('made'), value: day(inspection.production_date) },
          { label: t('expiry'), value: day(inspection.expiry_date) },
          { label: t('registration'), value: inspection.registration_no },
          { label: t('arrived_at'), value: formatInstant(inspection.arrived_at, zone) },
          {
            label: t('plan'),
            value: (
              <Link to={`/quality/inspection-plan/${plan_id}`}>
                {t('plan_version', { no: plan_no, version: plan_version })}
              </Link>
            ),
          },
          { label: t('level'), value: level },
          {
            label: t('mean_days'),
            value: mean_days === null ? '–' : t('days', { n: Math.round(mean_days * 10) / 10 }),
          },
          {
            label: t('concluded_by'),
            value: concluded_at ? `${concluded_by_name} ${formatInstant(concluded_at, zone)}` : '–',
          },
          { label: t('version'), value: inspection.version },
        ]}
      />
    </Section>
  );
}
