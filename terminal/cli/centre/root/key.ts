import { existsSync } from 'node:fs';
import { oneOperand, type Command } from '../../command.ts';
import { writeBytes } from '../../json-file.ts';
import { shortId } from './root-file.ts';

const PRIVATE_MODE = 0o600;
const PUBLIC_MODE = 0o644;

export const rootKey: Command = {
  path: 'centre root key',
  usage: 'FILE',
  about: {
    zh: '新的根文件保管人在自己的机器上做密钥：FILE 是私钥，只留给自己；FILE.pub 是公钥，交给中心',
    en: 'for a new holder of a root key, on a machine of their own: FILE is the private key and stays, FILE.pub goes to the centre',
  },
  options: {},
  async run(given, io) {
    const file = oneOperand(given, { zh: '文件名', en: 'file' });
    const publicFile = `${file}.pub`;
    // A key that somebody signs with is never written over.
    const there = [file, publicFile].find((each) => existsSync(each));
    if (there !== undefined) {
      return {
        ...{ ok: false, reason: 'already-there' },
        words: {
          zh: `${there} 已经有了，没有改动。`,
          en: `${there} is there already and was left as it is.`,
        },
        next: { zh: '换一个文件名。', en: 'Choose another name.' },
      };
    }
    const { makePrivateKey, publicKeyIn, publicPemOf } = await import('@tongban/kiosk-config/published');
    const key = makePrivateKey();
    const pem = publicPemOf(key);
    const notWritten =
      writeBytes(file, Buffer.from(key), { mode: PRIVATE_MODE, gid: null }) ??
      writeBytes(publicFile, Buffer.from(pem), { mode: PUBLIC_MODE, gid: null });
    if (notWritten) return notWritten;
    const { keyID } = publicKeyIn(pem);
    io.say({
      zh: `✓ 密钥 ${shortId(keyID)}。把 ${publicFile} 交给中心，${file} 离线保存，不给任何人。`,
      en: `✓ Key ${shortId(keyID)}. Give ${publicFile} to the centre; keep ${file} off every network, for yourself alone.`,
    });
    return { ok: true, facts: { key: keyID, public: publicFile } };
  },
};
