import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Identity } from '@tongban/kiosk-config/provisioning';
import type { TerminalConfig } from '../../core/config.ts';
import { ill, well, type Finding } from '../../core/findings/finding.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What this terminal is at its centre: read from its own files, written nowhere. */
export async function enrolmentOf(config: TerminalConfig, now: Date): Promise<Finding[]> {
  const { IdentityStore } = await import('@tongban/kiosk-config/provisioning');
  // Opening the store would make the folder.
  const isThere = existsSync(join(config.dataFolder, 'identity'));
  const store = isThere ? new IdentityStore(config.dataFolder) : null;
  return enrolmentFound(config, store?.read() ?? null, store?.order?.kind ?? null, now);
}

/**
 * @param identity null before the enrolment, and after the keys were destroyed
 * @param order the newest one that was obeyed
 */
export function enrolmentFound(
  { centre, terminalId, siteCode }: Pick<TerminalConfig, 'centre' | 'terminalId' | 'siteCode'>,
  identity: Pick<Identity, 'terminalId' | 'siteCode' | 'notBefore' | 'notAfter'> | null,
  order: string | null,
  now: Date,
): Finding[] {
  if (order === 'lock' || order === 'shred') {
    return [
      ill(
        'locked',
        {
          zh: '中心锁定了本终端，不办理业务。',
          en: 'The centre has locked this terminal: it serves nobody.',
        },
        {
          zh: '打电话问中心为什么锁定；在中心解锁，密钥已销毁的要重新登记。',
          en: 'Ask the centre why. It is unlocked there; one whose keys were destroyed is enrolled anew.',
        },
      ),
    ];
  }
  if (!centre) return [];
  const enrolAnew = {
    zh: '在中心的终端页生成登记码，15 分钟内执行 tongban provision --config 配置 --code TBE1-…。',
    en: 'Have a code made on the page of the terminal at the centre, and within 15 minutes run tongban provision --config FILE --code TBE1-….',
  };
  if (!identity) {
    const words = { zh: '还没有在中心登记。', en: 'Not enrolled at the centre.' };
    return [ill('enrolment', words, enrolAnew)];
  }
  if (identity.terminalId !== terminalId || identity.siteCode !== siteCode) {
    return [
      ill(
        'enrolment',
        {
          zh: `登记的是终端 ${identity.terminalId}、网点 ${identity.siteCode}，和配置不同。`,
          en: `Enrolled as terminal ${identity.terminalId} of site ${identity.siteCode}, which is not what the configuration says.`,
        },
        {
          zh: `改正配置，或者${enrolAnew.zh}`,
          en: `Put the configuration right, or enrol anew. ${enrolAnew.en}`,
        },
      ),
    ];
  }
  const until = identity.notAfter.toISOString().slice(0, 10);
  if (now > identity.notAfter) {
    const words = { zh: `登记证书已在 ${until} 过期。`, en: `The certificate expired on ${until}.` };
    return [ill('enrolment', words, enrolAnew)];
  }
  if (now < identity.notBefore) {
    return [
      ill(
        'clock',
        {
          zh: `本机的日期是 ${now.toISOString().slice(0, 10)}，早于登记证书的签发。`,
          en: `This machine has ${now.toISOString().slice(0, 10)}, which is before its certificate was made.`,
        },
        { zh: '对时：timedatectl set-ntp true。', en: 'Set the clock: timedatectl set-ntp true.' },
      ),
    ];
  }
  const days = Math.floor((identity.notAfter.getTime() - now.getTime()) / DAY_MS);
  return [
    well(
      'enrolment',
      `已在中心登记，证书到 ${until}（还有 ${days} 天，自动更新）`,
      `Enrolled; the certificate is good until ${until} (${days} days; renews itself)`,
    ),
  ];
}
