import { voidInspectionResult } from '@tongcang/contract';
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
import type { Inspection } from './inspection-page.tsx';
import { text } from './text.ts';

type Result = Inspection['results'][number];

/** Every entry, void ones too, with who made it and when. */
export function Results({ inspection }: { inspection: Inspection }) {
  const t = useText(text);
  const [wrong, setWrong] = useState<Result | null>(null);
  const { results, rounds, status, inspection_id } = inspection;
  const takes = status === 'open' || status === 'recording';
  const again = rounds.filter(({ reason }) => reason !== null);
  const annul = useAction(voidInspectionResult);
  return (
    <Section title={t('results')}>
      {again.map(({ round, reason }) => (
        <p key={round} className="tc-muted">
          {t('retested', { round, reason: reason ?? '' })}
        </p>
      ))}
      {results.length === 0 ? <p className="tc-muted">{t('no_results')}</p> : null}
      {results.length > 0 ? (
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th scope="col">{t('round')}</th>
                <th scope="col">{t('checks')}</th>
                <th scope="col" className="tc-num">
                  {t('checked')}
                </th>
                <th scope="col" className="tc-num">
                  {t('nonconforming')}
                </th>
                <th scope="col">{t('note')}</th>
                <th scope="col">{t('inspector')}</th>
                <th scope="col">{t('at')}</th>
                <th scope="col">
                  <span className="tc-visually-hidden">{t('void')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {results.map((result) => (
                <Entry
                  key={result.result_id}
                  result={result}
                  {...(takes && result.round === inspection.round ? { onVoid: () => setWrong(result) } : {})}
                />
              ))}
            </tbody>
          </table>
        </TableScroll>
      ) : null}
      <ConfirmWithReason
        open={wrong !== null}
        title={t('void_title')}
        confirm_label={t('void')}
        danger
        onConfirm={async (reason) => {
          await annul.run({ inspection_id, result_id: wrong!.result_id, reason });
          setWrong(null);
        }}
        onCancel={() => setWrong(null)}
      >
        {annul.error ? <ProblemView error={annul.error} /> : null}
      </ConfirmWithReason>
    </Section>
  );
}

function Entry({ result, onVoid }: { result: Result; onVoid?: () => void }) {
  const t = useText(text);
  const zone = useZone();
  const lacks = useLacks();
  const { void_reason, voided_by_name } = result;
  const said = [result.readings.join(' '), result.serial_nos.join(' '), result.note ?? ''].filter(Boolean);
  return (
    <tr className={void_reason === null ? '' : 'tc-muted'}>
      <td>{result.round}</td>
      <td>{result.name}</td>
      <td className="tc-num">{void_reason === null ? result.checked : <s>{result.checked}</s>}</td>
      <td className="tc-num">
        {void_reason === null ? result.nonconforming : <s>{result.nonconforming}</s>}
      </td>
      <td>
        {said.join(' · ')}
        {void_reason === null ? null : (
          <div>{t('voided', { reason: void_reason, name: voided_by_name ?? '' })}</div>
        )}
      </td>
      <td>{result.recorded_by_name}</td>
      <td>{formatInstant(result.recorded_at, zone)}</td>
      <td>
        {onVoid && void_reason === null ? (
          <BlockedButton size="small" blocked={lacks('quality.inspect')} onClick={onVoid}>
            {t('void')}
          </BlockedButton>
        ) : null}
      </td>
    </tr>
  );
}
