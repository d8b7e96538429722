import { listGlns, saveGln } from '@tongcang/contract';
import { App, Input } from 'antd';
import { useMemo, useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  EmptyState,
  type GridColumn,
  Section,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useVerb } from '../../app/api.ts';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { epcisText } from './epcis-text.ts';

type Row = RowOf<typeof listGlns>;

/** The GS1 location numbers of warehouses, partners and departments. */
export function Glns() {
  const t = useText(epcisText);
  const lacks = useLacks();
  const gridError = useGridError();
  const { message } = App.useApp();
  const [open, setOpen] = useState<Row | null>(null);
  const [gln, setGln] = useState('');
  const { data, error, refetch } = useVerb(listGlns, {});
  const save = useAction(saveGln);
  const columns = useMemo<GridColumn<Row>[]>(
    () => [
      { key: 'kind', title: t('kind'), value: (r) => t(`k_${r.kind}`), width: 90, pin: true },
      { key: 'code', title: t('code'), value: (r) => r.code, kind: 'code', width: 150 },
      { key: 'name', title: t('name'), value: (r) => r.name, width: 260, grow: true },
      { key: 'gln', title: t('gln'), value: (r) => r.gln, kind: 'code', width: 160 },
      {
        key: 'set',
        title: '',
        value: () => '',
        width: 120,
        render: (row) => (
          <BlockedButton
            size="small"
            blocked={lacks('masterdata.write')}
            onClick={() => {
              save.reset();
              setGln(row.gln ?? '');
              setOpen(row);
            }}
          >
            {t('set_gln')}
          </BlockedButton>
        ),
      },
    ],
    [t, lacks, save],
  );
  return (
    <Section flush>
      <VirtualGrid
        id="integration-glns"
        label={t('tab_glns')}
        columns={columns}
        rows={data?.rows}
        rowKey={(row) => `${row.kind}-${row.entity_id}`}
        height={520}
        loading={!data && !error}
        error={gridError(error, () => void refetch())}
        empty={<EmptyState />}
        toolbar={<span className="tc-muted">{t('gln_hint')}</span>}
      />
      <ConfirmWithReason
        open={open !== null}
        title={`${t('set_gln')} ${open?.name ?? ''}`}
        onCancel={() => setOpen(null)}
        onConfirm={async (reason) => {
          await save.run({ kind: open!.kind, entity_id: open!.entity_id, gln: gln.trim() || null, reason });
          void message.success(t('saved'));
          setOpen(null);
        }}
      >
        <LabelledField label={t('gln')} help={t('remove')}>
          {(id) => (
            <Input
              id={id}
              value={gln}
              inputMode="numeric"
              maxLength={13}
              onChange={(e) => setGln(e.target.value)}
            />
          )}
        </LabelledField>
        {save.error ? <ProblemView error={save.error} /> : null}
      </ConfirmWithReason>
    </Section>
  );
}
