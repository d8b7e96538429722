import { deemRenewed, endPaper } from '@tongcang/contract';
import { Input } from 'antd';
import { useState } from 'react';
import { BlockedButton, ConfirmWithReason, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { recordsText } from './records-text.ts';

type PaperName = 'registration' | 'licence' | 'authorisation' | 'agreement' | 'warehouse_filing';
type Props = { readonly paper: PaperName; readonly paper_id: number; readonly no: string };

/** Cancels a paper from a day on. */
export function EndPaper({ paper, paper_id, no }: Props) {
  const t = useText(recordsText);
  const lacks = useLacks();
  const end = useAction(endPaper);
  const [open, setOpen] = useState(false);
  const [ended_on, setEndedOn] = useState('');
  return (
    <>
      <BlockedButton blocked={lacks('compliance.write')} onClick={() => setOpen(true)}>
        {t('end')}
      </BlockedButton>
      <ConfirmWithReason
        open={open}
        danger
        title={t('end_title', { no })}
        onCancel={() => setOpen(false)}
        onConfirm={async (reason) => {
          await end.run({ paper, paper_id, ended_on, reason });
          setOpen(false);
        }}
      >
        <p>{t('end_note')}</p>
        <LabelledField label={t('ended_on')} required>
          {(id) => (
            <Input
              id={id}
              type="date"
              value={ended_on}
              onChange={(event) => setEndedOn(event.target.value)}
            />
          )}
        </LabelledField>
        {end.error ? <ProblemView error={end.error} /> : null}
      </ConfirmWithReason>
    </>
  );
}

/** What was applied for in time and not decided counts as renewed, with the notice that proves it. */
export function DeemRenewed({ paper, paper_id, no }: Props & { readonly paper: 'registration' | 'licence' }) {
  const t = useText(recordsText);
  const lacks = useLacks();
  const deem = useAction(deemRenewed);
  const [open, setOpen] = useState(false);
  const [given, setGiven] = useState({ applied_on: '', until: '', evidence: '' });
  const input = (name: keyof typeof given, type: 'date' | 'text') => (
    <LabelledField label={t(name)} required>
      {(id) => (
        <Input
          id={id}
          type={type}
          value={given[name]}
          onChange={(event) => setGiven((all) => ({ ...all, [name]: event.target.value }))}
        />
      )}
    </LabelledField>
  );
  return (
    <>
      <BlockedButton blocked={lacks('compliance.write')} onClick={() => setOpen(true)}>
        {t('deem')}
      </BlockedButton>
      <ConfirmWithReason
        open={open}
        reason_min={0}
        title={t('deem_title', { no })}
        onCancel={() => setOpen(false)}
        onConfirm={async () => {
          await deem.run({ paper, paper_id, ...given });
          setOpen(false);
        }}
      >
        <p>{t('deem_note')}</p>
        {input('applied_on', 'date')}
        {input('until', 'date')}
        {input('evidence', 'text')}
        {deem.error ? <ProblemView error={deem.error} /> : null}
      </ConfirmWithReason>
    </>
  );
}
