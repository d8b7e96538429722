import type { ReactNode } from 'react';
import { useEffect, useId, useRef, useState } from 'react';

type HeaderProps = {
  readonly title: ReactNode;
  /** State of the record, beside the title. */
  readonly status?: ReactNode;
  readonly description?: ReactNode;
  /** Buttons, the most important one last. */
  readonly actions?: ReactNode;
  /** Key facts in one quiet line. */
  readonly meta?: ReactNode;
};

/** Head of a page: what this is, its state, and what can be done here. */
export function PageHeader({ title, status, description, actions, meta }: HeaderProps) {
  return (
    <header className="tc-page-header">
      <div className="tc-page-heading">
        <div className="tc-page-title-row">
          <h1 className="tc-page-title">{title}</h1>
          {status}
        </div>
        {description ? <p className="tc-page-description">{description}</p> : null}
        {meta ? <div className="tc-page-meta">{meta}</div> : null}
      </div>
      {actions ? <div className="tc-page-actions">{actions}</div> : null}
    </header>
  );
}

type SectionProps = {
  readonly title?: ReactNode;
  readonly extra?: ReactNode;
  readonly children: ReactNode;
  /** Without inner padding, for grids and maps. */
  readonly flush?: boolean;
  /** Takes the height that is left in a `PageBody fill`. */
  readonly grow?: boolean;
};

/** A titled surface. */
export function Section({ title, extra, children, flush = false, grow = false }: SectionProps) {
  const heading = useId();
  return (
    <section
      className={`tc-section${grow ? ' tc-section-grow' : ''}`}
      {...(title ? { 'aria-labelledby': heading } : {})}
    >
      {title || extra ? (
        <div className="tc-section-head">
          {title ? (
            <h2 id={heading} className="tc-section-title">
              {title}
            </h2>
          ) : null}
          {extra ? <div className="tc-section-extra">{extra}</div> : null}
        </div>
      ) : null}
      <div className={flush ? 'tc-section-flush' : 'tc-section-body'}>{children}</div>
    </section>
  );
}

/** Content of a page; `fill` keeps it within the window so that a grid inside scrolls by itself. */
export function PageBody({ children, fill = false }: { children: ReactNode; fill?: boolean }) {
  return <div className={`tc-page-body${fill ? ' tc-page-fill' : ''}`}>{children}</div>;
}

/** Columns that wrap by themselves: as many of at least `min` pixels as fit. */
export function Columns({ children, min = 320 }: { children: ReactNode; min?: number }) {
  return (
    <div
      className="tc-columns"
      style={{ gridTemplateColumns: `repeat(auto-fit, minmax(min(${min}px, 100%), 1fr))` }}
    >
      {children}
    </div>
  );
}

/**
 * Keeps a wide table within the page by letting it scroll sideways. Only while it has to, it can be reached by
 * keyboard, under the title of its section.
 */
export function TableScroll({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [title, setTitle] = useState<string | null>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    setTitle(element.closest('section')?.getAttribute('aria-labelledby') ?? null);
    const look = () => setScrolls(element.scrollWidth > element.clientWidth);
    const observer = new ResizeObserver(look);
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, []);
  const reachable = scrolls
    ? { tabIndex: 0, ...(title ? { role: 'region', 'aria-labelledby': title } : {}) }
    : {};
  return (
    <div ref={place} className="tc-table-wrap" {...reachable}>
      {children}
    </div>
  );
}
