import {
  COMPANY_DEFAULTS,
  type CompanySettings,
  getCompanySettings,
  setCompanySettings,
} from '@tongcang/contract';
import { App, Checkbox, Input, InputNumber, Switch } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  dictionary,
  PageBody,
  PageHeader,
  Section,
  useText,
} from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';

const text = dictionary(
  {
    title: '公司参数',
    hint: '全公司只定一次的事项，修改须写原因并留痕。',
    save: '保存',
    save_title: '修改公司参数',
    saved: '已保存',
    prefix: 'GS1 厂商识别代码',
    prefix_hint: '用于自编 SSCC（物流单元标签），6 至 12 位数字；没有时打包须扫描已有的 SSCC。',
    template: '随货同行单样式编号',
    review: '出库须第二人复核的管理类别',
    delay: '晚于计划到达多少分钟算延误',
    handover: '冷链交接时限（分钟）',
    two_invoice: '经营主体之间调拨提示两票制',
    deviation_days: '偏差处理期限（天）',
    complaint_days: '投诉处理期限（天）',
    minor: '一般',
    major: '重大',
    critical: '严重',
    adverse_days: '其他不良事件报告期限（天）',
    tell_hours: '告知注册人期限（小时）',
  },
  {
    title: 'Company settings',
    hint: 'What the company decides once. Changes need a reason and are kept in the trail.',
    save: 'Save',
    save_title: 'Change company settings',
    saved: 'Saved',
    prefix: 'GS1 company prefix',
    prefix_hint: 'For SSCCs of our own, 6 to 12 digits; without it packing asks for an SSCC to be scanned.',
    template: 'Layout number of the delivery note',
    review: 'Classes that a second person reviews before they leave',
    delay: 'Minutes beyond the planned arrival that count as late',
    handover: 'Time limit of a cold handover (minutes)',
    two_invoice: 'Warn of a third invoice between legal entities',
    deviation_days: 'Days for a deviation',
    complaint_days: 'Days for a complaint',
    minor: 'Minor',
    major: 'Major',
    critical: 'Critical',
    adverse_days: 'Days for the report of other adverse events',
    tell_hours: 'Hours to tell the registrant',
  },
);
const CLASSES = ['I', 'II', 'III'] as const;

export default function CompanyPage() {
  const t = useText(text);
  const lacks = useLacks();
  const { message } = App.useApp();
  const { data, error, refetch } = useVerb(getCompanySettings, {});
  const [changes, setChanges] = useState<Partial<CompanySettings>>({});
  const [asking, setAsking] = useState(false);
  const save = useAction(setCompanySettings);
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  const values = { ...COMPANY_DEFAULTS, ...data, ...changes };
  const change = (part: Partial<CompanySettings>) => setChanges({ ...changes, ...part });
  return (
    <PageBody>
      <PageHeader
        title={t('title')}
        description={t('hint')}
        actions={
          <BlockedButton
            type="primary"
            blocked={lacks('masterdata.write')}
            disabled={Object.keys(changes).length === 0}
            onClick={() => setAsking(true)}
          >
            {t('save')}
          </BlockedButton>
        }
      />
      <Section>
        <LabelledField label={t('prefix')} help={t('prefix_hint')}>
          {(id) => (
            <Input
              id={id}
              maxLength={12}
              inputMode="numeric"
              value={values['stock.gs1_company_prefix']}
              onChange={(event) => change({ 'stock.gs1_company_prefix': event.target.value.trim() })}
              style={{ maxWidth: 240 }}
            />
          )}
        </LabelledField>
        <LabelledField label={t('template')}>
          {(id) => (
            <Input
              id={id}
              maxLength={40}
              value={values['fulfilment.note_template']}
              onChange={(event) => change({ 'fulfilment.note_template': event.target.value })}
              style={{ maxWidth: 240 }}
            />
          )}
        </LabelledField>
        <LabelledField label={t('review')}>
          {() => (
            <Checkbox.Group
              aria-label={t('review')}
              value={values['fulfilment.review_classes']}
              options={CLASSES.map((value) => ({ value, label: value }))}
              onChange={(next) =>
                change({ 'fulfilment.review_classes': next as (typeof values)['fulfilment.review_classes'] })
              }
            />
          )}
        </LabelledField>
        {(
          [
            ['delay', 'transport.delay_minutes'],
            ['handover', 'transport.handover_limit_minutes'],
            ['adverse_days', 'quality.adverse_other_days'],
            ['tell_hours', 'quality.tell_registrant_hours'],
          ] as const
        ).map(([word, name]) => (
          <LabelledField key={name} label={t(word)}>
            {(id) => (
              <InputNumber
                id={id}
                min={1}
                precision={0}
                value={values[name]}
                onChange={(next) => next !== null && change({ [name]: next })}
              />
            )}
          </LabelledField>
        ))}
        {(
          [
            ['deviation_days', 'quality.deviation_days'],
            ['complaint_days', 'quality.complaint_days'],
          ] as const
        ).map(([word, name]) => (
          <LabelledField key={name} label={t(word)}>
            {() => (
              <div className="tc-bar">
                {(['minor', 'major', 'critical'] as const).map((severity) => (
                  <InputNumber
                    key={severity}
                    aria-label={`${t(word)} ${t(severity)}`}
                    prefix={t(severity)}
                    min={1}
                    max={365}
                    precision={0}
                    value={values[name][severity]}
                    onChange={(next) =>
                      next !== null && change({ [name]: { ...values[name], [severity]: next } })
                    }
                  />
                ))}
              </div>
            )}
          </LabelledField>
        ))}
        <LabelledField label={t('two_invoice')}>
          {(id) => (
            <Switch
              id={id}
              checked={values['transfer.two_invoice_rule'] === 'on'}
              onChange={(on) => change({ 'transfer.two_invoice_rule': on ? 'on' : 'off' })}
            />
          )}
        </LabelledField>
      </Section>
      <ConfirmWithReason
        open={asking}
        title={t('save_title')}
        confirm_label={t('save')}
        onConfirm={async (reason) => {
          await save.run({ values: changes, reason });
          setChanges({});
          setAsking(false);
          void message.success(t('saved'));
        }}
        onCancel={() => setAsking(false)}
      >
        {save.error ? <ProblemView error={save.error} /> : null}
      </ConfirmWithReason>
    </PageBody>
  );
}
