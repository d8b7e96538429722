import { type ReactNode, useId } from 'react';

type Props = {
  readonly label: string;
  readonly required?: boolean;
  readonly help?: string;
  readonly children: (id: string) => ReactNode;
};

/** A label tied to its control, for screens that hold their own state. */
export function LabelledField({ label, required = false, help, children }: Props) {
  const id = useId();
  return (
    <div className="tc-labelled">
      <label htmlFor={id}>
        {label}
        {required ? <span aria-hidden> *</span> : null}
      </label>
      {children(id)}
      {help ? <span className="tc-muted">{help}</span> : null}
    </div>
  );
}
