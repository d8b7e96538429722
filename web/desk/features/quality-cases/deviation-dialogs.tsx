import {
  assignDeviation,
  CASE_SEVERITIES,
  type CaseSeverity,
  closeDeviation,
  containDeviation,
  type getDeviation,
  type InputOf,
  investigateDeviation,
  type OutputOf,
  ROOT_CAUSES,
  WHYS_MAX,
} from '@tongcang/contract';
import { Checkbox } from 'antd';
import { useState } from 'react';
import { useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { useCan } from '../../app/session.ts';
import { type ChosenLot, LotList } from './lot-list.tsx';
import { StepDialog, type StepField } from './step-dialog.tsx';
import { text } from './text.ts';

export type DeviationStep = 'contain' | 'assign' | 'investigate' | 'close';
type Deviation = OutputOf<typeof getDeviation>;
type DialogProps = { readonly deviation: Deviation; readonly onClose: () => void };

/** The step that was asked for, as a dialog. */
export function DeviationDialog({ step, ...props }: DialogProps & { step: DeviationStep }) {
  if (step === 'contain') return <Contain {...props} />;
  if (step === 'assign') return <Assign {...props} />;
  if (step === 'investigate') return <Investigate {...props} />;
  return <Close {...props} />;
}

function Contain({ deviation, onClose }: DialogProps) {
  const t = useText(text);
  const may = useCan();
  const [lots, setLots] = useState<ChosenLot[]>([]);
  const [hold, setHold] = useState(true);
  const contain = useAction(containDeviation, { invalidates: ['quality', 'stock', 'insight'] });
  const { deviation_id, warehouse_id } = deviation;
  return (
    <StepDialog
      title={t('contain')}
      confirm_label={t('save')}
      fields={[{ name: 'containment', label: t('containment'), kind: 'text', required: true, max: 2000 }]}
      initial={{ containment: deviation.containment ?? '' }}
      error={contain.error}
      onSubmit={({ containment }) =>
        contain.run({
          deviation_id,
          containment: String(containment),
          lots: lots.map(({ item_id, lot_id, qty }) => ({ item_id, lot_id, qty })),
          hold: hold && lots.length > 0 && may('stock.hold'),
        })
      }
      onClose={onClose}
    >
      <p>{t('contain_lots')}</p>
      <LotList lots={lots} onChange={setLots} warehouse_id={warehouse_id} />
      {lots.length > 0 && may('stock.hold') ? (
        <Checkbox checked={hold} onChange={(event) => setHold(event.target.checked)}>
          {t('hold_now')}
        </Checkbox>
      ) : null}
    </StepDialog>
  );
}

function Assign({ deviation, onClose }: DialogProps) {
  const t = useText(text);
  const assign = useAction(assignDeviation);
  const { deviation_id, warehouse_id, severity, due_on } = deviation;
  return (
    <StepDialog
      title={t('assign')}
      confirm_label={t('save')}
      warehouse_id={warehouse_id}
      fields={[
        { name: 'owner_id', label: t('owner'), kind: 'person', required: true },
        {
          name: 'severity',
          label: t('severity'),
          kind: 'choice',
          required: true,
          options: CASE_SEVERITIES.map((value) => ({ value, label: t(`sev_${value}`) })),
        },
        { name: 'due_on', label: t('due_on'), kind: 'date' },
        { name: 'reason', label: t('reason'), kind: 'line', required: true, max: 300 },
      ]}
      initial={{ severity, due_on }}
      error={assign.error}
      onSubmit={(values) =>
        assign.run({
          deviation_id,
          owner_id: Number(values.owner_id),
          severity: values.severity as CaseSeverity,
          reason: String(values.reason),
          ...(values.due_on ? { due_on: String(values.due_on) } : {}),
        })
      }
      onClose={onClose}
    />
  );
}

function Investigate({ deviation, onClose }: DialogProps) {
  const t = useText(text);
  const investigate = useAction(investigateDeviation);
  const { deviation_id, root_cause, whys, impact, corrections } = deviation;
  const asked = Array.from({ length: WHYS_MAX }, (_, at) => `why_${at + 1}`);
  const fields: StepField[] = [
    {
      name: 'root_cause',
      label: t('root_cause'),
      kind: 'choice',
      required: true,
      options: ROOT_CAUSES.map((value) => ({ value, label: t(`c_${value}`) })),
    },
    ...asked.map(
      (name, at): StepField => ({
        name,
        label: t('why', { no: at + 1 }),
        kind: 'line',
        required: at === 0,
        max: 300,
      }),
    ),
    { name: 'impact', label: t('impact'), kind: 'text', required: true, max: 2000 },
    { name: 'corrections', label: t('corrections'), kind: 'text', max: 2000 },
  ];
  return (
    <StepDialog
      title={t('investigate')}
      confirm_label={t('save')}
      fields={fields}
      initial={{
        ...(root_cause === null ? {} : { root_cause }),
        ...Object.fromEntries(whys.map((why, at) => [`why_${at + 1}`, why])),
        impact: impact ?? '',
        corrections: corrections ?? '',
      }}
      error={investigate.error}
      onSubmit={(values) =>
        investigate.run({
          deviation_id,
          root_cause: values.root_cause as InputOf<typeof investigateDeviation>['root_cause'],
          whys: asked.flatMap((name) => (values[name] === undefined ? [] : [String(values[name])])),
          impact: String(values.impact),
          corrections: String(values.corrections ?? ''),
        })
      }
      onClose={onClose}
    />
  );
}

function Close({ deviation, onClose }: DialogProps) {
  const t = useText(text);
  const close = useAction(closeDeviation, { invalidates: ['quality', 'stock'] });
  const { deviation_id, document_no } = deviation;
  return (
    <StepDialog
      title={`${t('close')} ${document_no}`}
      confirm_label={t('close')}
      fields={[{ name: 'conclusion', label: t('conclusion'), kind: 'text', required: true, max: 2000 }]}
      error={close.error}
      onSubmit={({ conclusion }) => close.run({ deviation_id, conclusion: String(conclusion) })}
      onClose={onClose}
    >
      <p className="tc-muted">{t('sign_hint')}</p>
    </StepDialog>
  );
}
