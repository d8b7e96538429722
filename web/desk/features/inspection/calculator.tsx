import { AQLS, calculateSample, INSPECTION_LEVELS } from '@tongcang/contract';
import { InputNumber, Select } from 'antd';
import { useState } from 'react';
import { Section, TableScroll, useText } from '../../../ui/index.ts';
import { useVerb } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { text } from './text.ts';
import './inspection.css';

type Props = { readonly level: (typeof INSPECTION_LEVELS)[number]; readonly aql: number };

/** What GB/T 2828.1 asks of a lot: letter, sample and acceptance numbers at each severity. */
export function Calculator({ level: begun_level, aql: begun_aql }: Props) {
  const t = useText(text);
  const [lot_size, setLotSize] = useState<number | null>(1000);
  const [level, setLevel] = useState(begun_level);
  const [aql, setAql] = useState(begun_aql);
  const { data, error } = useVerb(
    calculateSample,
    { lot_size: lot_size ?? 1, level, aql },
    { keepPrevious: true },
  );
  return (
    <Section title={t('calculator')}>
      <div className="tc-form-grid">
        <LabelledField label={t('lot_size')}>
          {(id) => (
            <InputNumber
              id={id}
              min={1}
              max={1_000_000_000}
              precision={0}
              value={lot_size}
              onChange={setLotSize}
              style={{ width: '100%' }}
            />
          )}
        </LabelledField>
        <LabelledField label={t('level')}>
          {(id) => (
            <Select
              id={id}
              value={level}
              onChange={setLevel}
              options={INSPECTION_LEVELS.map((value) => ({ value, label: value }))}
              style={{ width: '100%' }}
            />
          )}
        </LabelledField>
        <LabelledField label="AQL">
          {(id) => (
            <Select
              id={id}
              value={aql}
              onChange={setAql}
              options={AQLS.map((value) => ({ value: value as number, label: String(value) }))}
              style={{ width: '100%' }}
            />
          )}
        </LabelledField>
      </div>
      {error ? <ProblemView error={error} /> : null}
      {data ? (
        <>
          <p className="tc-inspection-gap">
            {t('code_letter')} <strong>{data.code_letter}</strong>
          </p>
          <TableScroll>
            <table className="tc-table">
              <thead>
                <tr>
                  <th scope="col">{t('severity')}</th>
                  <th scope="col">{t('letter')}</th>
                  <th scope="col" className="tc-num">
                    {t('sample')}
                  </th>
                  <th scope="col">{t('ac_re')}</th>
                </tr>
              </thead>
              <tbody>
                {(['normal', 'tightened', 'reduced'] as const).map((severity) => (
                  <tr key={severity}>
                    <td>{t(severity)}</td>
                    <td>{data[severity].letter}</td>
                    <td className="tc-num">
                      {data[severity].sample} {data[severity].whole_lot ? t('whole_lot') : ''}
                    </td>
                    <td>
                      {data[severity].ac} / {data[severity].re}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
        </>
      ) : null}
    </Section>
  );
}
