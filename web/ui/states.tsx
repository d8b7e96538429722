// biome-ignore-all lint/suspicious/noArrayIndexKey: these lists are shown as given; their entries have no identity and keep no state.
import { InboxOutlined, ReloadOutlined, WarningOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useKitText } from './provider.tsx';

type StateProps = {
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly icon?: ReactNode;
};

/** Nothing to show, said calmly, with the next sensible step. */
export function EmptyState({ title, children, action, icon }: StateProps) {
  const t = useKitText();
  return (
    <div className="tc-state">
      <span aria-hidden className="tc-state-icon">
        {icon ?? <InboxOutlined />}
      </span>
      <p className="tc-state-title">{title ?? t('empty')}</p>
      {children ? <div className="tc-state-text">{children}</div> : null}
      {action}
    </div>
  );
}

/** Grey bars in the shape of what is coming. */
export function LoadingState({ lines = 4 }: { lines?: number }) {
  const t = useKitText();
  return (
    <div className="tc-loading" role="status" aria-label={t('loading')}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="tc-skeleton" style={{ width: `${[72, 92, 84, 60][line % 4]}%` }} />
      ))}
    </div>
  );
}

/** Something failed: what, its code, and a way on. */
export function ErrorState(
  props: StateProps & { readonly code?: string | undefined; readonly onRetry?: () => void },
) {
  const t = useKitText();
  return (
    <div className="tc-state" role="alert">
      <span aria-hidden className="tc-state-icon tc-state-icon-bad">
        {props.icon ?? <WarningOutlined />}
      </span>
      <p className="tc-state-title">{props.title ?? t('failed')}</p>
      {props.children ? <div className="tc-state-text">{props.children}</div> : null}
      {props.code ? <code className="tc-code-mark">{props.code}</code> : null}
      {props.onRetry ? (
        <Button icon={<ReloadOutlined />} onClick={props.onRetry}>
          {t('retry')}
        </Button>
      ) : null}
      {props.action}
    </div>
  );
}
