import { type getInspectionPlan, type OutputOf, resumeSampling } from '@tongcang/contract';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatInstant,
  Section,
  TableScroll,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { SeverityChip } from './states.tsx';
import { text } from './text.ts';

type Plan = OutputOf<typeof getInspectionPlan>;

/** How strictly each supplier is drawn now, and the way back from a stop. */
export function Sampling({ plan }: { plan: Plan }) {
  const t = useText(text);
  const lacks = useLacks();
  const [stopped, setStopped] = useState<Plan['sampling'][number] | null>(null);
  const resume = useAction(resumeSampling);
  return (
    <Section title={t('sampling_now')}>
      {plan.sampling.length === 0 ? <p className="tc-muted">{t('no_sampling')}</p> : null}
      {plan.sampling.length > 0 ? (
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th scope="col">{t('item')}</th>
                <th scope="col">{t('supplier')}</th>
                <th scope="col">{t('severity')}</th>
                <th scope="col" className="tc-num">
                  {t('score')}
                </th>
                <th scope="col">{t('recent')}</th>
                <th scope="col" className="tc-num">
                  {t('lots')}
                </th>
                <th scope="col">
                  <span className="tc-visually-hidden">{t('resume')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {plan.sampling.map((row) => (
                <tr key={`${row.item_id}|${row.supplier_id}`}>
                  <td>
                    {row.item_code} {row.item_name}
                  </td>
                  <td>{row.supplier_name}</td>
                  <td>
                    <SeverityChip severity={row.severity} />
                  </td>
                  <td className="tc-num">{row.score}</td>
                  <td>{[...row.recent].map((r) => t(r === 'A' ? 'accepted' : 'not_accepted')).join(' ')}</td>
                  <td className="tc-num">{row.lots}</td>
                  <td>
                    {row.severity === 'discontinued' ? (
                      <BlockedButton
                        size="small"
                        blocked={lacks('quality.release')}
                        onClick={() => setStopped(row)}
                      >
                        {t('resume')}
                      </BlockedButton>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      ) : null}
      <Switches plan={plan} />
      <ConfirmWithReason
        open={stopped !== null}
        title={t('resume_title')}
        confirm_label={t('resume')}
        onConfirm={async (reason) => {
          const { item_id, supplier_id } = stopped!;
          await resume.run({ item_id, supplier_id, reason });
          setStopped(null);
        }}
        onCancel={() => setStopped(null)}
      >
        {resume.error ? <ProblemView error={resume.error} /> : null}
      </ConfirmWithReason>
    </Section>
  );
}

function Switches({ plan }: { plan: Plan }) {
  const t = useText(text);
  const zone = useZone();
  if (plan.switches.length === 0) return null;
  return (
    <ul className="tc-plain-list" aria-label={t('switches')}>
      {plan.switches.map((one) => (
        <li key={`${one.switched_at}${one.item_code}`}>
          {formatInstant(one.switched_at, zone)} {one.item_code} {one.supplier_name} ·{' '}
          {t('step_from', { from: t(one.from_severity), to: t(one.to_severity) })}{' '}
          <span className="tc-muted">
            {t(`r_${one.rule}`)} {one.reason} {one.switched_by_name}
          </span>
        </li>
      ))}
    </ul>
  );
}

export function LeadTimes({ plan }: { plan: Plan }) {
  const t = useText(text);
  const days = (n: number) => Math.round(n * 10) / 10;
  return (
    <Section title={t('lead_times')}>
      <p className="tc-muted">{t(plan.lead_times.length === 0 ? 'no_lead_times' : 'lead_hint')}</p>
      {plan.lead_times.length > 0 ? (
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th scope="col">{t('item')}</th>
                <th scope="col">{t('supplier')}</th>
                <th scope="col" className="tc-num">
                  {t('inspections_n')}
                </th>
                <th scope="col" className="tc-num">
                  {t('mean')}
                </th>
                <th scope="col" className="tc-num">
                  {t('p90')}
                </th>
                <th scope="col" className="tc-num">
                  {t('late')}
                </th>
              </tr>
            </thead>
            <tbody>
              {plan.lead_times.map((row) => (
                <tr key={`${row.item_id}|${row.supplier_id}`}>
                  <td>
                    {row.item_code} {row.item_name}
                  </td>
                  <td>{row.supplier_name}</td>
                  <td className="tc-num">{row.inspections}</td>
                  <td className="tc-num">{days(row.mean_days)}</td>
                  <td className="tc-num">{days(row.p90_days)}</td>
                  <td className="tc-num">{row.late}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      ) : null}
    </Section>
  );
}
