import {
  answerComplaint,
  CASE_SEVERITIES,
  COMPLAINT_CAUSES,
  closeComplaint,
  type getComplaint,
  type InputOf,
  investigateComplaint,
  type OutputOf,
  PATIENT_HARMS,
  SAMPLE_STATES,
  triageComplaint,
} from '@tongcang/contract';
import { Select } from 'antd';
import { useState } from 'react';
import { useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { useScope } from '../../app/scope.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { customerText } from './customer-text.ts';
import { StepDialog } from './step-dialog.tsx';
import { text } from './text.ts';

export type ComplaintStep = 'triage' | 'investigate' | 'answer' | 'close';
type Complaint = OutputOf<typeof getComplaint>;
type DialogProps = { readonly complaint: Complaint; readonly onClose: () => void };

/** The step that was asked for, as a dialog. */
export function ComplaintDialog({ step, ...props }: DialogProps & { step: ComplaintStep }) {
  if (step === 'triage') return <Triage {...props} />;
  if (step === 'investigate') return <Investigate {...props} />;
  if (step === 'answer') return <AnswerDialog {...props} />;
  return <Close {...props} />;
}

/** The persons to choose from depend on the warehouse, so it is asked for first. */
function Triage({ complaint: c, onClose }: DialogProps) {
  const t = useText(customerText);
  const words = useText(text);
  const scope = useScope();
  const triage = useAction(triageComplaint);
  const [warehouse_id, setWarehouse] = useState<number | undefined>(c.warehouse_id ?? scope.warehouse_id);
  const { complaint_id } = c;
  return (
    <StepDialog
      title={t('triage')}
      confirm_label={words('save')}
      warehouse_id={warehouse_id ?? null}
      fields={[
        { name: 'owner_id', label: words('owner'), kind: 'person', required: true },
        {
          name: 'severity',
          label: words('severity'),
          kind: 'choice',
          required: true,
          options: CASE_SEVERITIES.map((value) => ({ value, label: words(`sev_${value}`) })),
        },
        { name: 'item_id', label: t('product'), kind: 'item' },
        { name: 'lot_no', label: t('lot'), kind: 'line', max: 20 },
        {
          name: 'harm',
          label: t('harm'),
          kind: 'choice',
          required: true,
          options: PATIENT_HARMS.map((value) => ({ value, label: t(`h_${value}`) })),
        },
        {
          name: 'no_adverse_reason',
          label: t('no_adverse_reason'),
          kind: 'text',
          max: 500,
          help: t('no_adverse_hint'),
        },
        { name: 'due_on', label: t('due_optional'), kind: 'date' },
      ]}
      initial={{
        harm: c.harm,
        severity: c.severity ?? (c.harm === 'none' ? 'minor' : 'critical'),
        ...(c.item_id === null ? {} : { item_id: c.item_id }),
        ...(c.lot_no === null ? {} : { lot_no: c.lot_no }),
        ...(c.no_adverse_reason === null ? {} : { no_adverse_reason: c.no_adverse_reason }),
      }}
      error={triage.error}
      onSubmit={(values) =>
        triage.run({
          ...(values as unknown as Omit<InputOf<typeof triageComplaint>, 'complaint_id' | 'warehouse_id'>),
          complaint_id,
          warehouse_id: warehouse_id ?? 0,
        })
      }
      onClose={onClose}
    >
      <LabelledField label={t('warehouse')} required>
        {(id) => (
          <Select
            id={id}
            value={warehouse_id}
            onChange={setWarehouse}
            options={scope.warehouses.map((one) => ({ value: one.warehouse_id, label: one.name }))}
            style={{ width: '100%' }}
          />
        )}
      </LabelledField>
    </StepDialog>
  );
}

function Investigate({ complaint: c, onClose }: DialogProps) {
  const t = useText(customerText);
  const words = useText(text);
  const investigate = useAction(investigateComplaint);
  return (
    <StepDialog
      title={t('investigate')}
      confirm_label={words('save')}
      fields={[
        {
          name: 'cause',
          label: t('cause'),
          kind: 'choice',
          required: true,
          options: COMPLAINT_CAUSES.map((value) => ({ value, label: t(`cc_${value}`) })),
        },
        { name: 'finding', label: t('finding'), kind: 'text', required: true, max: 2000 },
        { name: 'justified', label: t('justified'), kind: 'check' },
        {
          name: 'sample',
          label: t('sample'),
          kind: 'choice',
          required: true,
          options: SAMPLE_STATES.map((value) => ({ value, label: t(`sa_${value}`) })),
        },
        { name: 'sample_return_no', label: t('sample_return_no'), kind: 'line', max: 40 },
      ]}
      initial={{
        sample: c.sample ?? (c.sample_available ? 'requested' : 'not_needed'),
        justified: c.justified ?? true,
        finding: c.finding ?? '',
        sample_return_no: c.sample_return_no ?? '',
        ...(c.cause === null ? {} : { cause: c.cause }),
      }}
      error={investigate.error}
      onSubmit={(values) =>
        investigate.run({
          ...(values as unknown as Omit<InputOf<typeof investigateComplaint>, 'complaint_id' | 'justified'>),
          complaint_id: c.complaint_id,
          justified: values.justified === true,
        })
      }
      onClose={onClose}
    />
  );
}

function AnswerDialog({ complaint: c, onClose }: DialogProps) {
  const t = useText(customerText);
  const words = useText(text);
  const answer = useAction(answerComplaint);
  return (
    <StepDialog
      title={t('answer')}
      confirm_label={words('save')}
      fields={[
        { name: 'answer', label: t('answer'), kind: 'text', required: true, max: 2000 },
        { name: 'answered_to', label: t('answered_to'), kind: 'line', required: true, max: 100 },
      ]}
      initial={{ answered_to: c.contact }}
      error={answer.error}
      onSubmit={(values) =>
        answer.run({
          complaint_id: c.complaint_id,
          answer: String(values.answer),
          answered_to: String(values.answered_to),
        })
      }
      onClose={onClose}
    />
  );
}

function Close({ complaint: c, onClose }: DialogProps) {
  const words = useText(text);
  const close = useAction(closeComplaint);
  return (
    <StepDialog
      title={`${words('close')} ${c.document_no}`}
      confirm_label={words('close')}
      fields={[{ name: 'conclusion', label: words('conclusion'), kind: 'text', required: true, max: 1000 }]}
      error={close.error}
      onSubmit={({ conclusion }) =>
        close.run({ complaint_id: c.complaint_id, conclusion: String(conclusion) })
      }
      onClose={onClose}
    >
      <p className="tc-muted">{words('sign_hint')}</p>
    </StepDialog>
  );
}
