import type { Figures } from '../contract/index.ts';
import type { Range } from './figures.ts';

/** Spreadsheets read UTF-8 only with it. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * A table for spreadsheets, with the definition below it.
 * @param nameOf name of a unit; null where the register does not have it
 */
export function figuresCsv(
  figures: readonly Figures[],
  { from, to }: Range,
  definition: string,
  nameOf: (unitCode: string) => string | null,
): string {
  const rows = [
    ...[['接入单位', '单位编码', '事项数量', '办件数量', '网办件数', '网办比例', '网办比例（不含自助终端）']],
    ...figures.map((each) => [
      ...[nameOf(each.unitCode) ?? '', each.unitCode, each.matters, each.cases, each.onlineCases],
      ...[each.onlineShare ?? '', each.onlineShareWithoutKiosk ?? ''],
    ]),
    ['统计期间', `${from} – ${to}`],
    ['定义', definition],
  ];
  return BYTE_ORDER_MARK + rows.map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

/** RFC 4180; what a spreadsheet would take for a formula becomes text. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
