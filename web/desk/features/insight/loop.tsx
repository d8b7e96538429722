import { formatInteger, Section, useLanguage, useText } from '../../../ui/index.ts';
import { Link } from '../../app/link.tsx';
import type { Tower } from './control-tower.tsx';
import { text } from './text.ts';

const STEPS = [
  ['forecast', '/risk'],
  ['notify', '/proposal'],
  ['execute', '/transfer'],
  ['confirm', '/transfer?f.status==received|closed'],
  ['review', '/transfer?f.status==closed'],
] as const;

/** How many stand at each step from forecast to review; every count leads to its rows. */
export function Loop({ loop }: { loop: Tower['loop'] }) {
  const t = useText(text);
  const language = useLanguage();
  return (
    <Section title={t('loop')}>
      <ol className="tc-loop">
        {STEPS.map(([step, to]) => (
          <li key={step}>
            <Link to={to} className="tc-loop-step">
              <span className="tc-loop-count">{formatInteger(loop[step], language)}</span>
              <span className="tc-loop-name">{t(`loop_${step}`)}</span>
              <span className="tc-loop-text">{t(`loop_${step}_text`)}</span>
            </Link>
          </li>
        ))}
      </ol>
    </Section>
  );
}
