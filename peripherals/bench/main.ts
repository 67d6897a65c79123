/** The bench as a process of its own: `node main.ts '{"port":…,…}'`, the argument being BenchOptions as JSON. */
import { z } from 'zod';
import { startBench } from './bench.ts';

const PORT = z.int().min(0).max(65535);
const OPTIONS = z.strictObject({
  port: PORT,
  folder: z.string().min(1),
  devices: z.enum(['all', 'main']),
  platformUrl: z.url({ protocol: /^https?$/ }),
  networkPort: PORT,
  screen: z
    .strictObject({ framebufferFile: z.string().min(1), display: z.string().regex(/^:\d+(\.\d+)?$/) })
    .optional(),
});

function readOptions(argument: string | undefined): z.infer<typeof OPTIONS> {
  try {
    return OPTIONS.parse(JSON.parse(argument ?? ''));
  } catch (error) {
    const problem = error instanceof z.ZodError ? z.prettifyError(error) : 'it is not JSON';
    console.error(`The bench needs its options as one JSON argument: ${problem}`);
    process.exit(2);
  }
}

const bench = await startBench(readOptions(process.argv[2]));

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await bench.close();
  process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop());
// The start script forks the bench; when it dies the channel breaks, and the bench must not outlive it.
process.on('disconnect', () => void stop());

const { url, networkPort, devices, environment, videoFile } = bench;
if (process.send) process.send({ ready: true, url, networkPort, devices, environment, videoFile });
else console.log(url);
