import {
  amendAdverseEvent,
  closeAdverseEvent,
  followUpAdverseEvent,
  type getAdverseEvent,
  type InputOf,
  type OutputOf,
  phoneAdverseEvent,
  submitAdverseEvent,
  tellRegistrant,
} from '@tongcang/contract';
import { useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { adverseFields } from './adverse-fields.ts';
import { customerText } from './customer-text.ts';
import { StepDialog, type Value, type Values } from './step-dialog.tsx';
import { text } from './text.ts';

type Event = OutputOf<typeof getAdverseEvent>;
export type AdverseStep = 'amend' | 'tell' | 'phone' | 'submit' | 'follow_up' | 'dismiss' | 'close';
type Props = { readonly event: Event; readonly onClose: () => void };

export function AdverseDialog({ step, ...props }: Props & { step: AdverseStep }) {
  switch (step) {
    case 'amend':
      return <Amend {...props} />;
    case 'tell':
      return <Tell {...props} />;
    case 'phone':
      return <Phone {...props} />;
    case 'submit':
      return <Submit {...props} />;
    case 'follow_up':
      return <FollowUp {...props} />;
    default:
      return <End {...props} dismiss={step === 'dismiss'} />;
  }
}

const moment = (name: string, value: Value) => (value === undefined ? {} : { [name]: String(value) });

function Amend({ event: e, onClose }: Props) {
  const t = useText(customerText);
  const words = useText(text);
  const amend = useAction(amendAdverseEvent);
  const fields = adverseFields(t);
  const held = e as unknown as Values;
  const initial = Object.fromEntries(fields.map(({ name }) => [name, held[name] ?? undefined]));
  return (
    <StepDialog
      title={t('amend')}
      confirm_label={words('save')}
      fields={[...fields, { name: 'reason', label: words('reason'), kind: 'line', required: true, max: 300 }]}
      initial={initial}
      error={amend.error}
      onSubmit={(values) =>
        amend.run({
          ...(values as unknown as Omit<InputOf<typeof amendAdverseEvent>, 'adverse_event_id'>),
          is_group: values.is_group === true,
          adverse_event_id: e.adverse_event_id,
        })
      }
      onClose={onClose}
    />
  );
}

function Tell({ event: { adverse_event_id }, onClose }: Props) {
  const t = useText(customerText);
  const words = useText(text);
  const tell = useAction(tellRegistrant);
  return (
    <StepDialog
      title={t('tell')}
      confirm_label={words('save')}
      fields={[
        { name: 'told_to', label: t('told_to'), kind: 'line', required: true, max: 100 },
        { name: 'how', label: t('how'), kind: 'line', required: true, max: 200 },
        { name: 'told_at', label: t('told_at'), kind: 'moment' },
      ]}
      error={tell.error}
      onSubmit={({ told_to, how, told_at }) =>
        tell.run({
          adverse_event_id,
          told_to: String(told_to),
          how: String(how),
          ...moment('told_at', told_at),
        })
      }
      onClose={onClose}
    />
  );
}

function Phone({ event: { adverse_event_id }, onClose }: Props) {
  const t = useText(customerText);
  const words = useText(text);
  const phone = useAction(phoneAdverseEvent);
  return (
    <StepDialog
      title={t('phone')}
      confirm_label={words('save')}
      fields={[
        { name: 'phoned_to', label: t('phoned_to'), kind: 'line', required: true, max: 200 },
        { name: 'phoned_at', label: t('phoned_at'), kind: 'moment' },
      ]}
      error={phone.error}
      onSubmit={({ phoned_to, phoned_at }) =>
        phone.run({ adverse_event_id, phoned_to: String(phoned_to), ...moment('phoned_at', phoned_at) })
      }
      onClose={onClose}
    />
  );
}

function Submit({ event: { adverse_event_id }, onClose }: Props) {
  const t = useText(customerText);
  const words = useText(text);
  const submit = useAction(submitAdverseEvent);
  return (
    <StepDialog
      title={t('submit_report')}
      confirm_label={words('save')}
      fields={[
        { name: 'submission_no', label: t('submission_no'), kind: 'line', required: true, max: 60 },
        { name: 'submitted_at', label: t('submitted_at'), kind: 'moment' },
      ]}
      error={submit.error}
      onSubmit={({ submission_no, submitted_at }) =>
        submit.run({
          adverse_event_id,
          submission_no: String(submission_no),
          ...moment('submitted_at', submitted_at),
        })
      }
      onClose={onClose}
    />
  );
}

function FollowUp({ event: { adverse_event_id }, onClose }: Props) {
  const t = useText(customerText);
  const words = useText(text);
  const follow = useAction(followUpAdverseEvent);
  return (
    <StepDialog
      title={t('follow_up')}
      confirm_label={words('save')}
      fields={[
        { name: 'text', label: t('follow_text'), kind: 'text', required: true, max: 2000 },
        { name: 'submission_no', label: t('submission_no'), kind: 'line', max: 60 },
        { name: 'submitted_at', label: t('submitted_at'), kind: 'moment' },
      ]}
      error={follow.error}
      onSubmit={(values) =>
        follow.run({
          adverse_event_id,
          text: String(values.text),
          ...(values.submission_no === undefined ? {} : { submission_no: String(values.submission_no) }),
          ...moment('submitted_at', values.submitted_at),
        })
      }
      onClose={onClose}
    />
  );
}

function End({ event: { adverse_event_id, document_no }, dismiss, onClose }: Props & { dismiss: boolean }) {
  const t = useText(customerText);
  const words = useText(text);
  const end = useAction(closeAdverseEvent);
  const label = dismiss ? t('dismiss') : words('close');
  return (
    <StepDialog
      title={`${label} ${document_no}`}
      confirm_label={label}
      fields={[
        {
          name: 'conclusion',
          label: dismiss ? words('reason') : words('conclusion'),
          kind: 'text',
          required: true,
          max: 1000,
        },
      ]}
      error={end.error}
      onSubmit={({ conclusion }) => end.run({ adverse_event_id, dismiss, conclusion: String(conclusion) })}
      onClose={onClose}
    >
      <p className="tc-muted">{words('sign_hint')}</p>
    </StepDialog>
  );
}
