import type { approveCount, getCount } from '@tongcang/contract';
import { Alert } from 'antd';
import { ReasonList, useText } from '../../../ui/index.ts';
import type { OutputFor } from '../../app/api.ts';
import { text } from './count-text.ts';

type Count = OutputFor<typeof getCount>;
type Approved = OutputFor<typeof approveCount>;

/** What was posted on a book that had moved, and what could not be posted. */
export function CountOutcome({ count, approved }: { count: Count; approved: Approved }) {
  const t = useText(text);
  const line_no = new Map(count.lines_rows.map((line) => [line.count_line_id, line.line_no]));
  if (approved.moved.length + approved.refused.length === 0) return null;
  return (
    <Alert
      type={approved.refused.length > 0 ? 'warning' : 'info'}
      showIcon
      title={approved.refused.length > 0 ? t('refused') : t('moved')}
      description={
        <ul className="tc-plain-list">
          {approved.refused.map((line) => (
            <li key={line.count_line_id}>
              {t('refused_line', { line: line.line_no })}
              <ReasonList reasons={line.reasons} />
            </li>
          ))}
          {approved.moved.map((line) => (
            <li key={line.count_line_id}>
              {t('moved_line', {
                line: line_no.get(line.count_line_id) ?? 0,
                before: line.book_then,
                now: line.book_now,
              })}
            </li>
          ))}
        </ul>
      }
    />
  );
}
