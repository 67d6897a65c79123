import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import {
  parseCall,
  VIEW_CHANGED,
  type KioskView,
  type MethodName,
  type MethodParams,
} from '@tongban/contract';
import {
  createMessageConnection,
  ErrorCodes,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { Log } from '../log.ts';
import type { SessionInUse } from '../session/session-in-use.ts';
import type { Session } from '../session/session.ts';

/** The socket is the door to a citizen's session: its folder says who may come to it, the owner alone unless it was made for a group. */
const SOCKET_MODE = 0o660;
const FOLDER_MODE = 0o700;

export type Handlers = { readonly [M in MethodName]: (params: MethodParams<M>) => unknown };

/** What each call does to a session. */
export function handlersOf(session: Session): Handlers {
  return {
    'view.get': () => session.view(),
    'session.touch': () => session.touch(),
    'session.start': () => session.start(),
    'session.endPractice': () => session.endPractice(),
    'session.useExampleCard': () => session.useExampleCard(),
    'session.setLanguage': ({ language }) => session.setLanguage(language),
    'session.setDisplay': (display) => session.setDisplay(display),
    'session.setSpeech': ({ on }) => session.speaking.set(on),
    'session.setVolume': ({ volume }) => session.speaking.setVolume(volume),
    'speech.say': ({ text }) => session.speaking.say(text),
    'session.find': (finding) => session.find(finding),
    'session.findByTyping': ({ typed }) => session.find({ by: 'typing', typed }),
    'session.chooseMatter': ({ matter }) => session.chooseMatter(matter),
    'session.openMySubmissions': () => session.openMySubmissions(),
    'session.openMyLicences': () => session.myLicences.open(),
    'session.confirmGuide': () => session.confirmGuide(),
    'session.forWhom': (answer) => session.forWhom.choose(answer),
    'session.typeInstead': () => session.forWhom.typeInstead(),
    'session.confirmEnterprise': () => session.forEnterprise.confirm(),
    'session.askEnterprise': () => session.forEnterprise.again(),
    'session.correct': ({ number }) => session.correct(number),
    'session.submitAgain': () => session.submitAgain(),
    'session.check': ({ field, value }) => session.check(field, value),
    'session.answer': ({ field, value }) => session.answer(field, value),
    'session.useCardAddress': () => session.useCardAddress(),
    'session.typeAddress': () => session.typeAddress(),
    'handwriting.recognise': ({ strokes }) => session.recognise(strokes),
    'session.reportMissing': ({ by }) => session.reportMissing(by),
    'session.edit': ({ field }) => session.edit(field),
    'session.editMaterial': ({ code }) => session.materials.edit(code),
    'session.useLicence': () => session.licences.use(),
    'session.usePaper': () => session.licences.usePaper(),
    'session.openCamera': () => session.materials.openCamera(),
    'session.closeCamera': () => session.materials.closeCamera(),
    'session.cameraFailed': ({ reason }) => session.materials.cameraFailed(reason),
    'session.addPhoto': ({ jpeg }) => session.materials.addPhoto(jpeg),
    'session.scan': () => session.materials.scan(),
    'session.stopScan': () => session.materials.stopScan(),
    'session.openPhone': () => void session.phone.open(),
    'session.closePhone': () => session.phone.close(),
    'session.removePage': ({ page }) => session.materials.removePage(page),
    'session.page': ({ page }) => session.materials.page(page),
    'session.confirmMaterial': () => session.materials.confirm(),
    'session.sign': (drawing) => session.materials.sign(drawing),
    'session.cannotWrite': () => session.materials.cannotWrite(),
    'session.confirmStatement': () => session.materials.confirmStatement(),
    'session.codeScanned': ({ code }) => session.codeScanned(code),
    'session.back': () => session.back(),
    'session.reveal': ({ field }) => session.reveal(field),
    'session.submit': ({ paper }) => session.submit(paper),
    'session.pay': () => session.paying.pay(),
    'session.payLater': () => session.paying.later(),
    'session.resolveTrouble': ({ way }) => session.resolveTrouble(way),
    'session.openRating': () => session.rating.open(),
    'session.rate': (said) => session.rating.give(said),
    'session.openResult': ({ number }) => session.result.open(number),
    'session.printResult': ({ copies }) => session.result.print(copies),
    'hotline.open': () => session.hotline.open(),
    'hotline.choose': (choice) => session.hotline.choose(choice),
    'hotline.read': (entry) => session.hotline.read(entry),
    'hotline.askOwn': () => session.hotline.askOwn(),
    'hotline.about': (what) => session.hotline.about(what),
    'hotline.write': (words) => session.hotline.write(words),
    'hotline.send': (answer) => session.hotline.send(answer),
    'hotline.sendAgain': () => session.hotline.sendAgain(),
    'hotline.print': () => void session.hotline.print(),
    'hotline.lookUp': (typed) => void session.hotline.lookUp(typed),
    'hotline.close': () => session.hotline.close(),
    'session.printAgain': () => session.slip.printAgain(),
    'session.finish': () => session.finish(),
  };
}

/**
 * Serves the contract as JSON-RPC on a local socket. Each call is checked against its schema; what does not fit is
 * answered with an error that names the place and never the value.
 */
export async function serveContract(
  socketPath: string,
  inUse: Pick<SessionInUse, 'current' | 'onView'>,
  log: Log,
): Promise<{ close(): Promise<void> }> {
  mkdirSync(dirname(socketPath), { recursive: true, mode: FOLDER_MODE });
  // What a killed core left behind; one core per socket is the service manager's business.
  rmSync(socketPath, { force: true });
  const connections = new Map<Socket, MessageConnection>();
  const server: Server = createServer((socket) => {
    const connection = createMessageConnection(
      new SocketMessageReader(socket),
      new SocketMessageWriter(socket),
    );
    connections.set(socket, connection);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      connections.delete(socket);
      connection.dispose();
    });
    connection.onRequest((method, params) => {
      // vscode-jsonrpc hands a single object parameter over as it came, positional ones as an array.
      const call = parseCall(method, Array.isArray(params) ? params[0] : params);
      if (!call.ok) {
        log('contract.refused', { reason: call.reason });
        return new ResponseError(ErrorCodes.InvalidParams, call.reason);
      }
      const handle = handlersOf(inUse.current)[call.method] as (params: unknown) => unknown;
      return handle(call.params) ?? null;
    });
    connection.listen();
  });
  const stopViews = inUse.onView((view: KioskView) => {
    for (const [socket, connection] of connections) {
      // A shell that died takes no view any more; it asks for the view itself when it is back.
      connection.sendNotification(VIEW_CHANGED, view).catch(() => socket.destroy());
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, () => resolve());
  });
  chmodSync(socketPath, SOCKET_MODE);
  return {
    close: () =>
      new Promise((resolve) => {
        stopViews();
        for (const socket of connections.keys()) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
