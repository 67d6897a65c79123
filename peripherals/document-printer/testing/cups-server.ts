import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { freePort, listens, startPart } from './processes.ts';
import type { Part } from './processes.ts';
import { IppClient } from '../ipp-client.ts';
import type { IppResponse } from '../protocol/decode.ts';
import type { IppRequest } from '../protocol/encode.ts';

/** Where cups-pdf puts what anonymous users print: its folders are compiled in, or stand in the system's own set-up. */
const PDF_FOLDER = '/var/spool/cups-pdf/ANONYMOUS';
const PDF_LOG_FOLDER = '/var/log/cups';
const PDF_PPD = '/usr/share/ppd/cups-pdf/CUPS-PDF_noopt.ppd';
/** RFC 8011 sections 4.2.7 and 4.2.8. */
const PAUSE_PRINTER = 0x10;
const RESUME_PRINTER = 0x11;

/** A CUPS of its own: port, queues, spool, states and logs in a folder of the test. */
export class CupsServer {
  readonly #folder: string;
  readonly #port: number;
  /** The name of the queue stands in the names of cups-pdf's log, which other tests write at the same time. */
  readonly pdfQueue: string;
  #server: Part | undefined;
  /** To be taken away at the end. */
  readonly #files = new Set<string>();

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#port = port;
    this.pdfQueue = `pdf${port}`;
  }

  /** @param printerUrl the printer behind the queue `office`; without it there is only the queue of cups-pdf */
  static async start(printerUrl?: string): Promise<CupsServer> {
    if (process.getuid?.() !== 0) {
      throw new Error('the test of a CUPS queue must run as root: cups-pdf can be run by nobody else');
    }
    if (!existsSync(PDF_PPD)) {
      throw new Error(`${PDF_PPD} is missing: install the Debian package printer-driver-cups-pdf`);
    }
    const folder = await mkdtemp(join(tmpdir(), 'tongban-cups-'));
    const cups = new CupsServer(folder, await freePort());
    // CUPS runs its filters as lp: the way to its folders must be open to that user.
    await chmod(folder, 0o755);
    for (const name of ['root', 'root/ppd', 'state', 'cache', 'spool', 'tmp'])
      await mkdir(join(folder, name));
    await chmod(join(folder, 'tmp'), 0o1777);
    await cups.#write('root/cups-files.conf', filesConf(folder));
    await cups.#write('root/cupsd.conf', cupsdConf(folder, cups.#port));
    const office = printerUrl === undefined ? '' : queue('office', printerUrl);
    await cups.#write('root/printers.conf', `${queue(cups.pdfQueue, 'cups-pdf:/')}${office}`);
    await copyFile(PDF_PPD, join(folder, `root/ppd/${cups.pdfQueue}.ppd`));
    await cups.#write('root/ppd/office.ppd', OFFICE_PPD);
    try {
      await cups.plugIn();
    } catch (error) {
      await cups.stop();
      throw error;
    }
    return cups;
  }

  urlOf(queueName: string): string {
    return `ipp://127.0.0.1:${this.#port}/printers/${queueName}`;
  }

  /** What came out of the queue of cups-pdf, job by job with its file, whose job name begins with `title`. */
  async pdfs(
    title: string,
    owner: string,
  ): Promise<{ name: string; copies: number; sides: string; file: string }[]> {
    const files = await readdir(PDF_FOLDER);
    const jobs = (await this.#handled()).filter((job) => job.owner === owner && job.name.startsWith(title));
    const found = jobs.flatMap((job) =>
      files
        .filter((file) => file.startsWith(job.name.replaceAll(' ', '_')))
        .map((file) => ({ ...job, file: join(PDF_FOLDER, file) })),
    );
    for (const { file } of found) this.#files.add(file);
    return found;
  }

  /** Files of jobs that CUPS keeps: what was printed, and its control file. */
  async kept(): Promise<string[]> {
    return (await readdir(join(this.#folder, 'spool'))).filter((name) => /^[cd]\d/.test(name));
  }

  /** Jobs that CUPS gave to a filter or printer, as its log says; it remembers none that was purged. */
  async #handled(): Promise<{ owner: string; name: string; copies: number; sides: string }[]> {
    const log = await readFile(join(this.#folder, 'error_log'), 'utf8');
    const jobs = new Map<string, string[]>();
    for (const [, job = '', at, text = ''] of log.matchAll(/\[Job (\d+)\] argv\[(\d)\]="(.*)"/g)) {
      const words = jobs.get(job) ?? [];
      words[Number(at)] = text;
      jobs.set(job, words);
    }
    return [...jobs.values()].map(([, , owner = '', name = '', copies, options = '']) => ({
      ...{ owner, name, copies: Number(copies) },
      sides: /\bsides=([\w-]+)/.exec(options)?.[1] ?? 'one-sided',
    }));
  }

  async pause(queueName: string): Promise<void> {
    await this.#ask(queueName, { operation: PAUSE_PRINTER });
  }

  async resume(queueName: string): Promise<void> {
    await this.#ask(queueName, { operation: RESUME_PRINTER });
  }

  async unplug(): Promise<void> {
    await this.#server?.stop();
    this.#server = undefined;
  }

  async plugIn(): Promise<void> {
    const path = (name: string): string => join(this.#folder, name);
    this.#server = await startPart(
      '/usr/sbin/cupsd',
      ['-f', '-c', path('root/cupsd.conf'), '-s', path('root/cups-files.conf')],
      'cups-daemon',
      () => listens(this.#port),
    );
  }

  async stop(): Promise<void> {
    for (const file of this.#files) await rm(file, { force: true });
    await this.unplug();
    await rm(join(PDF_LOG_FOLDER, `cups-pdf-${this.pdfQueue}_log`), { force: true });
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #ask(queueName: string, request: IppRequest): Promise<IppResponse> {
    const answer = await new IppClient(this.urlOf(queueName)).call(request, { timeoutMs: 5000 });
    if (!answer.ok) throw new Error(`CUPS refused: ${JSON.stringify(answer.failure)}`);
    return answer.value;
  }

  #write(name: string, text: string): Promise<void> {
    return writeFile(join(this.#folder, name), text);
  }
}

function filesConf(folder: string): string {
  return `ServerRoot ${folder}/root
StateDir ${folder}/state
CacheDir ${folder}/cache
RequestRoot ${folder}/spool
TempDir ${folder}/tmp
DataDir /usr/share/cups
ServerBin /usr/lib/cups
User lp
Group lp
SystemGroup root
AccessLog ${folder}/access_log
ErrorLog ${folder}/error_log
PageLog ${folder}/page_log
`;
}

function cupsdConf(folder: string, port: number): string {
  return `LogLevel debug
Listen 127.0.0.1:${port}
Listen ${folder}/state/socket
Browsing No
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow from 127.0.0.1
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow from 127.0.0.1
  </Limit>
</Policy>
`;
}

function queue(name: string, device: string): string {
  return `<Printer ${name}>
DeviceURI ${device}
State Idle
Accepting Yes
ErrorPolicy stop-printer
</Printer>
`;
}

/** An office printer that takes PDF as it is. */
const OFFICE_PPD = `*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "OFFICE.PPD"
*Manufacturer: "TEST"
*Product: "(TEST)"
*ModelName: "TEST office printer"
*ShortNickName: "TEST office printer"
*NickName: "TEST office printer"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: False
*DefaultColorSpace: Gray
*cupsFilter2: "application/vnd.cups-pdf application/pdf 0 -"
*OpenUI *PageSize/Media Size: PickOne
*DefaultPageSize: A4
*PageSize A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion/Media Size: PickOne
*DefaultPageRegion: A4
*PageRegion A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4: "0 0 595 842"
*DefaultPaperDimension: A4
*PaperDimension A4: "595 842"
*OpenUI *Duplex/Two-Sided: PickOne
*DefaultDuplex: None
*Duplex None/Off: "<</Duplex false>>setpagedevice"
*Duplex DuplexNoTumble/Long Edge: "<</Duplex true>>setpagedevice"
*CloseUI: *Duplex
*DefaultFont: Courier
*Font Courier: Standard "(1.05)" Standard ROM
`;
