import type { DoneView } from '@tongban/contract';
import { expect, it, vi } from 'vitest';
import { allowanceAnswers, woman70 } from '../../core/testing/session-at-work.ts';
import { arrive } from './citizen-by-ear.ts';
import { PATIENCE_MS } from './gallery-in-tests.ts';

vi.setConfig({ testTimeout: 9 * PATIENCE_MS });

it('a whole matter by keys alone, spoken over a loudspeaker in Chinese', async () => {
  const { citizen, errors, said, work } = await arrive('never');
  await citizen.by(
    'F2',
    '语音引导已打开。按方向键移动，按回车键确定，按退出键返回上一步。F2 再说一遍，F3 小声，F4 大声。' +
      '您好， 想办什么事？与网上办理同一标准，22 项社区事务都能办。 网络中断时，也会先收好您的申请。按回车键开始办理。',
  );
  await citizen.by('F4', '音量 4');
  await citizen.by('Enter', '您想办什么事？点一下要办的事项，先看清楚再决定。共有 29 项，按方向键逐项听。');
  await citizen.goTo('老年综合津贴（示例），满 65 周岁的本市户籍居民，约 4 分钟，免交材料');
  await citizen.by(
    'Enter',
    '老年综合津贴（示例）。满 65 周岁的本市户籍老人，按年龄每月领取津贴。多久有结果，30 个工作日内答复。收费，不收费。' +
      '谁可以办，年满 65 周岁。具有本市户籍。要带什么，居民身份证，刷身份证即可，不用复印。' +
      '户籍信息，由部门之间核对，您不用提交。这里可以刷：居民身份证和港澳台居民居住证。办成以后，敬老卡一张，津贴按季打到您的银行卡。' +
      '办理依据，《关于建立老年综合津贴制度的通知》。市民政局，办事指南 2026.3 版，与网上办理相同。' +
      '可选：返回，看好了，刷身份证。',
  );
  await citizen.goTo('看好了，刷身份证');
  await citizen.by(
    'Enter',
    '请把身份证放在下方的读卡区。平放不动，约 1 秒。读完后请先不要拿走。港澳台居民居住证、外国人永久居留身份证也可以。' +
      '没带身份证？把手机上的随申码对准扫码口，或把社保卡插进卡槽。可选：返回。',
  );
  citizen.puts(woman70);
  await citizen.hearsAtLast(
    '津贴打到哪张银行卡？请输入本人在上海开户的银行卡卡号，16 到 19 位。' +
      '请按数字键输入，输完按回车键。声音是外放的，您输入的内容不会读出来，只报位数。',
  );
  await citizen.by('Enter', '银行卡号：请先输入号码');
  await citizen.by('6', '已输入 1 位');
  await citizen.by('Backspace', '已删除，已输入 0 位');
  await citizen.types(allowanceAnswers.bankCard, '已输入 19 位 银行卡号：看起来没有问题。');
  await citizen.by('Backspace', '已删除，已输入 18 位银行卡号：卡号好像不对，请对着卡片再核对一遍。');
  await citizen.by('Enter', '银行卡号：请先改正');
  await citizen.by('1', '已输入 19 位银行卡号：看起来没有问题。');
  await citizen.by(
    'Enter',
    '您的手机号码是多少？审核结果会发短信告诉您。' +
      '请按数字键输入，输完按回车键。声音是外放的，您输入的内容不会读出来，只报位数。',
  );
  await citizen.types(allowanceAnswers.phone, '已输入 11 位 手机号码：看起来没有问题。');
  await citizen.by(
    'Enter',
    '敬老卡做好后，您想到哪里领？可选：本社区事务受理服务中心，我家所在的居委会，上一步。',
  );
  await citizen.goTo('请先选一项，现在不能按');
  await citizen.by('ArrowUp', '上一步');
  await citizen.by('ArrowUp', '我家所在的居委会，未选中');
  await citizen.by('ArrowUp', '本社区事务受理服务中心，未选中');
  await citizen.by('Enter', '本社区事务受理服务中心，已选中');
  await citizen.goTo('下一题');
  await citizen.by(
    'Enter',
    '请您确认这份承诺。以上内容真实，银行卡为本人所有。户籍迁出或情况有变时，我会及时告知。可选：我已看清楚，同意，上一步。',
  );
  await citizen.by('ArrowDown', '我已看清楚，同意，未选中');
  await citizen.by('Enter', '我已看清楚，同意，已选中');
  await citizen.goTo('下一题');
  await citizen.by(
    'Enter',
    '请核对，没有问题就提交。按住“按住查看”可以看到完整号码，松手就遮住。姓名，证件信息，已遮盖。身份证号码，证件信息，已遮盖。' +
      '证件住址，证件信息，已遮盖。银行卡号，已遮盖。手机号码，已遮盖。敬老卡领取，本社区事务受理服务中心。' +
      '本人承诺，已确认。一起提交的材料，居民身份证，户籍信息。多久有结果，30 个工作日内答复。共有 12 项，按方向键逐项听。',
  );
  await citizen.goTo('身份证号码，证件信息：按住查看');
  await citizen.holds('Enter', '共 18 位，接耳机才能读出来');
  await citizen.goTo('提交，打印凭条');
  await citizen.press('Enter');
  await work.until('done');
  await expect.poll(() => (work.screen() as DoneView).slip).toBe('printed');
  await citizen.hearsAtLast('请取走身份证和凭条。');
  await citizen.press('F2');
  await citizen.hearsAtLast('可选：评价，再打一份，办好了，退出。');
  const { number } = work.screen() as DoneView;
  expect(said.join('')).toContain(
    `您的申请已受理。统一受理平台已经收到您的申请，会按期答复。办件编号，${[...number].join(' ')}。`,
  );
  await citizen.goTo('办好了，退出');
  await citizen.by('Enter', '请取走身份证和凭条。取走后自动退出，您的信息会从本机清除。');
  work.reader.show('no-card');
  await work.until('attract');
  expect(work.session.view().speech).toMatchObject({ on: false, volume: 3 });
  expect(errors).toEqual([]);
});

