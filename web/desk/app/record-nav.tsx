import { DownOutlined, UpOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useEffectEvent } from 'react';
import { useNeighbours, useText } from '../../ui/index.ts';
import { useGo } from './link.tsx';
import { appText } from './text.ts';

type RecordNavProps = {
  /** Name of the grid that the person came from. */
  readonly grid: string;
  readonly id: string | number;
  /** Address of a record. */
  readonly to: (id: string | number) => string;
};

/** Next and previous record inside the filter of the list; also by Alt and the arrow keys. */
export function RecordNav({ grid, id, to }: RecordNavProps) {
  const t = useText(appText);
  const go = useGo();
  const { previous, next, at, of } = useNeighbours(grid, id);
  const step = (key: string | number | null) => {
    if (key !== null) go(to(key), { replace: true });
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    step(event.key === 'ArrowUp' ? previous : next);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
  if (at === null) return null;
  return (
    <span className="tc-record-nav">
      <span className="tc-muted">{t('position', { at, of })}</span>
      <Button
        type="text"
        size="small"
        icon={<UpOutlined />}
        disabled={previous === null}
        aria-label={t('page_previous')}
        title={`${t('page_previous')} (Alt+↑)`}
        onClick={() => step(previous)}
      />
      <Button
        type="text"
        size="small"
        icon={<DownOutlined />}
        disabled={next === null}
        aria-label={t('page_next')}
        title={`${t('page_next')} (Alt+↓)`}
        onClick={() => step(next)}
      />
    </span>
  );
}
