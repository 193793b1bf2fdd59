/** Export of what is on screen as a file; pictures are made in `picture/`. */

export function save(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A field of CSV (RFC 4180); what a spreadsheet would take for a formula is marked as text. */
function field(value: unknown): string {
  const text = value === null || value === undefined ? "" : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csv(rows: readonly (readonly unknown[])[]): string {
  return `${rows.map((row) => row.map(field).join(",")).join("\r\n")}\r\n`;
}

export function saveCsv(rows: readonly (readonly unknown[])[], name: string): void {
  save(new Blob(["\ufeff", csv(rows)], { type: "text/csv;charset=utf-8" }), `${name}.csv`);
}
