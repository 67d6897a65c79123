import type { StaffWords } from '@tongban/peripherals/manager';
import { ill, well, type Finding } from '../../core/findings/finding.ts';

/** Longer than any answer within the city takes. */
const LIMIT_MS = 5000;

/**
 * Whether somebody answers at an address, whatever the answer is.
 * @param name who should be there, as staff call them
 */
export async function reachOf(check: string, name: StaffWords, url: string): Promise<Finding> {
  const { host } = new URL(url);
  try {
    await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(LIMIT_MS) });
    return well(check, `${name.zh} ${host} 有应答`, `Answers: ${name.en} at ${host}`);
  } catch (error) {
    const { words, next } = whyNot(error);
    return ill(
      check,
      {
        zh: `连不上${name.zh} ${host}：${words.zh}`,
        en: `Cannot be reached: ${name.en} at ${host}. ${words.en}`,
      },
      next,
    );
  }
}

const ADDRESS = {
  zh: '核对配置里的地址；地址对就找网络管理员开通。',
  en: 'Check the address in the configuration; if it is right, ask who runs the network.',
};

/** By the code of Node's own errors; what is not known here is named as it is. */
function whyNot(error: unknown): { readonly words: StaffWords; readonly next: StaffWords } {
  const code = codeOf(error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return {
      words: { zh: '名字解析不了。', en: 'Its name is not known here.' },
      next: {
        zh: '插好网线；核对 DNS（resolvectl status）和配置里的地址。',
        en: 'Plug in the network cable; check DNS (resolvectl status) and the address in the configuration.',
      },
    };
  }
  if (code === 'ECONNREFUSED') {
    return { words: { zh: '那边没有服务。', en: 'Nobody listens there.' }, next: ADDRESS };
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code)) {
    return {
      words: { zh: `对方的证书不可信（${code}）。`, en: `Its certificate is not trusted (${code}).` },
      next: {
        zh: '先看本机的日期对不对（timedatectl）；日期对就不要继续，联系市大数据中心。',
        en: 'Look whether this machine has the right date (timedatectl); if so, go no further and call the data centre.',
      },
    };
  }
  return {
    words: { zh: `没有应答（${code}）。`, en: `No answer (${code}).` },
    next: {
      zh: '插好网线，看网口的灯；有灯就找网络管理员。不影响办件，恢复后自动发送。',
      en: 'Plug in the network cable and look at its light; with a light, ask who runs the network. Submissions go by themselves later.',
    },
  };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error.name;
}
