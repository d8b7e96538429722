import { getMap, saveMap } from '@tongcang/contract';
import { App, Button } from 'antd';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import {
  BlockedButton,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useText,
} from '../../../ui/index.ts';
import { type OutputFor, useAction, useVerb } from '../../app/api.ts';
import { ApiError } from '../../app/api-error.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView, useProblemText } from '../../app/problem-view.tsx';
import type { Warehouse } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { LineProblem } from '../stock/line-problem.tsx';
import { OneWarehouse } from '../stock/one-warehouse.tsx';
import { BinForm } from './bin-form.tsx';
import { addBin, type EditedBin, moveBin, resizeBin, sequenceAlongAisles } from './map-edit.ts';
import { ZONE_TONE } from './map-layout.ts';
import { text } from './map-text.ts';
import './warehouse.css';

type Live = OutputFor<typeof getMap>;
const CELL = { x: 56, y: 32 } as const;
/** Free cells kept around what is drawn, so that there is room to move. */
const ROOM = 6;
let keys = 0;
const edited = (live: Live): EditedBin[] =>
  live.bins.map((bin) => ({
    key: ++keys,
    location_code: bin.location_code,
    zone_code: bin.zone_code,
    zone_kind: bin.zone_kind,
    storage_condition: bin.storage_condition,
    x: bin.x,
    y: bin.y,
    width: bin.width,
    height: bin.height,
    capacity_ml: bin.capacity_ml,
    pick_face: bin.pick_face,
    pick_sequence: bin.pick_sequence,
  }));

export default function MapEditorPage() {
  const t = useText(text);
  return (
    <PageBody>
      <PageHeader
        title={t('draw')}
        description={t('editor_text')}
        actions={
          <Link to="/stock/map" className="tc-header-link">
            {t('back')}
          </Link>
        }
      />
      <OneWarehouse>
        {(warehouse) => <Load key={warehouse.warehouse_id} warehouse={warehouse} />}
      </OneWarehouse>
    </PageBody>
  );
}

function Load({ warehouse }: { warehouse: Warehouse }) {
  const { data, error, refetch } = useVerb(getMap, { warehouse_id: warehouse.warehouse_id });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? (
    <Editor key={data.revision} live={data} onReload={() => void refetch()} />
  ) : (
    <Section>
      <LoadingState />
    </Section>
  );
}

/** The floor with its bins, the form of the chosen one, and one document that is saved with all its faults named. */
function Editor({ live, onReload }: { live: Live; onReload: () => void }) {
  const t = useText(text);
  const { message } = App.useApp();
  const lacks = useLacks();
  const [bins, setBins] = useState(() => edited(live));
  const [chosen, setChosen] = useState<number>();
  const [changed, setChanged] = useState(false);
  const save = useAction(saveMap, {
    invalidates: ['warehouse', 'stock', 'masterdata'],
    onSuccess: ({ saved, retired }) => void message.success(t('saved', { saved, retired })),
  });
  const apply = (next: EditedBin[]) => {
    setBins(next);
    setChanged(true);
  };
  const add = () => {
    const made = addBin(bins, bins.find((bin) => bin.key === chosen) ?? bins.at(-1), ++keys);
    apply([...bins, made]);
    setChosen(made.key);
  };
  const submit = () =>
    save
      .run({
        warehouse_id: live.warehouse_id,
        revision: live.revision,
        bins: bins.map(({ key: _, ...bin }) => bin),
      })
      .catch(() => undefined);
  const wrong = faultsOf(save.error);
  const current = bins.find((bin) => bin.key === chosen);
  return (
    <>
      <div className="tc-bar">
        <Button onClick={add}>{t('add')}</Button>
        <Button onClick={() => apply(sequenceAlongAisles(bins))}>{t('number_route')}</Button>
        {changed ? <StatusChip tone="warn">{t('changed')}</StatusChip> : null}
        <span className="tc-grow" />
        <Button onClick={onReload}>{t('reload')}</Button>
        <BlockedButton
          type="primary"
          blocked={lacks('warehouse.design')}
          loading={save.busy}
          onClick={() => void submit()}
        >
          {t('save')}
        </BlockedButton>
      </div>
      {save.error ? <Faults error={save.error} bins={bins} onChoose={setChosen} /> : null}
      <div className="tc-editor">
        <Floor bins={bins} chosen={chosen} wrong={wrong} onChoose={setChosen} onChange={apply} />
        <Section title={t('properties')}>
          {current ? (
            <BinForm
              key={current.key}
              bin={current}
              onChange={(patch) =>
                apply(bins.map((bin) => (bin.key === current.key ? { ...bin, ...patch } : bin)))
              }
              onRemove={() => apply(bins.filter((bin) => bin.key !== current.key))}
            />
          ) : (
            <p className="tc-muted">{t('choose')}</p>
          )}
        </Section>
      </div>
    </>
  );
}

