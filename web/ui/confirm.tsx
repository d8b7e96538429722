import { Input, Modal } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useKitText } from './provider.tsx';

type ConfirmProps = {
  readonly open: boolean;
  readonly title: ReactNode;
  /** What will happen, with the numbers. */
  readonly children?: ReactNode;
  readonly confirm_label?: ReactNode;
  readonly danger?: boolean;
  /** Least number of characters of the reason; 0 asks for none. */
  readonly reason_min?: number;
  /** Closes by the caller once it settles; a rejection keeps the dialog open. */
  readonly onConfirm: (reason: string) => Promise<unknown> | unknown;
  readonly onCancel: () => void;
};

/** Asks before a step that is hard to take back, and keeps the reason for the audit trail. */
export function ConfirmWithReason(props: ConfirmProps) {
  const t = useKitText();
  const field = useId();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState(false);
  const min = props.reason_min ?? 4;
  const short = [...reason.trim()].length < min;

  const confirm = async () => {
    setAsked(true);
    if (short) return;
    setBusy(true);
    try {
      await props.onConfirm(reason.trim());
    } catch {
      // The caller shows what went wrong; the dialog stays so that nothing typed is lost.
    } finally {
      setBusy(false);
    }
  };
  const forget = () => {
    setReason('');
    setAsked(false);
  };

  return (
    <Modal
      open={props.open}
      title={props.title}
      okText={props.confirm_label ?? t('confirm')}
      cancelText={t('cancel')}
      okButtonProps={{ danger: props.danger ?? false, loading: busy }}
      onOk={confirm}
      onCancel={props.onCancel}
      afterClose={forget}
      width={480}
      destroyOnHidden
    >
      {props.children ? <div className="tc-confirm-text">{props.children}</div> : null}
      {min > 0 ? (
        <div className="tc-confirm-reason">
          <label htmlFor={field}>{t('reason')}</label>
          <Input.TextArea
            id={field}
            autoFocus
            rows={3}
            value={reason}
            status={asked && short ? 'error' : ''}
            placeholder={t('reason_placeholder')}
            aria-invalid={asked && short}
            aria-describedby={`${field}-help`}
            onChange={(event) => setReason(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void confirm();
            }}
          />
          <span id={`${field}-help`} className={asked && short ? 'tc-ink-bad' : 'tc-muted'}>
            {t('reason_short', { min })}
          </span>
        </div>
      ) : null}
    </Modal>
  );
}
