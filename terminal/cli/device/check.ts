import { familyOf, HEALTH_LEVELS } from '@tongban/peripherals/manager';
import type { DeviceConfig, HealthLevel, HealthReport } from '@tongban/peripherals/manager';
import { textOption, UsageError } from '../command.ts';
import type { Command, Given } from '../command.ts';
import type { CommandResult, Io } from '../io.ts';
import { makeDevice, noDevice, TARGET_OPTIONS, TARGET_USAGE, targetsOf } from './targets.ts';

type Checked = HealthReport & Pick<DeviceConfig, 'id' | 'family'>;

/** Opens a device, looks at it and lets it go: whoever else holds it must have done so before. */
export async function check(target: DeviceConfig, level: HealthLevel, io: Io): Promise<Checked> {
  const { id, family } = target;
  const device = await makeDevice(target);
  device.open();
  try {
    const report = await familyOf(family).checkHealth(device, level, { tell: io.say, ask: io.ask });
    return { id, family, ...report };
  } finally {
    await device.close();
  }
}

function tell({ family, healthy, words, next }: Checked, io: Io): void {
  const { name } = familyOf(family);
  const mark = healthy ? '✓' : '✗';
  io.say({
    zh: `${mark} ${name.zh}：${words.zh}${next ? `${next.zh}` : ''}`,
    en: `${mark} ${name.en}: ${words.en}${next ? ` ${next.en}` : ''}`,
  });
}

const toFacts =
  (io: Io) =>
  ({ id, family, healthy, status, words, next }: Checked) => ({
    id,
    family,
    healthy,
    status,
    text: io.words(words),
    next: next === null ? null : io.words(next),
  });

export const status: Command = {
  path: 'device status',
  usage: TARGET_USAGE,
  about: { zh: '每台设备现在怎样', en: 'how each device is now' },
  options: TARGET_OPTIONS,
  async run(given, io) {
    const targets = targetsOf(given);
    if (targets.length === 0) return noDevice;
    const reports = await Promise.all(targets.map((target) => check(target, 'internal', io)));
    for (const report of reports) tell(report, io);
    return { ok: true, facts: { devices: reports.map(toFacts(io)) } };
  },
};

export const test: Command = {
  path: 'device test',
  usage: `[--level internal|external|interactive] ${TARGET_USAGE}`,
  about: {
    zh: '逐台自检，给出能否开机服务的报告；external 会打印，interactive 要有人配合',
    en: 'checks every device and reports whether the terminal is ready; external prints, interactive needs a person',
  },
  options: { ...TARGET_OPTIONS, level: { type: 'string' } },
  async run(given, io): Promise<CommandResult> {
    const level = levelOf(given);
    const targets = targetsOf(given);
    if (targets.length === 0) return noDevice;
    const reports: Checked[] = [];
    // One after the other: a person can do only one thing at a time.
    for (const target of targets) {
      const report = await check(target, level, io);
      tell(report, io);
      reports.push(report);
    }
    const ill = reports.filter(({ healthy }) => !healthy);
    const facts = { level, devices: reports.map(toFacts(io)) };
    const [first] = ill;
    if (first === undefined) {
      io.say({
        zh: `自检通过：${reports.length} 台设备都正常。`,
        en: `Ready: all ${reports.length} devices are well.`,
      });
      return { ok: true, facts };
    }
    return {
      ok: false,
      reason: first.status,
      words: {
        zh: `自检没有通过：${reports.length} 台设备中 ${ill.length} 台有问题。`,
        en: `Not ready: ${ill.length} of ${reports.length} devices are not well.`,
      },
      next: first.next ?? { zh: '再自检一次。', en: 'Check again.' },
      facts,
    };
  },
};

function levelOf(given: Given): HealthLevel {
  const text = textOption(given, 'level') ?? 'internal';
  const level = HEALTH_LEVELS.find((each) => each === text);
  if (level === undefined) {
    throw new UsageError({
      zh: `--level 要写 ${HEALTH_LEVELS.join('、')} 之一。`,
      en: `--level takes one of ${HEALTH_LEVELS.join(', ')}.`,
    });
  }
  return level;
}
