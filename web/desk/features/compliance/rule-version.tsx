import { ACKNOWLEDGE_PATHS, changeRule, RULE_SEVERITIES, type RuleParams } from '@tongcang/contract';
import { App, Input, InputNumber, Modal, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import type { Rule } from './rule.tsx';
import { rulesText } from './rules-text.ts';
import { type Severity, usePathName, useRuleName } from './rules-words.tsx';

type Draft = RuleParams & {
  readonly severity: Severity;
  readonly from: string;
  readonly to: string;
  readonly legal_basis: string;
  readonly reason: string;
};

/** What a rule shall say from a day on; it begins with what it says now. */
export function RuleVersionDialog({
  rule,
  today,
  onClose,
}: {
  rule: Rule;
  today: string;
  onClose: () => void;
}) {
  const t = useText(rulesText);
  const name = useRuleName();
  const { message } = App.useApp();
  const save = useAction(changeRule);
  const [asked, setAsked] = useState(false);
  const [draft, setDraft] = useState<Draft>({
    ...rule.params,
    severity: rule.severity,
    from: today,
    to: '',
    legal_basis: rule.legal_basis ?? '',
    reason: '',
  });
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const short = [...draft.reason.trim()].length < 4;
  const submit = async () => {
    setAsked(true);
    if (short || draft.from === '') return;
    await save.run(inputOf(rule.code, draft)).then(
      () => {
        void message.success(t('saved'));
        onClose();
      },
      () => undefined,
    );
  };
  return (
    <Modal
      open
      title={t('new_version_of', { name: name(rule.code) })}
      okText={t('save')}
      okButtonProps={{ loading: save.busy }}
      onOk={() => void submit()}
      onCancel={onClose}
      width={560}
    >
      <LabelledField label={t('severity')} required>
        {(id) => (
          <Segmented<Severity>
            id={id}
            value={draft.severity}
            options={RULE_SEVERITIES.map((value) => ({ value, label: t(value) }))}
            onChange={(severity) => change({ severity })}
          />
        )}
      </LabelledField>
      <Days draft={draft} today={today} onChange={change} />
      <Reach rule={rule} draft={draft} onChange={change} />
      <LabelledField label={t('legal_basis')}>
        {(id) => (
          <Input
            id={id}
            maxLength={200}
            value={draft.legal_basis}
            onChange={(event) => change({ legal_basis: event.target.value })}
          />
        )}
      </LabelledField>
      <LabelledField label={t('reason')} required {...(asked && short ? { help: t('reason_needed') } : {})}>
        {(id) => (
          <Input.TextArea
            id={id}
            rows={2}
            maxLength={200}
            value={draft.reason}
            status={asked && short ? 'error' : ''}
            onChange={(event) => change({ reason: event.target.value })}
          />
        )}
      </LabelledField>
      {save.error ? <ProblemView error={save.error} /> : null}
    </Modal>
  );
}

type PartProps = { readonly draft: Draft; readonly onChange: (part: Partial<Draft>) => void };

function Days({ draft, today, onChange }: PartProps & { today: string }) {
  const t = useText(rulesText);
  return (
    <>
      <LabelledField label={t('since')} required>
        {(id) => (
          <Input
            id={id}
            type="date"
            min={today}
            value={draft.from}
            onChange={(event) => onChange({ from: event.target.value })}
          />
        )}
      </LabelledField>
      <LabelledField label={`${t('until')}（${t('open_ended')}）`}>
        {(id) => (
          <Input
            id={id}
            type="date"
            min={draft.from}
            value={draft.to}
            onChange={(event) => onChange({ to: event.target.value })}
          />
        )}
      </LabelledField>
    </>
  );
}

/** Where the rule holds, where it only warns, and where it must be acknowledged. */
function Reach({ rule, draft, onChange }: PartProps & { rule: Rule }) {
  const t = useText(rulesText);
  const path = usePathName();
  const options = rule.paths.map((value) => ({ value, label: path(value) }));
  const people = options.filter(({ value }) => (ACKNOWLEDGE_PATHS as readonly string[]).includes(value));
  const fields = [
    ['paths', 'f_only_on', options, draft.severity !== 'off'],
    ['warns_on', 'f_warns_on', options, draft.severity === 'block'],
    ['must_acknowledge', 'f_must_acknowledge', people, draft.severity !== 'off'],
  ] as const;
  return (
    <>
      {fields.map(([field, label, choices, shown]) =>
        shown && choices.length > 0 ? (
          <LabelledField key={field} label={t(label)}>
            {(id) => (
              <Select
                id={id}
                mode="multiple"
                style={{ width: '100%' }}
                options={choices}
                optionFilterProp="label"
                value={[...(draft[field] ?? [])] as string[]}
                onChange={(next) => onChange({ [field]: next } as Partial<Draft>)}
              />
            )}
          </LabelledField>
        ) : null,
      )}
      {draft.min_percent === undefined ? null : (
        <LabelledField label={t('f_min_percent')}>
          {(id) => (
            <InputNumber
              id={id}
              min={1}
              max={100}
              precision={0}
              value={draft.min_percent}
              onChange={(next) => next !== null && onChange({ min_percent: next })}
            />
          )}
        </LabelledField>
      )}
    </>
  );
}

function inputOf(code: string, draft: Draft) {
  const { severity, from, to, legal_basis, reason, ...rest } = draft;
  const params = Object.fromEntries(
    Object.entries(rest).filter(([, value]) => !Array.isArray(value) || value.length > 0),
  ) as RuleParams;
  return {
    code,
    severity,
    params,
    effective_from: from,
    reason: reason.trim(),
    ...(legal_basis.trim() ? { legal_basis: legal_basis.trim() } : {}),
    ...(to ? { effective_to: to } : {}),
  };
}
