import { PrinterOutlined } from '@ant-design/icons';
import { listFixedPacks, listPackLabels, makePackLabels, printPackLabels } from '@tongcang/contract';
import { Button, InputNumber, Select } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  formatDate,
  Section,
  StatusChip,
  TableScroll,
  useLanguage,
  useText,
} from '../../../ui/index.ts';
import { call, useAction, useVerb } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import { missingFields } from '../../app/missing.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import type { Agreement } from './agreement-page.tsx';
import { cabinet_text as text } from './cabinet-text.ts';

/** Labels of packs in this cabinet: made for a lot that stands there, printed, and opened by a scan. */
export function LabelPanel({ agreement }: { agreement: Agreement }) {
  const t = useText(text);
  const language = useLanguage();
  const [pack_id, setPack] = useState<number>();
  const [lot_id, setLot] = useState<number>();
  const [count, setCount] = useState(1);
  const { agreement_id } = agreement;
  const packs = useVerb(listFixedPacks, { limit: 1000 });
  const labels = useVerb(listPackLabels, { agreement_id });
  const make = useAction(makePackLabels);
  const [problem, setProblem] = useState<unknown>(null);
  const print = (format: 'pdf' | 'zpl') =>
    call(printPackLabels, { agreement_id, format })
      .then(saveFile)
      .catch((failed: unknown) => setProblem(failed));
  const pack = packs.data?.rows.find((row) => row.pack_id === pack_id);
  const lots = agreement.lots.filter((lot) => lot.item_id === pack?.item_id);
  const missing = missingFields([
    [pack_id !== undefined, t('pack')],
    [lot_id !== undefined, t('lot')],
  ]);
  return (
    <Section
      title={t('labels')}
      extra={
        <>
          <Button size="small" icon={<PrinterOutlined />} onClick={() => void print('pdf')}>
            {t('print_labels')}
          </Button>{' '}
          <Button size="small" onClick={() => void print('zpl')}>
            ZPL
          </Button>
        </>
      }
    >
      {make.error ? <ProblemView error={make.error} /> : null}
      {problem ? <ProblemView error={problem} /> : null}
      <div className="tc-line-row">
        <Select
          className="tc-line-grow"
          aria-label={t('pack')}
          placeholder={t('pack')}
          value={pack_id}
          onChange={(value) => {
            setPack(value);
            setLot(undefined);
          }}
          options={(packs.data?.rows ?? [])
            .filter((row) => agreement.line_rows.some((line) => line.item_id === row.item_id))
            .map((row) => ({ value: row.pack_id, label: `${row.pack_code} ${row.name} × ${row.qty}` }))}
        />
        <Select
          aria-label={t('lot')}
          placeholder={t('lot')}
          value={lot_id}
          onChange={setLot}
          options={lots.map((lot) => ({ value: lot.lot_id, label: `${lot.lot_no} (${lot.qty})` }))}
          style={{ minWidth: 180 }}
        />
        <InputNumber
          aria-label={t('label_count')}
          min={1}
          max={500}
          precision={0}
          prefix={<span className="tc-muted">{t('label_count')}</span>}
          value={count}
          onChange={(value) => setCount(value ?? 1)}
          style={{ width: 140 }}
        />
        <BlockedButton
          type="primary"
          blocked={missing}
          loading={make.busy}
          onClick={() =>
            void make.run({ agreement_id, pack_id: pack_id!, lot_id: lot_id!, count }).catch(() => undefined)
          }
        >
          {t('make_labels')}
        </BlockedButton>
      </div>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th>{t('label_no')}</th>
              <th>{t('pack')}</th>
              <th>{t('lot')}</th>
              <th>{t('expiry')}</th>
              <th className="tc-num">{t('qty')}</th>
              <th>{t('status')}</th>
            </tr>
          </thead>
          <tbody>
            {(labels.data?.rows ?? []).map((label) => (
              <tr key={label.label_no}>
                <td>
                  <code>{label.label_no}</code>
                </td>
                <td>
                  {label.pack_name} · {label.item_name}
                </td>
                <td>{label.lot_no}</td>
                <td>{label.expiry_date ? formatDate(label.expiry_date, language) : '—'}</td>
                <td className="tc-num">
                  {label.qty} {label.unit}
                </td>
                <td>
                  <StatusChip tone={label.status === 'closed' ? 'ok' : 'neutral'}>
                    {t(`l_${label.status}`)}
                  </StatusChip>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}
