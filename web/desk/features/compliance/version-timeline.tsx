import type { ReactNode } from 'react';
import { Section, Timeline, type TimelineEntry, useText } from '../../../ui/index.ts';
import { recordsText } from './records-text.ts';
import { type Renewal, RenewalChip } from './states.tsx';

type Version = {
  readonly version_no: number;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly state: Renewal;
  readonly change_note: string | null;
  readonly ended_on: string | null;
  readonly end_reason: string | null;
  readonly deemed_renewed_until: string | null;
  readonly deemed_renewed_evidence: string | null;
};
const TONES = { early: 'ok', endless: 'ok', due: 'warn', late: 'bad', expired: 'bad' } as const;

/** The versions of a number, newest first: what each changed, and how it ended. */
export function VersionTimeline<V extends Version>({
  versions,
  told,
}: {
  readonly versions: readonly V[];
  /** What else is worth saying of a version. */
  readonly told: (version: V) => ReactNode;
}) {
  const t = useText(recordsText);
  const entries = versions.map(
    (version): TimelineEntry => ({
      key: version.version_no,
      tone: TONES[version.state as keyof typeof TONES] ?? 'neutral',
      title: (
        <>
          {t('version', { n: version.version_no })} <RenewalChip state={version.state} />
        </>
      ),
      at: `${version.valid_from} – ${version.valid_to ?? t('r_endless')}`,
      text: (
        <>
          {version.change_note ? <div>{version.change_note}</div> : null}
          {version.deemed_renewed_until ? (
            <div>
              {t('deemed', {
                until: version.deemed_renewed_until,
                evidence: version.deemed_renewed_evidence ?? '',
              })}
            </div>
          ) : null}
          {version.ended_on ? (
            <div>{t('ended', { day: version.ended_on, reason: version.end_reason ?? '' })}</div>
          ) : null}
          <div className="tc-muted">{told(version)}</div>
        </>
      ),
    }),
  );
  return (
    <Section title={t('versions')}>
      <Timeline entries={entries} />
    </Section>
  );
}
