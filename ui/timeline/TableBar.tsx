/** What an up-to-date reader would get, of all rows that are meant: readable ones, and acknowledged ones that are lost. */
import type { TableNow } from "../../src/check/verdict.js";

const width = 64;

export function TableBar({
  table,
  meant,
  changed,
}: {
  readonly table: TableNow;
  readonly meant: number;
  /** The numbers are only told where they change. */
  readonly changed: boolean;
}) {
  const unit = meant === 0 ? 0 : width / meant;
  const readable = Math.min(width, table.readable * unit);
  const lost = Math.min(width - readable, table.lost * unit);
  const words = `${table.readable} of ${meant} rows readable, ${table.acked} acknowledged, ${table.lost} lost`;
  return (
    <span class="bar" title={words}>
      <svg width={width} height="10" aria-hidden="true">
        <rect class="bar-all" width={width} height="10" />
        <rect class="bar-readable" width={readable} height="10" />
        <rect class="bar-lost" x={width - lost} width={lost} height="10" />
      </svg>
      {changed && (
        <span class={table.lost > 0 ? "wrong" : ""}>
          {table.error === undefined ? `${table.readable} of ${meant}` : "unreadable"}
          {table.lost > 0 && `, ${table.lost} lost`}
        </span>
      )}
    </span>
  );
}
