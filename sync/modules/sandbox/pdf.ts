/**
 * A PDF 1.4 of one A4 page, drawn from nothing: lines of ASCII text and a round seal. Enough to print and to search.
 * @param lines printable ASCII; from the top
 */
export function sealedPdf(lines: readonly string[]): Uint8Array {
  const text = lines
    .map((line, index) => `BT /F1 12 Tf 72 ${760 - index * 24} Td (${escape(line)}) Tj ET`)
    .join('\n');
  const content = `${text}\n${ring(430, 180, 60)}\nBT /F1 10 Tf 0.8 0 0 rg 398 176 Td (TEST SEAL) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.from(`${file}xref\n0 ${size}\n0000000000 65535 f \n${table}${trailer}`, 'latin1');
}

function escape(text: string): string {
  if (!/^[ -~]*$/.test(text)) throw new RangeError('only printable ASCII can be drawn');
  return text.replaceAll(/[\\()]/g, '\\$&');
}

/** A circle of four Bézier curves, in red; the factor makes them round to 0.03 %. */
function ring(x: number, y: number, radius: number): string {
  const c = radius * 0.5523;
  const curves = [
    [x + radius, y + c, x + c, y + radius, x, y + radius],
    [x - c, y + radius, x - radius, y + c, x - radius, y],
    [x - radius, y - c, x - c, y - radius, x, y - radius],
    [x + c, y - radius, x + radius, y - c, x + radius, y],
  ];
  const drawn = curves.map((curve) => `${curve.map((each) => each.toFixed(2)).join(' ')} c`).join('\n');
  return `0.8 0 0 RG 2 w ${x + radius} ${y} m\n${drawn} S`;
}
