import { type Reason, ReasonList, useText } from '../../../ui/index.ts';
import { ApiError } from '../../app/api-error.ts';
import { ProblemView, useProblemText } from '../../app/problem-view.tsx';
import { stockText } from './text.ts';

type LineProblemProps = {
  readonly error: unknown;
  /** Names a line of the request by its index from 0. */
  readonly line?: (index: number) => string;
};

const lineOf = (path: string | readonly (string | number)[]): number | null => {
  const match = /^lines\.(\d+)/.exec(typeof path === 'string' ? path : path.join('.'));
  return match ? Number(match[1]) : null;
};

/** A refused document: every line that fails with its own rules, not only the first. */
export function LineProblem({ error, line }: LineProblemProps) {
  const t = useText(stockText);
  const describe = useProblemText();
  if (!(error instanceof ApiError) || error.errors.length === 0) return <ProblemView error={error} />;
  const refused = error.errors.map((entry, index) => {
    const at = lineOf(entry.path);
    const legal_basis = error.reasons[index]?.code === entry.code ? error.reasons[index]?.legal_basis : null;
    const reason: Reason = { code: entry.code, params: entry.params, legal_basis };
    const name = at === null ? '' : (line?.(at) ?? '');
    return { key: `${index}`, head: at === null ? '' : `${t('line_n', { n: at + 1 })} ${name}`, reason };
  });
  return (
    <section className="tc-refusal" role="alert">
      <div className="tc-refusal-head">
        <strong>{describe(error)}</strong>
      </div>
      <ul className="tc-line-refusals">
        {refused.map(({ key, head, reason }) => (
          <li key={key}>
            {head ? <span className="tc-muted">{head}</span> : null}
            <ReasonList reasons={[reason]} />
          </li>
        ))}
      </ul>
    </section>
  );
}
