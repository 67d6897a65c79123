/** Draws a synthetic page, upright or, for the second one, lying, as a data address. */
export function paperPicture(page: string): string {
  const lying = page.endsWith('-2');
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = lying ? [594, 420] : [420, 594];
  const context = canvas.getContext('2d');
  if (!context) return '';
  context.fillStyle = '#fdfcf8';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#3a4653';
  context.font = '600 26px sans-serif';
  context.textAlign = 'center';
  context.fillText('TEST', canvas.width / 2, 70);
  context.fillStyle = '#b8c2c8';
  for (let line = 0; 120 + line * 34 < canvas.height - 60; line += 1) {
    context.fillRect(48, 120 + line * 34, (canvas.width - 96) * (line % 4 === 3 ? 0.55 : 1), 10);
  }
  context.strokeStyle = '#b9312b';
  context.lineWidth = 4;
  context.beginPath();
  context.arc(canvas.width - 110, canvas.height - 100, 46, 0, 2 * Math.PI);
  context.stroke();
  return canvas.toDataURL('image/jpeg', 0.8);
}
