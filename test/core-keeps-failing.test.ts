import { expect, it } from 'vitest';
import { CitizenAtCore, insuranceAnswers, MATTERS } from './support/citizen-at-core.ts';
import { temporaryStack } from './support/temporary-stack.ts';

/** As many starts without a visit as count for an accident, and one more. */
const CRASHES = 6;

it(
  'core that crashes again and again serves nobody, and sends what is there',
  { timeout: 240_000 },
  async () => {
    await using stack = await temporaryStack({});
    await stack.bench('network', { verb: 'off' });
    const citizen = await CitizenAtCore.arrive(stack);
    await citizen.choose(MATTERS.insurance);
    await stack.bench('id-card-reader', { verb: 'place-card', citizen: 'zhang' });
    await citizen.fillIn(insuranceAnswers);
    await citizen.submit();
    await citizen.goHome(stack);
    citizen.leave();

    for (let crash = 1; crash <= CRASHES; crash += 1) {
      await stack.core.stop('SIGKILL');
      await stack.restartCore();
    }
    const closed = async (): Promise<unknown> => {
      const someone = await CitizenAtCore.arrive(stack);
      const { session } = await someone.view();
      someone.leave();
      return session.screen === 'attract' ? session.closed : session.screen;
    };
    expect(await closed()).toBe('keeps-failing');
    expect(await stack.applications()).toEqual([]);
    await stack.bench('network', { verb: 'on' });
    await expect.poll(() => stack.applications(), { timeout: 20_000 }).toHaveLength(1);

    // A technician starts it anew.
    await stack.core.stop();
    await stack.restartCore();
    expect(await closed()).toBeNull();
  },
);
