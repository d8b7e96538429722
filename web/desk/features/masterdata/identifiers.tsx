import { listIdentifiers, retireIdentifier } from '@tongcang/contract';
import { writtenDi } from '@tongcang/udi';
import { App, Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatDate,
  formatInteger,
  LoadingState,
  StatusChip,
  useLanguage,
  useText,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useVerb } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { identifiers_text as text } from './identifiers-text.ts';
import './identifiers.css';

export type Identifier = RowOf<typeof listIdentifiers>;
type Props = { readonly item_id: number; readonly unit: string };

/** Whoever only reads does not wait for the form. */
const IdentifierForm = lazy(() => import('./identifier-form.tsx'));

/** The packs of an item and what is printed on them, with what a scan of each counts. */
export default function Identifiers({ item_id, unit }: Props) {
  const t = useText(text);
  const lacks = useLacks();
  const [editing, setEditing] = useState<Identifier | 'new' | null>(null);
  const [ending, setEnding] = useState<{ readonly row: Identifier; readonly mistake: boolean } | null>(null);
  const { data, error, refetch } = useVerb(listIdentifiers, { item_id });
  const blocked = lacks('masterdata.write');
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <LoadingState />;
  return (
    <section className="tc-identifiers" aria-label={t('title')}>
      <header>
        <h3>{t('title')}</h3>
        <BlockedButton blocked={blocked} lift={t('write_hint')} onClick={() => setEditing('new')}>
          {t('add')}
        </BlockedButton>
      </header>
      <p className="tc-muted">{t('hint')}</p>
      <ul className="tc-identifier-list">
        {data.rows.map((row) => (
          <Row
            key={row.identifier_id}
            row={row}
            unit={unit}
            may={blocked.length === 0}
            onChange={() => setEditing(row)}
            onEnd={(mistake) => setEnding({ row, mistake })}
          />
        ))}
      </ul>
      {editing === null ? null : (
        <Suspense fallback={null}>
          <IdentifierForm
            item_id={item_id}
            unit={unit}
            row={editing === 'new' ? null : editing}
            onClose={() => setEditing(null)}
          />
        </Suspense>
      )}
      <EndDialog ending={ending} onClose={() => setEnding(null)} />
    </section>
  );
}

type RowProps = {
  readonly row: Identifier;
  readonly unit: string;
  readonly may: boolean;
  readonly onChange: () => void;
  readonly onEnd: (mistake: boolean) => void;
};

function Row({ row, unit, may, onChange, onEnd }: RowProps) {
  const t = useText(text);
  const language = useLanguage();
  const parts = row.label_parts?.map((part) => t(`p_${part}`)).join('、');
  const until = row.valid_to === null ? t('unlimited') : formatDate(row.valid_to, language);
  const from = row.valid_from === null ? '' : formatDate(row.valid_from, language);
  const facts = [
    t(`i_${row.issuer}`),
    t(`s_${row.source}`),
    ...(row.valid_from || row.valid_to ? [`${from}–${until}`] : []),
    ...(parts === undefined ? [] : [`${t('label_parts')} ${parts}`]),
    ...(row.gcp_length === null ? [] : [`${t('gcp_length')} ${row.gcp_length}`]),
  ];
  return (
    <li>
      <div className="tc-identifier-head">
        <code>{writtenDi(row.issuer, row.di)}</code>
        <strong>
          {t(`l_${row.packing_level}`)}
          {row.units_per_pack === 0 ? '' : ` · ${formatInteger(row.units_per_pack, language)} ${unit}`}
        </strong>
        {row.base ? <StatusChip tone="accent">{t('base')}</StatusChip> : null}
        {row.retired ? <StatusChip tone="warn">{t('retired')}</StatusChip> : null}
      </div>
      <span className="tc-muted">{facts.join(' · ')}</span>
      {may ? (
        <span className="tc-identifier-steps">
          <Button size="small" onClick={onChange}>
            {t('change')}
          </Button>
          <BlockedButton
            size="small"
            blocked={row.base ? [{ code: 'masterdata.base_identifier', params: { di: row.di } }] : []}
            onClick={() => onEnd(false)}
            disabled={row.retired}
          >
            {t('retire')}
          </BlockedButton>
          {row.base ? null : (
            <Button size="small" danger onClick={() => onEnd(true)}>
              {t('mistake')}
            </Button>
          )}
        </span>
      ) : null}
    </li>
  );
}

type EndProps = {
  readonly ending: { readonly row: Identifier; readonly mistake: boolean } | null;
  readonly onClose: () => void;
};

function EndDialog({ ending, onClose }: EndProps) {
  const t = useText(text);
  const { message } = App.useApp();
  const retire = useAction(retireIdentifier, { invalidates: ['masterdata'] });
  const of = ending?.mistake ? 'mistake' : 'retire';
  const di = ending?.row.di ?? '';
  return (
    <ConfirmWithReason
      open={ending !== null}
      title={t(`${of}_title`, { di })}
      confirm_label={t(of)}
      danger={ending?.mistake ?? false}
      onCancel={onClose}
      onConfirm={async (reason) => {
        const { row, mistake } = ending!;
        await retire.run({ identifier_id: row.identifier_id, mistake, reason });
        void message.success(t('retired_ok'));
        onClose();
      }}
    >
      {t(`${of}_text`)}
      {retire.error ? <ProblemView error={retire.error} /> : null}
    </ConfirmWithReason>
  );
}
