import { randomUUID } from 'node:crypto';
import { isResidentId } from '@tongban/kiosk-config/catalogue';
import type { Caller, Ground } from '../../sandbox/ground.ts';
import { actsFor } from '../../sandbox/enterprises.ts';
import { openForm } from '../../sandbox/open-envelope.ts';
import { Refusal } from '../../sandbox/refusal.ts';
import type { CitizensPageView } from '../citizens-page.ts';
import type { EnterprisePageView, WhichEnterprise } from '../enterprise-page.ts';
import type { Licence } from '../e-licence.ts';
import type { ConfirmedPerson } from '../identity.ts';
import { places } from '../sealing.ts';
import { licencesOf, licencesOfAll } from './licences.ts';
import type { ModuleRecords } from './records.ts';

/** 居民身份证 in the catalogue of licences. */
const ID_CARD = '310105109000100';

/** How long a confirmed identity is good for. */
const VERIFICATION_MS = 600_000;

const known = { name: '测试甲TEST', idNumber: '31019919500101001X' };
/** Synthetic owners of app codes; the long ones have the form that scanners take, the first is shown by the device bench. */
const holders: Readonly<Record<string, ConfirmedPerson>> = {
  'TEST-CODE-1': { ...known, address: '上海市测试区虚拟路1号' },
  'TESTsuishenma_0123456789abcdefghij-ABCDEFGHIJ': { ...known, address: '上海市测试区虚拟路1号' },
  'TESTsuishenma_without-address-0123456789': { ...known, address: null },
};

/** Everybody whose social-security card is confirmed lives at the same synthetic address. */
function registered(form: Record<string, unknown>): ConfirmedPerson {
  const address = '上海市测试区虚拟路1号';
  return { name: String(form['name']), idNumber: String(form['idNumber']), address };
}

interface Verification {
  readonly validUntil: string;
  readonly idNumber: string;
}

/** The card bears its owner's number, the register one of its own. */
function pageOf(idNumber: string): CitizensPageView['licences'] {
  return licencesOfAll.map((licence) => ({
    ...licence,
    number: licence.catalogueCode === ID_CARD ? idNumber : `TEST${idNumber.slice(6, 14)}`,
  }));
}

/** Identity, licences and the personal pages of the sandbox: all that hangs on a confirmed person. */
export class People {
  readonly #ground: Ground;
  readonly #records: ModuleRecords;
  /** In memory alone: nobody's number is kept. */
  readonly #verifications = new Map<string, Verification>();

  constructor(ground: Ground, records: ModuleRecords) {
    this.#ground = ground;
    this.#records = records;
  }

  async verify(caller: Caller, { method, envelope }: { method: string; envelope: string }) {
    const form = await this.#open(caller, envelope);
    const byCode = method === 'suishen-code';
    const person = byCode ? holders[String(form['code'])] : form;
    const idNumber = person?.['idNumber'];
    if (typeof idNumber !== 'string' || !isResidentId(idNumber)) return { result: 'not-confirmed' as const };
    const verificationId = randomUUID();
    const validUntil = new Date(this.#ground.now().getTime() + VERIFICATION_MS).toISOString();
    this.#verifications.set(verificationId, { validUntil, idNumber });
    const shown = byCode
      ? (holders[String(form['code'])] ?? null)
      : method === 'social-security-card'
        ? registered(form)
        : null;
    return { result: 'confirmed' as const, verificationId, validUntil, person: shown };
  }

  async recheck(caller: Caller, body: { applyNo: string; envelope: string }) {
    this.#records.accepted(caller, body.applyNo);
    const { idNumber } = await this.#open(caller, body.envelope);
    const confirmed = typeof idNumber === 'string' && isResidentId(idNumber);
    const result = confirmed ? ('confirmed' as const) : ('not-confirmed' as const);
    return this.#records.once('identity', caller, body, () => ({ id: body.applyNo, record: { result } }));
  }

  findLicences(
    verificationId: string,
    handleItem: string,
    codes: readonly string[],
  ): { licences: Licence[] } {
    const { idNumber } = this.#person(verificationId);
    return { licences: licencesOf(this.#ground, idNumber, handleItem, codes) };
  }

  citizensPage(caller: Caller, verificationId: string): CitizensPageView {
    const { idNumber } = this.#person(verificationId);
    return { applications: this.#applicationsOf(caller, idNumber), licences: pageOf(idNumber) };
  }

  enterprisePage({
    verificationId,
    ...which
  }: WhichEnterprise & { verificationId: string }): EnterprisePageView {
    const found = actsFor(which, this.#person(verificationId).idNumber);
    if (found === 'no-such-enterprise') {
      const field = 'creditCode' in which ? 'creditCode' : 'licenceCode';
      throw new Refusal('VALIDATION_FAILED', 'there is no such enterprise', field);
    }
    if (found === 'does-not-act') {
      throw new Refusal('VALIDATION_FAILED', 'this person does not act for the enterprise', 'agent');
    }
    return { ...found, applications: [], licences: [] };
  }

  /** What this platform has opened of the person since it was started. */
  #applicationsOf(caller: Caller, idNumber: string): CitizensPageView['applications'] {
    const { forms, ledger } = this.#ground;
    const numbers = [...forms].filter(([, form]) => Object.values(form).includes(idNumber));
    return numbers.flatMap(([applyNo]) => {
      const row = ledger.get<{ received_at: string | null; state: string; document: string }>(
        `select received_at, state, document from applications join matter_versions using (handle_item, version)
           where apply_no = ? and terminal_id = ?`,
        ...[applyNo, caller.terminalId],
      );
      if (!row?.received_at) return [];
      const { name } = JSON.parse(row.document) as { name: { zh: string; en?: string } };
      const finished = row.state === 'finished';
      return [{ applyNo, matter: name, channel: 'KIOSK' as const, receivedAt: row.received_at, finished }];
    });
  }

  #person(verificationId: string): Verification {
    const verification = this.#verifications.get(verificationId);
    if (!verification || verification.validUntil <= this.#ground.now().toISOString()) {
      throw new Refusal('VALIDATION_FAILED', 'nobody was confirmed under this number', 'verificationId');
    }
    return verification;
  }

  async #open({ idempotencyKey }: Caller, envelope: string): Promise<Readonly<Record<string, unknown>>> {
    const place = { ...places.identity, idempotencyKey, part: 'form' } as const;
    return (await openForm(envelope, place, this.#ground.keys.decrypt)).form;
  }
}
