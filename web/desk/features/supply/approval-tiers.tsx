import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { getApprovalTiers, setApprovalTiers } from '@tongcang/contract';
import { Button, InputNumber } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  useText,
} from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { AFFECTS, fenOf } from './purchase-parts.tsx';
import { purchasingText } from './purchasing-text.ts';

type Tier = { readonly key: number; readonly yuan: number; readonly approvals: number };
let keys = 0;

/** How large an order needs how many people besides the one who asked. */
export default function ApprovalTiers() {
  const { data, error, refetch } = useVerb(getApprovalTiers, {});
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <LoadingState />;
  const tiers = data.tiers.map((tier) => ({
    key: ++keys,
    yuan: tier.above_fen / 100,
    approvals: tier.approvals,
  }));
  return <Editor key={JSON.stringify(data.tiers)} given={tiers} />;
}

function Editor({ given }: { given: readonly Tier[] }) {
  const t = useText(purchasingText);
  const lacks = useLacks();
  const [tiers, setTiers] = useState(given);
  const [asking, setAsking] = useState(false);
  const save = useAction(setApprovalTiers, { invalidates: AFFECTS, onSuccess: () => setAsking(false) });
  const change = (key: number, patch: Partial<Tier>) =>
    setTiers((all) => all.map((tier) => (tier.key === key ? { ...tier, ...patch } : tier)));
  return (
    <PageBody>
      <PageHeader
        title={t('tiers')}
        description={t('tiers_hint')}
        actions={
          <BlockedButton type="primary" blocked={lacks('supply.approve')} onClick={() => setAsking(true)}>
            {t('save_tiers')}
          </BlockedButton>
        }
      />
      <Section>
        {tiers.map((tier, index) => (
          <div key={tier.key} className="tc-line-row">
            <InputNumber
              aria-label={`${t('above')} ${index + 1}`}
              min={0}
              precision={2}
              prefix={<span className="tc-muted">{t('above')}</span>}
              style={{ width: 240 }}
              value={tier.yuan}
              disabled={index === 0}
              onChange={(yuan) => change(tier.key, { yuan: yuan ?? 0 })}
            />
            <InputNumber
              aria-label={`${t('people')} ${index + 1}`}
              min={0}
              max={3}
              precision={0}
              prefix={<span className="tc-muted">{t('people')}</span>}
              style={{ width: 180 }}
              value={tier.approvals}
              onChange={(approvals) => change(tier.key, { approvals: approvals ?? 0 })}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={`${t('remove')} ${index + 1}`}
              disabled={index === 0}
              onClick={() => setTiers((all) => all.filter((one) => one.key !== tier.key))}
            />
          </div>
        ))}
        <Button
          icon={<PlusOutlined />}
          onClick={() =>
            setTiers((all) => [
              ...all,
              { key: ++keys, yuan: (all.at(-1)?.yuan ?? 0) + 100_000, approvals: 2 },
            ])
          }
        >
          {t('add_tier')}
        </Button>
      </Section>
      <ConfirmWithReason
        open={asking}
        title={t('save_tiers')}
        onCancel={() => setAsking(false)}
        onConfirm={(reason) =>
          save.run({
            reason,
            tiers: tiers.map(({ yuan, approvals }) => ({ above_fen: fenOf(yuan), approvals })),
          })
        }
      >
        {t('tiers_hint')}
        {save.error ? <ProblemView error={save.error} /> : null}
      </ConfirmWithReason>
    </PageBody>
  );
}
