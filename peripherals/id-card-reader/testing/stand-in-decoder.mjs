/**
 * Stands in for the licensed photo decoder: makes a picture of a photo's bytes that shows nobody (their values as
 * greys), or misbehaves as its argument says.
 */
const [manner = 'good'] = process.argv.slice(2);
const BMP_LENGTH = 38_862;

const chunks = [];
if (manner !== 'deaf') for await (const chunk of process.stdin) chunks.push(chunk);
const wlt = Buffer.concat(chunks);

const bmp = Buffer.alloc(BMP_LENGTH);
bmp.write('BM', 'latin1');
bmp.writeUInt32LE(BMP_LENGTH, 2);
bmp.writeUInt32LE(54, 10);
bmp.writeUInt32LE(40, 14);
bmp.writeInt32LE(manner === 'other-size' ? 358 : 102, 18);
bmp.writeInt32LE(126, 22);
bmp.writeUInt16LE(1, 26);
bmp.writeUInt16LE(24, 28);
for (let i = 54; i < BMP_LENGTH; i++) bmp[i] = wlt[(i - 54) % wlt.length] ?? 0;

switch (manner) {
  case 'good':
  case 'other-size':
    process.stdout.write(bmp);
    break;
  case 'deaf':
  case 'silent':
    break;
  case 'short':
    process.stdout.write(bmp.subarray(0, -1));
    break;
  case 'long':
    process.stdout.write(Buffer.concat([bmp, Buffer.of(0)]));
    break;
  case 'endless':
    for (;;) await new Promise((resolve) => process.stdout.write(bmp, resolve));
    break;
  case 'no-bitmap':
    process.stdout.write(bmp.fill(0, 0, 2));
    break;
  case 'failing':
    process.exitCode = 3;
    break;
  case 'killed':
    process.kill(process.pid, 'SIGKILL');
    break;
  case 'hanging':
    setInterval(() => undefined, 1000);
    break;
  case 'surroundings':
    // Tells by its end whether it sees anything of who started it.
    process.exitCode = Object.keys(process.env).some((name) => /TONGBAN|HOME|PATH/.test(name)) ? 4 : 0;
    process.stdout.write(bmp);
    break;
}
