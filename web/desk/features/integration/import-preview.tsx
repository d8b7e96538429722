import { type DatasetName, datasets, type ImportIssue, type previewImport } from '@tongcang/contract';
import { Button, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  EmptyState,
  type GridColumn,
  KeyValue,
  type Reason,
  Section,
  StatRow,
  StatTile,
  useFaultText,
  useLanguage,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import type { OutputFor } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { columnsOf, useColumnTitle, useOption } from '../masterdata/option.ts';
import type { Upload } from './import-page.tsx';
import { integrationText } from './text.ts';

type Report = OutputFor<typeof previewImport>;
type View = 'errors' | 'warnings' | 'mapping';
type PreviewProps = {
  readonly dataset: DatasetName;
  readonly upload: Upload;
  readonly report: Report;
  readonly onAgain: () => void;
  readonly onCommit: () => Promise<void>;
};

/** What the file would do: how much of it, how it was read, and every place that is wrong. */
export default function ImportPreview({ dataset, upload, report, onAgain, onCommit }: PreviewProps) {
  const t = useText(integrationText);
  const language = useLanguage();
  const lacks = useLacks();
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [tab, setTab] = useState<View>(
    report.error_count > 0 || report.warning_count === 0 ? 'errors' : 'warnings',
  );
  const { rows } = report.counts;
  const name = datasets[dataset][language];
  const commit = async () => {
    setProblem(null);
    try {
      await onCommit();
    } catch (error) {
      setProblem(error);
    } finally {
      setOpen(false);
    }
  };
  const blocked: Reason[] = [...lacks('integration.import')];
  if (report.error_count > 0)
    blocked.push({ code: 'integration.import_refused', params: { errors: report.error_count } });
  if (rows === 0) blocked.push({ code: 'tabular.empty', params: {} });
  return (
    <>
      <Section
        title={`${t('preview')} · ${upload.name}`}
        extra={
          <>
            <Button onClick={onAgain}>{t('again')}</Button>
            <BlockedButton type="primary" blocked={blocked} onClick={() => setOpen(true)}>
              {t('commit', { n: rows })}
            </BlockedButton>
          </>
        }
      >
        <StatRow>
          <StatTile label={t('rows')} value={rows} />
          <StatTile label={t('valid')} value={report.counts.valid} tone="ok" />
          <StatTile
            label={t('invalid')}
            value={report.counts.invalid}
            {...(report.counts.invalid > 0 ? { tone: 'bad' as const } : {})}
          />
          <StatTile
            label={t('errors')}
            value={report.error_count}
            {...(report.error_count > 0 ? { tone: 'bad' as const } : {})}
            pressed={tab === 'errors'}
            onClick={() => setTab('errors')}
          />
          <StatTile
            label={t('warnings')}
            value={report.warning_count}
            {...(report.warning_count > 0 ? { tone: 'warn' as const } : {})}
            pressed={tab === 'warnings'}
            onClick={() => setTab('warnings')}
          />
        </StatRow>
        <div className="tc-import-facts">
          <KeyValue
            facts={[
              { label: t('format'), value: report.format.toUpperCase() },
              { label: t('encoding'), value: report.encoding.toUpperCase() },
              ...(report.sheet ? [{ label: t('sheet'), value: report.sheet }] : []),
              { label: t('mapping'), value: t('mapping_text', { n: report.columns.length }) },
            ]}
          />
        </div>
      </Section>
      {problem ? <ProblemView error={problem} /> : null}
      <Section flush>
        <div className="tc-bar tc-bar-inset">
          <Segmented<View>
            aria-label={t('show')}
            value={tab}
            onChange={setTab}
            options={[
              { value: 'errors', label: `${t('errors')} ${report.error_count}` },
              { value: 'warnings', label: `${t('warnings')} ${report.warning_count}` },
              { value: 'mapping', label: t('mapping') },
            ]}
          />
        </div>
        {tab === 'errors' ? (
          <Issues dataset={dataset} issues={report.errors} total={report.error_count} kind="errors" />
        ) : null}
        {tab === 'warnings' ? (
          <Issues dataset={dataset} issues={report.warnings} total={report.warning_count} kind="warnings" />
        ) : null}
        {tab === 'mapping' ? <Mapping dataset={dataset} report={report} /> : null}
      </Section>
      <ConfirmWithReason
        open={open}
        title={t('commit_title', { n: rows, dataset: name })}
        confirm_label={t('confirm')}
        reason_min={0}
        onConfirm={commit}
        onCancel={() => setOpen(false)}
      >
        {t(dataset === 'opening_stock' ? 'commit_stock' : 'commit_text')}
      </ConfirmWithReason>
    </>
  );
}

type Numbered = ImportIssue & { readonly n: number };
type IssuesProps = {
  readonly dataset: DatasetName;
  readonly issues: readonly ImportIssue[];
  readonly total: number;
  readonly kind: 'errors' | 'warnings';
};

/** Every issue with its line, column and content; the grid exports them as CSV for whoever mends the file. */
function Issues({ dataset, issues, total, kind }: IssuesProps) {
  const t = useText(integrationText);
  const sentence = useIssueText();
  const title = useColumnTitle(dataset);
  const rows = useMemo(() => issues.map((issue, n): Numbered => ({ ...issue, n })), [issues]);
  const columns = useMemo<GridColumn<Numbered>[]>(
    () => [
      { key: 'line', title: t('line'), value: (row) => row.line, kind: 'integer', width: 80, pin: true },
      {
        key: 'column',
        title: t('column'),
        value: (row) => (row.column === null ? t('whole_line') : title(row.column)),
        width: 150,
      },
      { key: 'what', title: t('what'), value: sentence, grow: true, width: 260 },
      { key: 'value', title: t('value'), value: (row) => row.value, kind: 'code', width: 220 },
      { key: 'code', title: t('code'), value: (row) => row.code, kind: 'code', width: 180, hidden: true },
    ],
    [t, title, sentence],
  );
  if (total === 0) return <EmptyState title={t(kind === 'errors' ? 'none' : 'no_warnings')} />;
  return (
    <VirtualGrid
      id={`import-${kind}`}
      label={`${t('export_name')} ${dataset}`}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.n}
      height={420}
      total={total}
      toolbar={
        total > issues.length ? (
          <span className="tc-muted">{t('shown_of', { shown: issues.length, total })}</span>
        ) : null
      }
    />
  );
}

