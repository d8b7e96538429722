import { listDepartments } from '@tongcang/contract';
import { useMemo } from 'react';
import { type GridColumn, StatusChip, useText } from '../../../ui/index.ts';
import type { RowOf } from '../../app/api.ts';
import { useColumnTitle } from './option.ts';
import { RecordPage } from './record-page.tsx';
import { masterdataText } from './text.ts';

type Department = RowOf<typeof listDepartments>;
const CLASSES = [1, 2, 3, 4] as const;

export default function DepartmentsPage() {
  const t = useText(masterdataText);
  const title = useColumnTitle('department');
  const columns = useMemo<GridColumn<Department>[]>(
    () => [
      {
        key: 'department_code',
        title: title('department_code'),
        value: (row) => row.department_code,
        kind: 'code',
        pin: true,
      },
      { key: 'name', title: title('name'), value: (row) => row.name, width: 160 },
      {
        key: 'partner_name',
        title: t('o_customer'),
        value: (row) => row.partner_name,
        grow: true,
        width: 240,
      },
      {
        key: 'partner_code',
        title: title('partner_code'),
        value: (row) => row.partner_code,
        kind: 'code',
        width: 110,
      },
      {
        key: 'priority_class',
        title: title('priority_class'),
        value: (row) => String(row.priority_class),
        kind: 'choice',
        width: 180,
        choices: CLASSES.map((one) => ({ value: String(one), label: t(`priority_${one}`) })),
        render: (row) => <PriorityChip priority={row.priority_class} />,
      },
      {
        key: 'min_remaining_days',
        title: title('min_remaining_days'),
        value: (row) => row.min_remaining_days,
        kind: 'integer',
        width: 160,
      },
    ],
    [t, title],
  );
  return (
    <RecordPage
      grid="masterdata-departments"
      title={t('departments')}
      description={t('departments_text')}
      verb={listDepartments}
      columns={columns}
      rowKey={(row) => row.department_id}
      dataset="department"
      find={t('find')}
      heading={(row) => `${row.department_code} ${row.name}`}
      status={(row) => <PriorityChip priority={row.priority_class} />}
      facts={(row) => [
        { label: t('o_customer'), value: `${row.partner_code} ${row.partner_name}`, wide: true },
        { label: title('name'), value: row.name },
        { label: title('min_remaining_days'), value: row.min_remaining_days },
      ]}
      toRow={({ partner_code, department_code, name, priority_class, min_remaining_days }) => ({
        partner_code,
        department_code,
        name,
        priority_class,
        min_remaining_days,
      })}
    />
  );
}

function PriorityChip({ priority }: { priority: number }) {
  const t = useText(masterdataText);
  const known = CLASSES.find((one) => one === priority);
  const tone = priority === 1 ? 'bad' : priority === 2 ? 'warn' : 'neutral';
  return <StatusChip tone={tone}>{known ? t(`priority_${known}`) : String(priority)}</StatusChip>;
}