it('the size of the text is chosen by keys among three that are heard, and ends with the session', async () => {
  const { citizen, errors, work } = await arrive('never');
  await citizen.press('F2');
  await citizen.hearsAtLast('按回车键开始办理。');
  await citizen.press('Enter');
  await citizen.hearsAtLast('按方向键逐项听。');
  await citizen.goTo('字大，更多', 'ArrowUp');
  await citizen.press('Enter');
  await citizen.hearsAtLast('逐项听。');
  await citizen.goTo('大，关怀模式，未选中');
  await citizen.by('ArrowDown', '特大，未选中');
  await citizen.by('Enter', '特大，已选中');
  expect(work.session.view().display.text).toBe('largest');
  work.session.finish();
  await expect.poll(() => work.session.view().session.screen, { timeout: PATIENCE_MS }).toBe('attract');
  expect(work.session.view().display.text).toBe('normal');
  expect(errors).toEqual([]);
});

it('to a headset what is typed is said too, in English where the screens are English', async () => {
  const { citizen, errors, work } = await arrive('always', 'en');
  await citizen.press('F2');
  await citizen.hearsAtLast('Press Enter to begin.');
  await work.identify('老年综合津贴（示例）', woman70);
  await citizen.hearsAtLast('Only the headset is heard, so what you type is read out.');
  await citizen.by('6', '6');
  await citizen.by('2', '2');
  await citizen.by('Backspace', 'Erased, 1 digit typed');
  expect(errors).toEqual([]);
});

it('practice is said before anything else, on the greeting and on what follows', async () => {
  const { citizen, work } = await arrive('never');
  work.inUse.practise(true);
  await citizen.by(
    'F2',
    '语音引导已打开。按方向键移动，按回车键确定，按退出键返回上一步。F2 再说一遍，F3 小声，F4 大声。' +
      '练习，不会提交。练习模式。要办事，请先按“结束练习”。 现在填的都不会提交，也不会留下。按回车键开始办理。',
  );
  await citizen.by(
    'Enter',
    '练习，不会提交。您想办什么事？点一下要办的事项，先看清楚再决定。共有 29 项，按方向键逐项听。',
  );
});

it('the greeting says whether the counters are open', async () => {
  const always = '00:00-24:00';
  const { citizen } = await arrive('never', 'zh-CN', {
    timetable: {
      ...{ monday: always, tuesday: always, wednesday: always, thursday: always, friday: always },
      ...{ saturday: always, sunday: always, holidays: always },
    },
  });
  await citizen.press('F2');
  await citizen.hearsAtLast('也会先收好您的申请。窗口正在服务，到 24:00。按回车键开始办理。');
});
