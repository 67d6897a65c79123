import { textOption, UsageError, type Command } from '../../command.ts';
import { writeBytes } from '../../json-file.ts';
import {
  compareRoots,
  FROM_OPTION,
  FROM_USAGE,
  fromOption,
  readBytes,
  readRootFile,
  rootOperand,
} from './root-file.ts';

/** A root file is public. */
const MODE = 0o644;

export const rootSign: Command = {
  path: 'centre root sign',
  usage: `FILE ${FROM_USAGE} --key KEY`,
  about: {
    zh: '根文件保管人在自己的、不联网的机器上签名：签名写进这个文件，私钥不离开',
    en: 'for a holder of a root key, on a machine of their own without a network: adds the signature to the file',
  },
  options: { ...FROM_OPTION, key: { type: 'string' } },
  async run(given, io) {
    const [file, fromFile] = [rootOperand(given), fromOption(given)];
    const keyFile = textOption(given, 'key');
    if (keyFile === null)
      throw new UsageError({ zh: '--key 写你的私钥文件。', en: '--key takes your private key.' });
    const [next, from] = [await readRootFile(file), await readRootFile(fromFile)];
    const { addSignatures, rootFacts, signerWith } = await import('@tongban/kiosk-config/published');
    let signer;
    try {
      signer = signerWith(readBytes(keyFile).toString('utf8'));
    } catch (error) {
      if (error instanceof UsageError) throw error;
      // OpenSSL's words say nothing to a holder, and nothing of the key shall be said.
      throw new UsageError({ zh: `${keyFile} 不是根私钥。`, en: `${keyFile} is no private key of a root.` });
    }
    const holders = [...rootFacts(next).keys.root, ...rootFacts(from).keys.root];
    if (!holders.includes(signer.key.keyID)) {
      return {
        ...{ ok: false, reason: 'not-a-holder' },
        words: {
          zh: '这把私钥不属于这两版根文件的任何保管人，没有签名。',
          en: 'This key is of no holder of either root; nothing was signed.',
        },
        next: { zh: '换自己的那一把；核对 --from 的文件。', en: 'Take your own; check the file of --from.' },
      };
    }
    const signed = await addSignatures(next, [signer]);
    const notWritten = writeBytes(file, signed, { mode: MODE, gid: null });
    if (notWritten) return notWritten;
    const { words, facts } = await compareRoots(signed, from);
    io.say({ zh: `✓ 已签名。\n${words.zh}`, en: `✓ Signed.\n${words.en}` });
    return { ok: true, facts };
  },
};
