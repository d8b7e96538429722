import { PrinterOutlined } from '@ant-design/icons';
import { getNotePdf, printDeliveryNote } from '@tongcang/contract';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatInstant,
  Section,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { call, useAction } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import type { Shipment } from './shipment-page.tsx';
import { text } from './text.ts';

/** Every print of the delivery note; the second one and those after it need a reason. */
export function NotePrints({ shipment }: { shipment: Pick<Shipment, 'shipment_id' | 'prints'> }) {
  const t = useText(text);
  const zone = useZone();
  const language = useLanguage();
  const lacks = useLacks();
  const [asking, setAsking] = useState(false);
  const { shipment_id, prints } = shipment;
  const print = useAction(printDeliveryNote, {
    invalidates: ['fulfilment'],
    onSuccess: ({ copy_no }) => {
      setAsking(false);
      void call(getNotePdf, { shipment_id, copy_no, language }).then(saveFile, () => undefined);
    },
  });
  const again = prints.length > 0;
  return (
    <Section
      title={t('prints')}
      extra={
        <BlockedButton
          size="small"
          icon={<PrinterOutlined />}
          blocked={lacks('fulfilment.ship')}
          loading={print.busy}
          onClick={() => (again ? setAsking(true) : void print.run({ shipment_id }).catch(() => undefined))}
        >
          {again ? t('reprint') : t('print_note')}
        </BlockedButton>
      }
    >
      {print.error && !asking ? <ProblemView error={print.error} /> : null}
      <ul className="tc-plain-list">
        <li>
          <Link to={`/demand/note/${shipment_id}`}>{t('note_no')}</Link>
        </li>
        {prints.map((one) => (
          <li key={one.copy_no}>
            {t('copy', { n: one.copy_no })} · {one.printed_by_name} · {formatInstant(one.printed_at, zone)} ·{' '}
            {one.template_version}
            {one.reason ? <span className="tc-muted"> · {one.reason}</span> : null}
          </li>
        ))}
      </ul>
      {again ? null : <p className="tc-muted">{t('no_prints')}</p>}
      <ConfirmWithReason
        open={asking}
        title={t('reprint')}
        confirm_label={t('reprint')}
        onCancel={() => setAsking(false)}
        onConfirm={(reason) => print.run({ shipment_id, reason })}
      >
        {t('reprint_text')}
        {print.error ? <ProblemView error={print.error} /> : null}
      </ConfirmWithReason>
    </Section>
  );
}
