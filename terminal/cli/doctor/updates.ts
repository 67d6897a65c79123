import { lastRefused, type UpdateState } from '../../update/state.ts';
import { refusalWords } from '../update/words.ts';
import { ill, well, type Finding } from '../../core/findings/finding.ts';

/** Which version runs, and whether a newer one failed here. Nothing where none is installed. */
export function updatesFound(state: UpdateState | null): Finding[] {
  if (!state) return [];
  const { inForce, trial } = state;
  const last = lastRefused(state);
  if (trial && trial.starts > 0) {
    const zh = `软件 ${trial.version} 试用中，不正常会自动回到 ${inForce.version}`;
    return [
      well('version', zh, `Version ${trial.version} is on trial; ${inForce.version} comes back if it fails`),
    ];
  }
  const found = well('version', `软件版本 ${inForce.version}`, `Version ${inForce.version}`);
  if (!last) return [found];
  const { zh, en } = refusalWords[last.reason];
  return [
    found,
    ill(
      'update',
      { zh: `软件 ${last.version} 没有用成：${zh}。`, en: `Version ${last.version} was not taken: ${en}.` },
      {
        zh: '终端照常服务。把 journalctl -u tongban-core -u tongban-kiosk 报给开发方，等下一个版本。',
        en: 'The terminal serves as before. Report journalctl -u tongban-core -u tongban-kiosk, and wait for the next version.',
      },
    ),
  ];
}
