import { useLanguage, useText } from '../../ui/index.ts';
import { appText } from './text.ts';

/** The mark: a warehouse whose door stands open on both sides. */
export function BrandMark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden className="tc-brand-mark">
      <rect width="32" height="32" rx="7" className="tc-brand-ground" />
      <path d="M7 13.5 16 8l9 5.5V25h-5.5v-6.5h-7V25H7z" className="tc-brand-house" />
      <path d="M12.5 15.5h7" className="tc-brand-beam" />
    </svg>
  );
}

export function Brand({ short = false }: { short?: boolean }) {
  const t = useText(appText);
  const language = useLanguage();
  return (
    <span className="tc-brand">
      <BrandMark />
      {short ? null : (
        <span className="tc-brand-name">
          {t('product')}
          {language === 'zh' ? <small>{t('product_en')}</small> : null}
        </span>
      )}
    </span>
  );
}
