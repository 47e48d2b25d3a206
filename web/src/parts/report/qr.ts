/** Return a QR code's dark modules as one SVG path; runs within a row become one rectangle. */
export function qrPath(rows: readonly (readonly boolean[])[]): string {
  const parts: string[] = [];
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x += 1) {
      if (row[x] !== true) continue;
      let end = x;
      while (row[end + 1] === true) end += 1;
      const width = end - x + 1;
      parts.push(`M${x} ${y}h${width}v1h-${width}z`);
      x = end;
    }
  });
  return parts.join("");
}
