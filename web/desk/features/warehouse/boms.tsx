import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { listBoms, saveBom } from '@tongcang/contract';
import { Button, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  EmptyState,
  formatInteger,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  TableScroll,
  useLanguage,
  useText,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useVerb } from '../../app/api.ts';
import { missingFields } from '../../app/missing.ts';
import { ItemPicker } from '../../app/pickers.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { LineProblem } from '../stock/line-problem.tsx';
import { text } from './work-text.ts';

type Bom = RowOf<typeof listBoms>;

/** Kits and what they are made of. */
export default function Boms() {
  const t = useText(text);
  const language = useLanguage();
  const lacks = useLacks();
  const { data, error, refetch } = useVerb(listBoms, {});
  const [editing, setEditing] = useState<Bom | 'new' | null>(null);
  return (
    <PageBody>
      <PageHeader
        title={t('boms')}
        description={t('boms_hint')}
        actions={
          <BlockedButton
            type="primary"
            icon={<PlusOutlined />}
            blocked={lacks('warehouse.plan')}
            onClick={() => setEditing('new')}
          >
            {t('new_bom')}
          </BlockedButton>
        }
      />
      {error ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      <Section flush>
        {!data && !error ? <LoadingState /> : null}
        {data?.rows.length === 0 ? <EmptyState title={t('no_boms')} /> : null}
        {data && data.rows.length > 0 ? (
          <TableScroll>
            <table className="tc-table">
              <thead>
                <tr>
                  <th>{t('kit')}</th>
                  <th className="tc-num">{t('version')}</th>
                  <th>{t('components')}</th>
                  <th />
                </tr>
              </thead>
              <tbody>
                {data.rows.map((bom) => (
                  <tr key={bom.bom_id}>
                    <td>
                      {bom.item_code} {bom.item_name}
                    </td>
                    <td className="tc-num">{bom.version}</td>
                    <td>
                      {bom.lines
                        .map(
                          (line) =>
                            `${line.item_code} ${line.item_name} × ${formatInteger(line.qty, language)} ${line.unit}`,
                        )
                        .join('；')}
                    </td>
                    <td>
                      <BlockedButton
                        size="small"
                        blocked={lacks('warehouse.plan')}
                        onClick={() => setEditing(bom)}
                      >
                        {t('new_bom')}
                      </BlockedButton>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
        ) : null}
      </Section>
      {editing ? (
        <BomDialog bom={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      ) : null}
    </PageBody>
  );
}

type Line = { key: number; item_id?: number; qty: number };
let keys = 0;
const emptyLine = (): Line => ({ key: ++keys, qty: 1 });

function BomDialog({ bom, onClose }: { bom: Bom | null; onClose: () => void }) {
  const t = useText(text);
  const [item_id, setItem] = useState(bom?.item_id);
  const [note, setNote] = useState('');
  const [lines, setLines] = useState<Line[]>(() =>
    bom === null ? [emptyLine()] : bom.lines.map((line) => ({ ...line, key: ++keys })),
  );
  const save = useAction(saveBom, { invalidates: ['warehouse'], onSuccess: onClose });
  const change = (key: number, patch: Partial<Line>) =>
    setLines((all) => all.map((line) => (line.key === key ? { ...line, ...patch } : line)));
  const missing = missingFields([
    [item_id !== undefined, t('kit')],
    [lines.every((line) => line.item_id !== undefined), t('item')],
  ]);
  const submit = () =>
    save
      .run({
        item_id: item_id!,
        lines: lines.map((line) => ({ item_id: line.item_id!, qty: line.qty })),
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      })
      .catch(() => undefined);
  return (
    <Modal open title={t('new_bom')} onCancel={onClose} footer={null} width={640}>
      {save.error ? <LineProblem error={save.error} /> : null}
      <LabelledField label={t('kit')} required>
        {(id) => <ItemPicker id={id} value={item_id} onChange={setItem} />}
      </LabelledField>
      {lines.map((line, index) => (
        <div key={line.key} className="tc-line-row">
          <div className="tc-line-grow">
            <ItemPicker
              aria-label={`${t('item')} ${index + 1}`}
              placeholder={t('item')}
              value={line.item_id}
              onChange={(next) => change(line.key, { item_id: next })}
            />
          </div>
          <InputNumber
            aria-label={`${t('qty')} ${index + 1}`}
            min={1}
            precision={0}
            value={line.qty}
            onChange={(qty) => change(line.key, { qty: qty ?? 1 })}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={`${t('remove')} ${index + 1}`}
            disabled={lines.length === 1}
            onClick={() => setLines((all) => all.filter((one) => one.key !== line.key))}
          />
        </div>
      ))}
      <Button icon={<PlusOutlined />} onClick={() => setLines((all) => [...all, emptyLine()])}>
        {t('add_line')}
      </Button>
      <LabelledField label={t('reason')}>
        {(id) => <Input id={id} value={note} maxLength={200} onChange={(e) => setNote(e.target.value)} />}
      </LabelledField>
      <div className="tc-form-foot">
        <BlockedButton type="primary" blocked={missing} loading={save.busy} onClick={submit}>
          {t('save')}
        </BlockedButton>
      </div>
    </Modal>
  );
}
