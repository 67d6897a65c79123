import { statSync } from 'node:fs';
import { loadConfig, type TerminalConfig } from '../../core/config.ts';
import { ill, well, type Finding } from '../../core/findings/finding.ts';

/** Read, written or run by those who neither own the file nor are of its group. */
const BY_OTHERS = 0o007;

/** The configuration, and whether others than core read the keys in it. */
export function configurationOf(file: string): {
  readonly config: TerminalConfig | null;
  readonly findings: readonly Finding[];
} {
  let config: TerminalConfig;
  try {
    config = loadConfig(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    const unusable = ill(
      'configuration',
      { zh: `配置不能用：${why}`, en: why },
      {
        zh: '按上面说的位置改好文件，再检查一次。没有文件就执行 tongban configure --city 数据中心给的文件。',
        en: 'Put right what is named there, and look again. Without a file, run tongban configure --city FILE.',
      },
    );
    return { config: null, findings: [unusable] };
  }
  const { terminalId, siteCode } = config;
  const findings = [
    well(
      'configuration',
      `配置可用：终端 ${terminalId}，网点 ${siteCode}`,
      `Configuration: terminal ${terminalId} of site ${siteCode}`,
    ),
  ];
  if ((statSync(file).mode & BY_OTHERS) !== 0) {
    findings.push(
      ill(
        'configuration-open',
        { zh: `别人也能打开 ${file}，里面有密钥。`, en: `Others can open ${file}, which holds keys.` },
        {
          zh: `执行 chmod 640 ${file}，并把它的组设为核心服务的组。`,
          en: `Run chmod 640 ${file}, with the group of the core service.`,
        },
      ),
    );
  }
  return { config, findings };
}