/** The sentence for an issue; options and kinds in it are named in words. */
function useIssueText(): (issue: ImportIssue) => string {
  const faultText = useFaultText();
  const option = useOption();
  return useMemo(
    () => (issue: ImportIssue) => {
      const params = Object.fromEntries(
        Object.entries(issue.params).map(([name, value]) => [
          name,
          typeof value === 'string' ? value.split(', ').map(option).join('、') : value,
        ]),
      );
      return faultText({ code: issue.code, params });
    },
    [faultText, option],
  );
}

function Mapping({ dataset, report }: { dataset: DatasetName; report: Report }) {
  const t = useText(integrationText);
  const title = useColumnTitle(dataset);
  const found = new Set(report.columns.map((column) => column.key));
  const missing = columnsOf(dataset).filter((column) => !found.has(column.key));
  return (
    <div className="tc-import-mapping">
      <ul>
        {report.columns.map((column) => (
          <li key={column.key}>
            <span>{column.header}</span>
            <span aria-hidden>→</span>
            <strong>{title(column.key)}</strong>
            <code className="tc-code-mark">{column.key}</code>
          </li>
        ))}
      </ul>
      {missing.length > 0 ? (
        <p className="tc-muted">
          {t('mapping_missing', { columns: missing.map((column) => title(column.key)).join('、') })}
        </p>
      ) : null}
    </div>
  );
}
