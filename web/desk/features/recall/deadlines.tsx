import { listRecallDeadlines, RECALL_DEADLINES, setRecallDeadline } from '@tongcang/contract';
import { Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { ConfirmWithReason, TableScroll, useText } from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useCan } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { text } from './text.ts';

type Class = (typeof RECALL_DEADLINES)[number];

/** Hours of notices by class, as dated rows; who keeps the rules adds new ones. */
export function Deadlines({ onClose }: { onClose: () => void }) {
  const t = useText(text);
  const can = useCan();
  const { data } = useVerb(listRecallDeadlines, {});
  const set = useAction(setRecallDeadline);
  const [recall_class, setClass] = useState<Class>('I');
  const [hours, setHours] = useState(24);
  const [effective_from, setFrom] = useState('');
  const may = can('compliance.rules');
  const nameOf = (value: Class) => (value === 'hold' ? t('k_hold') : t(`c_${value}`));
  return (
    <ConfirmWithReason
      open
      reason_min={may ? 4 : 0}
      title={t('deadlines')}
      confirm_label={t(may ? 'deadline_add' : 'deadline_seen')}
      onConfirm={async (legal_basis) => {
        if (may) await set.run({ recall_class, effective_from, hours, legal_basis });
        onClose();
      }}
      onCancel={onClose}
    >
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th scope="col">{t('class')}</th>
              <th scope="col">{t('effective_from')}</th>
              <th scope="col" className="tc-num">
                {t('hours')}
              </th>
              <th scope="col">{t('basis')}</th>
            </tr>
          </thead>
          <tbody>
            {data?.rows.map((row) => (
              <tr key={`${row.recall_class}|${row.effective_from}`}>
                <td className="tc-nowrap">{nameOf(row.recall_class)}</td>
                <td className="tc-nowrap">{row.effective_from}</td>
                <td className="tc-num">{row.hours}</td>
                <td>{row.legal_basis}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {may ? (
        <div className="tc-form-grid">
          <LabelledField label={t('class')}>
            {(id) => (
              <Select
                id={id}
                value={recall_class}
                onChange={setClass}
                options={RECALL_DEADLINES.map((value) => ({ value, label: nameOf(value) }))}
              />
            )}
          </LabelledField>
          <LabelledField label={t('hours')}>
            {(id) => (
              <InputNumber
                id={id}
                min={1}
                max={8760}
                precision={0}
                value={hours}
                onChange={(value) => setHours(value ?? 24)}
              />
            )}
          </LabelledField>
          <LabelledField label={t('effective_from')}>
            {(id) => (
              <Input id={id} type="date" value={effective_from} onChange={(e) => setFrom(e.target.value)} />
            )}
          </LabelledField>
        </div>
      ) : null}
      {may ? <p className="tc-muted">{t('deadline_hint')}</p> : null}
      {set.error ? <ProblemView error={set.error} /> : null}
    </ConfirmWithReason>
  );
}
