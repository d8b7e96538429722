import { NEEDED_PAPERS, openReview, type ReviewPaperKind } from '@tongcang/contract';
import { Input } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { BlockedButton, PageBody, PageHeader, Section, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { ItemPicker } from '../../app/pickers.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useUrlState } from '../../app/url.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { PartnerIdPicker } from './partner-id-picker.tsx';
import { editedOf, PaperRows, sentOf } from './review-papers.tsx';
import { reviewText } from './review-text.ts';

const address = z.object({
  kind: z.enum(['partner', 'item']).default('partner'),
  partner_id: z.coerce.number().int().positive().optional(),
  partner_kind: z.string().default('supplier'),
  item_id: z.coerce.number().int().positive().optional(),
});

/** Asks for a review: of whom or what, why, and with which papers. */
export default function ReviewNew() {
  const t = useText(reviewText);
  const go = useGo();
  const [at, setAt] = useUrlState(address);
  const [reason, setReason] = useState('');
  const needed = neededOf(at.kind, at.partner_kind);
  const open = useAction(openReview, {
    onSuccess: ({ review_id }) => go(`/compliance/review/${review_id}`, { replace: true }),
  });
  const subject = at.kind === 'partner' ? at.partner_id : at.item_id;
  const missing = missingFields([
    [subject !== undefined, t(at.kind)],
    [reason.trim() !== '', t('reason')],
  ]);
  return (
    <PageBody>
      <PageHeader title={t(`new_${at.kind}`)} description={t('reviews_text')} />
      {open.error ? <ProblemView error={open.error} /> : null}
      <Section>
        <div className="tc-form-grid">
          <LabelledField label={t(at.kind)} required>
            {(id) =>
              at.kind === 'partner' ? (
                <PartnerIdPicker
                  id={id}
                  value={at.partner_id}
                  onChange={(partner_id, partner_kind) => setAt({ partner_id, partner_kind })}
                />
              ) : (
                <ItemPicker id={id} value={at.item_id} onChange={(item_id) => setAt({ item_id })} />
              )
            }
          </LabelledField>
          <LabelledField label={t('reason')} required help={t('reason_hint')}>
            {(id) => (
              <Input
                id={id}
                maxLength={300}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </LabelledField>
        </div>
      </Section>
      <Papers
        key={needed.join()}
        needed={needed}
        blocked={missing}
        busy={open.busy}
        onSend={(papers) =>
          void open
            .run({
              kind: at.kind,
              ...(at.kind === 'partner' ? { partner_id: at.partner_id! } : { item_id: at.item_id! }),
              reason: reason.trim(),
              papers,
            })
            .catch(() => undefined)
        }
      />
    </PageBody>
  );
}

/** The papers that the chosen company must show, by what it is to us; those of an item are always the same. */
function neededOf(kind: 'partner' | 'item', partner_kind: string): readonly ReviewPaperKind[] {
  if (kind === 'item') return NEEDED_PAPERS.item;
  return NEEDED_PAPERS[partner_kind as keyof typeof NEEDED_PAPERS] ?? NEEDED_PAPERS.supplier;
}

type PapersProps = {
  readonly needed: readonly ReviewPaperKind[];
  readonly blocked: ReturnType<typeof missingFields>;
  readonly busy: boolean;
  readonly onSend: (papers: ReturnType<typeof sentOf>) => void;
};

function Papers({ needed, blocked, busy, onSend }: PapersProps) {
  const t = useText(reviewText);
  const [rows, setRows] = useState(
    () => editedOf([], needed) as readonly ReturnType<typeof editedOf>[number][],
  );
  return (
    <>
      <Section title={t('papers')}>
        <PaperRows rows={rows} needed={needed} onChange={setRows} />
      </Section>
      <div className="tc-page-actions">
        <BlockedButton
          type="primary"
          size="large"
          blocked={blocked}
          loading={busy}
          onClick={() => onSend(sentOf(rows))}
        >
          {t('create')}
        </BlockedButton>
      </div>
    </>
  );
}
