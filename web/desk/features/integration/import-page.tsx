import { useQueryClient } from '@tanstack/react-query';
import { DATASET_NAMES, type DatasetName, datasets, importFile, previewImport } from '@tongcang/contract';
import { Button } from 'antd';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import {
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  useLanguage,
  useText,
  uuid,
} from '../../../ui/index.ts';
import { call, type OutputFor } from '../../app/api.ts';
import { ApiError } from '../../app/api-error.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useUrlState } from '../../app/url.ts';
import { FilePicker } from './file-picker.tsx';
import { integrationText } from './text.ts';

/** Loaded while the server reads the file. */
const ImportPreview = lazy(() => import('./import-preview.tsx'));

export type Upload = { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> };
type Report = OutputFor<typeof previewImport>;
type State =
  | { readonly step: 'file' }
  | { readonly step: 'reading'; readonly upload: Upload }
  | { readonly step: 'failed'; readonly upload: Upload; readonly error: unknown }
  | { readonly step: 'preview'; readonly upload: Upload; readonly report: Report }
  | { readonly step: 'done'; readonly upload: Upload; readonly written: number };

const address = z.object({ dataset: z.enum(DATASET_NAMES).default('partner') });

/** Where the imported rows are seen afterwards. */
const PAGE_OF: Readonly<Record<DatasetName, string>> = {
  partner: '/masterdata/partner',
  department: '/masterdata/department',
  warehouse: '/masterdata/warehouse',
  location: '/stock/map',
  item: '/masterdata/item',
  registration: '/compliance/registration',
  licence: '/compliance/licence',
  authorisation: '/compliance/paper',
  lane: '/masterdata/lane',
  opening_stock: '/stock',
  demand_history: '/policy',
};

/** Trying the same file again helps only when the file was not the reason. */
const mayPass = (error: unknown): boolean =>
  !(error instanceof ApiError) || error.status < 400 || error.status === 429 || error.status >= 500;

/** Import in three steps: choose the table, give a file, look at the preview; then all of it or nothing. */
export default function ImportPage() {
  const t = useText(integrationText);
  const [{ dataset }, setAt] = useUrlState(address);
  const [state, setState] = useState<State>({ step: 'file' });
  const client = useQueryClient();
  // One key for one reviewed file: pressing twice, or again after a lost answer, imports once.
  const key = useRef('');
  const asked = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another table makes the file another question.
  useEffect(() => {
    asked.current += 1;
    setState({ step: 'file' });
  }, [dataset]);

  const preview = async (upload: Upload) => {
    asked.current += 1;
    const mine = asked.current;
    key.current = uuid();
    setState({ step: 'reading', upload });
    const input = { dataset, file_name: upload.name, bytes: upload.bytes };
    const next: State = await call(previewImport, input).then(
      (report) => ({ step: 'preview', upload, report }),
      (error: unknown) => ({ step: 'failed', upload, error }),
    );
    if (asked.current === mine) setState(next);
  };
  const commit = async (upload: Upload) => {
    const input = { dataset, file_name: upload.name, bytes: upload.bytes };
    const { written } = await call(importFile, input, { idempotencyKey: key.current });
    setState({ step: 'done', upload, written });
    void client.invalidateQueries();
  };
  const again = () => setState({ step: 'file' });

  return (
    <PageBody>
      <PageHeader title={t('title')} description={t('text')} />
      <div className="tc-import">
        <DatasetList dataset={dataset} onChoose={(next) => setAt({ dataset: next })} />
        <div className="tc-import-main">
          {state.step === 'file' ? <FilePicker dataset={dataset} onUpload={preview} /> : null}
          {state.step === 'reading' ? (
            <Section title={t('reading', { name: state.upload.name })}>
              <LoadingState />
            </Section>
          ) : null}
          {state.step === 'failed' ? (
            <Section title={t('failed_title')} extra={<Button onClick={again}>{t('again')}</Button>}>
              <ProblemView
                error={state.error}
                {...(mayPass(state.error) ? { onRetry: () => void preview(state.upload) } : {})}
              />
            </Section>
          ) : null}
          {state.step === 'preview' ? (
            <Suspense fallback={<LoadingState />}>
              <ImportPreview
                dataset={dataset}
                upload={state.upload}
                report={state.report}
                onAgain={again}
                onCommit={() => commit(state.upload)}
              />
            </Suspense>
          ) : null}
          {state.step === 'done' ? (
            <Done
              dataset={dataset}
              name={state.upload.name}
              written={state.written}
              onAgain={again}
              onNext={(next) => setAt({ dataset: next })}
            />
          ) : null}
        </div>
      </div>
    </PageBody>
  );
}

type ListProps = { readonly dataset: DatasetName; readonly onChoose: (dataset: DatasetName) => void };

/** The tables in the order in which they refer to each other. */
function DatasetList({ dataset, onChoose }: ListProps) {
  const t = useText(integrationText);
  const language = useLanguage();
  return (
    <Section title={t('choose')}>
      <p className="tc-muted">{t('order_hint')}</p>
      <ol className="tc-import-list">
        {DATASET_NAMES.map((name, index) => (
          <li key={name}>
            <button
              type="button"
              className={`tc-import-step${name === dataset ? ' tc-import-on' : ''}`}
              aria-current={name === dataset ? 'step' : undefined}
              onClick={() => onChoose(name)}
            >
              <span className="tc-import-number">{index + 1}</span>
              {datasets[name][language]}
            </button>
          </li>
        ))}
      </ol>
    </Section>
  );
}

type DoneProps = {
  readonly dataset: DatasetName;
  readonly name: string;
  readonly written: number;
  readonly onAgain: () => void;
  readonly onNext: (dataset: DatasetName) => void;
};

function Done({ dataset, name, written, onAgain, onNext }: DoneProps) {
  const t = useText(integrationText);
  const language = useLanguage();
  const next = DATASET_NAMES[DATASET_NAMES.indexOf(dataset) + 1];
  return (
    <Section title={t('done')}>
      <p role="status" className="tc-import-done">
        {t('done_text', { dataset: datasets[dataset][language], written, name })}
      </p>
      <div className="tc-import-actions">
        <Link to={PAGE_OF[dataset]}>{t('show')}</Link>
        <Link to="/settings/audit?action=integration.import">{t('audit')}</Link>
        <Button onClick={onAgain}>{t('again')}</Button>
        {next ? (
          <Button type="primary" onClick={() => onNext(next)}>
            {t('next', { dataset: datasets[next][language] })}
          </Button>
        ) : null}
      </div>
    </Section>
  );
}
