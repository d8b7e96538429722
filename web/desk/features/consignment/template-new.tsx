import { saveSetTemplate } from '@tongcang/contract';
import { Input, InputNumber } from 'antd';
import { useState } from 'react';
import { BlockedButton, PageBody, PageHeader, Section, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { emptyLine, LineEditor, type PieceLine } from './line-editor.tsx';
import { surgery_text as text } from './surgery-text.ts';

export default function TemplateNew() {
  const t = useText(text);
  const go = useGo();
  const [template_code, setCode] = useState('');
  const [name, setName] = useState('');
  const [procedure, setProcedure] = useState('');
  const [hours, setHours] = useState(24);
  const [days, setDays] = useState(0);
  const [lines, setLines] = useState<PieceLine[]>(() => [emptyLine()]);
  const save = useAction(saveSetTemplate, { onSuccess: () => go('/surgery/template', { replace: true }) });
  const missing = missingFields([
    [template_code.trim() !== '', t('template_code')],
    [name.trim() !== '', t('name')],
    [procedure.trim() !== '', t('procedure')],
    [lines.length > 0 && lines.every((line) => line.item_id !== undefined), t('item')],
  ]);
  const submit = () =>
    save
      .run({
        template_code: template_code.trim(),
        name: name.trim(),
        procedure_name: procedure.trim(),
        return_hours: hours,
        min_remaining_days: days,
        lines: lines.map(({ item_id, qty, role }) => ({ item_id: item_id!, qty, role })),
      })
      .catch(() => undefined);
  return (
    <PageBody>
      <PageHeader title={t('new_template')} />
      {save.error ? <ProblemView error={save.error} /> : null}
      <Section>
        <div className="tc-form-grid">
          <LabelledField label={t('template_code')} required>
            {(id) => (
              <Input id={id} value={template_code} maxLength={40} onChange={(e) => setCode(e.target.value)} />
            )}
          </LabelledField>
          <LabelledField label={t('name')} required>
            {(id) => <Input id={id} value={name} maxLength={100} onChange={(e) => setName(e.target.value)} />}
          </LabelledField>
          <LabelledField label={t('procedure')} required>
            {(id) => (
              <Input
                id={id}
                value={procedure}
                maxLength={100}
                onChange={(e) => setProcedure(e.target.value)}
              />
            )}
          </LabelledField>
          <LabelledField label={t('return_hours')}>
            {(id) => (
              <InputNumber
                id={id}
                min={1}
                max={720}
                precision={0}
                value={hours}
                onChange={(value) => setHours(value ?? 24)}
                style={{ width: '100%' }}
              />
            )}
          </LabelledField>
          <LabelledField label={t('min_days')}>
            {(id) => (
              <InputNumber
                id={id}
                min={0}
                max={3650}
                precision={0}
                value={days}
                onChange={(value) => setDays(value ?? 0)}
                style={{ width: '100%' }}
              />
            )}
          </LabelledField>
        </div>
      </Section>
      <Section title={t('lines')}>
        <LineEditor lines={lines} onLines={setLines} />
      </Section>
      <div className="tc-page-actions">
        <BlockedButton type="primary" size="large" blocked={missing} loading={save.busy} onClick={submit}>
          {t('save')}
        </BlockedButton>
      </div>
    </PageBody>
  );
}
