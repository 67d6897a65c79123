import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { connect } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, listens, startPart } from './processes.ts';
import type { Part } from './processes.ts';

/** A document as the print command got it. */
export interface CommandRun {
  readonly copies: number;
  readonly sides: string;
  readonly name: string;
}

/** A real IPP Everywhere printer: CUPS' ippeveprinter, with a bus of its own, since it looks for DNS-SD on the system's. */
export class IppEvePrinter {
  readonly #folder: string;
  readonly #port: number;
  readonly #secure: boolean;
  #bus: Part | undefined;
  #printer: Part | undefined;

  private constructor(folder: string, port: number, secure: boolean) {
    this.#folder = folder;
    this.#port = port;
    this.#secure = secure;
  }

  /** @param secure the address is one of ipps:// */
  static async start({ secure = false } = {}): Promise<IppEvePrinter> {
    const folder = await mkdtemp(join(tmpdir(), 'tongban-ippeve-'));
    const part = new IppEvePrinter(folder, await freePort(), secure);
    try {
      await part.#begin();
    } catch (error) {
      await part.stop();
      throw error;
    }
    return part;
  }

  async #begin(): Promise<void> {
    const folder = this.#folder;
    for (const name of ['spool', 'keys']) await mkdir(join(folder, name));
    await writeFile(this.#path('command.sh'), COMMAND.replaceAll('@FOLDER@', folder));
    await chmod(this.#path('command.sh'), 0o755);
    await writeFile(this.#path('bus.conf'), BUS.replaceAll('@FOLDER@', folder));
    await writeFile(this.#path('printed'), '');
    this.#bus = await startPart(
      '/usr/bin/dbus-daemon',
      [`--config-file=${this.#path('bus.conf')}`, '--nofork', '--nopidfile'],
      'dbus',
      async () => existsSync(this.#path('bus')),
    );
    await this.plugIn();
  }

  get url(): string {
    return `${this.#secure ? 'ipps' : 'ipp'}://localhost:${this.#port}/ipp/print`;
  }

  /** PEM of the certificate that it makes for itself when somebody wants one for the first time. */
  async certificate(): Promise<string> {
    const socket = connect({ port: this.#port, host: 'localhost', rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    socket.destroy();
    return readFile(this.#path('keys/localhost.crt'), 'utf8');
  }

  async printed(): Promise<CommandRun[]> {
    const lines = (await readFile(this.#path('printed'), 'utf8')).split('\n').filter((line) => line !== '');
    return lines.map((line) => {
      const [copies = '', sides = '', ...name] = line.split(' ');
      return { copies: Number(copies), sides, name: name.join(' ') };
    });
  }

  /** What the print command tells the printer when the next job begins, such as `STATE: +media-low-warning`. */
  async say(words: string): Promise<void> {
    await writeFile(this.#path('say'), `${words}\n`);
  }

  /** The print command tells nothing more. */
  async silence(): Promise<void> {
    await rm(this.#path('say'));
  }

  /** Fills the tray, by the form on its web page. */
  async loadPaper(): Promise<void> {
    const form = new URL(`http://localhost:${this.#port}/media`);
    form.search = 'size1=iso_a4_210x297mm&type1=stationery&level1=250&size3=&type3=&level3=25';
    const page = await (await fetch(form)).text();
    if (!page.includes('Media updated')) throw new Error('the printer does not take paper');
  }

  /** Jobs begin and do not end. */
  async hold(): Promise<void> {
    await writeFile(this.#path('hold'), '');
  }

  async release(): Promise<void> {
    await rm(this.#path('hold'));
  }

  /** The print command of each next job fails. */
  async failJobs(): Promise<void> {
    await writeFile(this.#path('fail'), '');
  }

  async unplug(): Promise<void> {
    await this.#printer?.stop();
    this.#printer = undefined;
  }

  async plugIn(): Promise<void> {
    const args = [
      '-n',
      'localhost',
      '-p',
      String(this.#port),
      '-r',
      'off',
      '-2',
      '-k',
      '-M',
      'TEST',
      '-m',
      'Printer',
    ];
    const folders = ['-d', this.#path('spool'), '-K', this.#path('keys'), '-c', this.#path('command.sh')];
    this.#printer = await startPart(
      '/usr/sbin/ippeveprinter',
      [...args, ...folders, '-f', 'application/pdf', 'TEST'],
      'cups-ipp-utils',
      () => listens(this.#port),
      { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${this.#path('bus')}` },
    );
  }

  async stop(): Promise<void> {
    await this.unplug();
    await this.#bus?.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }
}

/** What runs for each document: it is the paper path of this printer. */
const COMMAND = `#!/bin/sh
cd @FOLDER@ || exit 1
[ -f say ] && cat say >&2
[ -f fail ] && exit 1
while [ -f hold ]; do sleep 0.02; done
printf '%s %s %s\\n' "\${IPP_COPIES:-1}" "\${IPP_SIDES:-one-sided}" "$IPP_JOB_NAME" >> printed
`;

const BUS = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=@FOLDER@/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_type="method_call"/>
    <allow receive_type="method_return"/>
    <allow receive_type="error"/>
  </policy>
</busconfig>
`;