/** Places in the list of bins that the server has named as wrong. */
function faultsOf(error: unknown): ReadonlySet<number> {
  if (!(error instanceof ApiError)) return new Set();
  return new Set(
    error.errors.flatMap(({ path }) => {
      const match = /^bins\.(\d+)/.exec(String(path));
      return match ? [Number(match[1])] : [];
    }),
  );
}

type FaultsProps = {
  readonly error: unknown;
  readonly bins: readonly EditedBin[];
  readonly onChoose: (key: number) => void;
};

function Faults({ error, bins, onChoose }: FaultsProps) {
  const t = useText(text);
  const describe = useProblemText();
  if (!(error instanceof ApiError) || error.errors.length === 0) return <LineProblem error={error} />;
  return (
    <section className="tc-refusal" role="alert">
      <strong>{t('faults', { n: error.errors.length })}</strong>
      <ul className="tc-plain-list">
        {error.errors.map(({ path, code, params }) => {
          const index = Number(/^bins\.(\d+)/.exec(String(path))?.[1] ?? -1);
          const bin = bins[index];
          const sentence = describe(
            new ApiError({ ...error.problem, code, params, errors: [], reasons: [] }),
          );
          return (
            <li key={`${path}|${code}`}>
              {bin ? (
                <Button type="link" size="small" onClick={() => onChoose(bin.key)}>
                  {bin.location_code}
                </Button>
              ) : null}
              {sentence}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

type FloorProps = {
  readonly bins: readonly EditedBin[];
  readonly chosen: number | undefined;
  readonly wrong: ReadonlySet<number>;
  readonly onChoose: (key: number) => void;
  readonly onChange: (bins: EditedBin[]) => void;
};

const STEPS: Readonly<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

function Floor({ bins, chosen, wrong, onChoose, onChange }: FloorProps) {
  const t = useText(text);
  const grip = useRef<{ key: number; x: number; y: number; from: EditedBin } | null>(null);
  const columns = Math.max(12, ...bins.map((bin) => bin.x + bin.width)) + ROOM;
  const rows = Math.max(8, ...bins.map((bin) => bin.y + bin.height)) + ROOM;
  const onKeyDown = (event: KeyboardEvent, key: number) => {
    const step = STEPS[event.key];
    if (step !== undefined) {
      event.preventDefault();
      onChange((event.shiftKey ? resizeBin : moveBin)(bins, key, step));
    } else if (event.key === 'Delete') {
      event.preventDefault();
      onChange(bins.filter((bin) => bin.key !== key));
    }
  };
  const onPointerDown = (event: PointerEvent<HTMLButtonElement>, bin: EditedBin) => {
    onChoose(bin.key);
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = { key: bin.key, x: event.clientX, y: event.clientY, from: bin };
  };
  const onPointerMove = (event: PointerEvent) => {
    const held = grip.current;
    if (held === null) return;
    const x = Math.max(0, held.from.x + Math.round((event.clientX - held.x) / CELL.x));
    const y = Math.max(0, held.from.y + Math.round((event.clientY - held.y) / CELL.y));
    const now = bins.find((bin) => bin.key === held.key);
    if (now === undefined || (now.x === x && now.y === y)) return;
    onChange(bins.map((bin) => (bin.key === held.key ? { ...bin, x, y } : bin)));
  };
  const release = () => {
    grip.current = null;
  };
  return (
    <div className="tc-editor-scroll">
      {/* biome-ignore lint/a11y/useSemanticElements: a floor with bins on it is no fieldset. */}
      <div
        className="tc-editor-floor"
        role="group"
        aria-label={t('canvas', { n: bins.length })}
        style={{
          width: columns * CELL.x,
          height: rows * CELL.y,
          backgroundSize: `${CELL.x}px ${CELL.y}px`,
        }}
      >
        {bins.map((bin, index) => (
          <button
            key={bin.key}
            type="button"
            aria-pressed={bin.key === chosen}
            className={[
              'tc-editor-bin',
              `tc-tone-${ZONE_TONE[bin.zone_kind] ?? 'neutral'}`,
              bin.key === chosen ? 'tc-editor-chosen' : '',
              wrong.has(index) ? 'tc-editor-wrong' : '',
              bin.pick_face ? 'tc-editor-face' : '',
            ].join(' ')}
            style={{
              left: bin.x * CELL.x + 1,
              top: bin.y * CELL.y + 1,
              width: bin.width * CELL.x - 2,
              height: bin.height * CELL.y - 2,
            }}
            onFocus={() => onChoose(bin.key)}
            onKeyDown={(event) => onKeyDown(event, bin.key)}
            onPointerDown={(event) => onPointerDown(event, bin)}
            onPointerMove={onPointerMove}
            onPointerUp={release}
            onPointerCancel={release}
          >
            {bin.location_code}
          </button>
        ))}
      </div>
    </div>
  );
}
