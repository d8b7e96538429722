// biome-ignore-all lint/suspicious/noArrayIndexKey: these lists are shown as given; their entries have no identity and keep no state.
import { CheckOutlined, CloseCircleFilled, LockOutlined } from '@ant-design/icons';
import { Button, type ButtonProps, Popover } from 'antd';
import { type ReactNode, useId } from 'react';
import { formatNumber, type Params } from './message.ts';
import { useCodeText, useKitText, useLanguage, useWord } from './provider.tsx';

/** One refused rule as the server sends it: a code, the numbers behind it, and the law where there is one. */
export type Reason = {
  readonly code: string;
  readonly params: Params;
  readonly legal_basis?: string | null | undefined;
};

type RefusalProps = {
  readonly reasons: readonly Reason[];
  readonly title?: ReactNode;
  /** Who may lift the refusal, or what to do instead. */
  readonly lift?: ReactNode;
  /** Labels of evidence parameters; others are named by the provider's words. */
  readonly labels?: Readonly<Record<string, string>>;
};

/** Why something was refused: each rule with its text, its numbers and its legal basis. */
export function RefusalPanel({ reasons, title, lift, labels }: RefusalProps) {
  const t = useKitText();
  const heading = useId();
  return (
    <section className="tc-refusal" role="alert" aria-labelledby={heading}>
      <div className="tc-refusal-head">
        <CloseCircleFilled aria-hidden />
        <strong id={heading}>{title ?? t('refused', { count: reasons.length })}</strong>
      </div>
      <ReasonList reasons={reasons} {...(labels ? { labels } : {})} />
      {lift ? (
        <p className="tc-refusal-lift">
          {t('who_can_lift', { who: '' })}
          {lift}
        </p>
      ) : null}
    </section>
  );
}

/** The reasons alone, for popovers and rows. */
export function ReasonList({ reasons, labels }: Pick<RefusalProps, 'reasons' | 'labels'>) {
  const t = useKitText();
  const textOf = useCodeText();
  if (reasons.length === 0) return <p className="tc-muted">{t('no_reason_given')}</p>;
  return (
    <ul className="tc-reasons">
      {reasons.map((reason, index) => (
        <li key={index}>
          <span className="tc-reason-text">{textOf(reason.code, reason.params)}</span>
          {ofScreen(reason) ? null : <Evidence params={reason.params} {...(labels ? { labels } : {})} />}
          {ofScreen(reason) ? null : (
            <span className="tc-reason-foot">
              {reason.legal_basis ? (
                <span>
                  {t('legal_basis')} {reason.legal_basis}
                </span>
              ) : null}
              <code className="tc-code-mark">{reason.code}</code>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** A block the screen itself raises: its sentence says all there is. */
const ofScreen = ({ code }: Reason): boolean => code.startsWith('web.');

function Evidence({ params, labels }: { params: Params; labels?: Readonly<Record<string, string>> }) {
  const t = useKitText();
  const language = useLanguage();
  const word = useWord();
  // Numbers of records (`lot_id`) mean something to the database only.
  const entries = Object.entries(params).filter(
    ([name, value]) => value !== null && value !== undefined && !name.endsWith('_id'),
  );
  if (entries.length === 0) return null;
  return (
    <dl className="tc-evidence" aria-label={t('evidence')}>
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{labels?.[name] ?? word(name)}</dt>
          <dd>{typeof value === 'number' ? formatNumber(value, language) : word(name, String(value))}</dd>
        </div>
      ))}
    </dl>
  );
}

export type WhyFact = { readonly label: ReactNode; readonly value: ReactNode; readonly note?: ReactNode };

type WhyProps = {
  readonly title?: ReactNode;
  readonly summary?: ReactNode;
  readonly facts: readonly WhyFact[];
  readonly rules_passed?: readonly ReactNode[];
  readonly runner_up?: { readonly title: ReactNode; readonly lost_because: string };
};

/** Why this was proposed: the numbers, the rules it passed, and the option that lost and why. */
export function WhyPanel({ title, summary, facts, rules_passed, runner_up }: WhyProps) {
  const t = useKitText();
  const heading = useId();
  return (
    <section className="tc-why" aria-labelledby={heading}>
      <strong id={heading} className="tc-why-title">
        {title ?? t('why')}
      </strong>
      {summary ? <p className="tc-why-summary">{summary}</p> : null}
      <dl className="tc-why-facts">
        {facts.map((fact, index) => (
          <div key={index}>
            <dt>{fact.label}</dt>
            <dd>
              {fact.value}
              {fact.note ? <span className="tc-why-note">{fact.note}</span> : null}
            </dd>
          </div>
        ))}
      </dl>
      {rules_passed?.length ? (
        <div className="tc-why-rules">
          <span className="tc-muted">{t('rules_passed')}</span>
          <ul>
            {rules_passed.map((rule, index) => (
              <li key={index}>
                <CheckOutlined aria-hidden /> {rule}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {runner_up ? (
        <p className="tc-why-runner">
          <span className="tc-muted">{t('runner_up')}</span> {runner_up.title}
          <span className="tc-why-note">{t('lost_because', { reason: runner_up.lost_because })}</span>
        </p>
      ) : null}
    </section>
  );
}

type BlockedProps = ButtonProps & {
  /** Why the action is not possible now; empty or absent means that it is possible. */
  readonly blocked?: readonly Reason[] | undefined;
  /** Who can lift the block. */
  readonly lift?: ReactNode;
  readonly labels?: Readonly<Record<string, string>>;
};

/** Also under the pointer: a blocked button must not look as if it would work. */
const BLOCKED_LOOK = {
  borderColor: 'var(--tc-line-strong)',
  background: 'var(--tc-sunken)',
  color: 'var(--tc-text-3)',
};

/**
 * A button that stays when its action is blocked and says why and who can lift it.
 * It is not `disabled` then, because a disabled button can be neither focused nor asked.
 */
export function BlockedButton({ blocked, lift, labels, children, onClick, ...rest }: BlockedProps) {
  const t = useKitText();
  if (!blocked?.length) {
    return (
      <Button {...rest} {...(onClick ? { onClick } : {})}>
        {children}
      </Button>
    );
  }
  const { type: _type, danger: _danger, icon: _icon, ...quiet } = rest;
  return (
    <Popover
      trigger={['hover', 'focus']}
      placement="bottomRight"
      content={
        <div className="tc-blocked-pop">
          <strong>{t('rejected_title')}</strong>
          <ReasonList reasons={blocked} {...(labels ? { labels } : {})} />
          {lift ? (
            <p className="tc-refusal-lift">
              {t('who_can_lift', { who: '' })}
              {lift}
            </p>
          ) : null}
        </div>
      }
    >
      <Button
        {...quiet}
        htmlType="button"
        className="tc-blocked"
        style={BLOCKED_LOOK}
        icon={<LockOutlined />}
        aria-disabled
      >
        {children}
      </Button>
    </Popover>
  );
}
