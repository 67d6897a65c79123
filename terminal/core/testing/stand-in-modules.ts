import { LICENCE_REFERENCE_TYPE } from '@tongban/sync/contract';
import {
  moduleNames,
  stepsAvailable,
  type CitizensPageView,
  type Closed,
  type ConfirmedPerson,
  type Delivery,
  type DeliveryAddress,
  type EnterprisePageView,
  type Licence,
  type LicenceMaterial,
  type MatterNeeds,
  type ModuleName,
  type ModuleReply,
  type ModuleState,
  type PaymentOrder,
  type StepsAvailable,
} from '@tongban/sync/modules';
import type { SessionModules } from '../session/session-parts.ts';
import { StandInCustomerService } from './stand-in-customer-service.ts';

/** Modules that say what a test wants; nobody has a licence unless a test gives one. */
export class StandInModules implements SessionModules {
  online = true;
  readonly states = Object.fromEntries(moduleNames.map((name) => [name, 'up'])) as Record<
    ModuleName,
    ModuleState
  >;
  switchedOff: readonly ModuleName[] = [];
  knowsTheCitizen = true;
  /** Codes on phones, and whose they are. */
  codes: Readonly<Record<string, ConfirmedPerson>> = {};
  licences: readonly Licence[] = [];
  /** Answers come as soon as this is resolved. */
  mayAnswer: Promise<void> = Promise.resolve();
  /** Which modules were asked, in order. */
  readonly asked: ModuleName[] = [];

  readonly customerService = new StandInCustomerService();

  /** What the module tells of the holder of a social-security card besides. */
  addressOfCard: string | null = null;
  readonly identity: SessionModules['identity'] = {
    verifyCard: async (facts, method) => {
      const reason = await this.#ask('identity');
      if (reason) return { kind: 'provisional', reason };
      if (!this.knowsTheCitizen) return { kind: 'not-confirmed' };
      const validUntil = new Date(Date.now() + 600_000).toISOString();
      const person = method === 'social-security-card' ? { ...facts, address: this.addressOfCard } : null;
      return { kind: 'confirmed', verificationId: 'TEST', validUntil, person };
    },
    verifyCode: async (code) => {
      const reason = await this.#ask('identity');
      if (reason) return { kind: 'closed', reason };
      const person = this.codes[code];
      if (!person) return { kind: 'not-confirmed' };
      const validUntil = new Date(Date.now() + 600_000).toISOString();
      return { kind: 'confirmed', verificationId: 'TEST-BY-CODE', validUntil, person };
    },
  };

  readonly eLicence: SessionModules['eLicence'] = {
    materials: async (_verificationId, _matter, wanted) => {
      const reason = await this.#ask('e-licence');
      return wanted.map(({ material: code, catalogueCode }): LicenceMaterial => {
        const licence = this.licences.find((each) => each.catalogueCode === catalogueCode);
        if (reason || !licence) return { code, source: 'scan', stuffType: 0, reason };
        const { reference, digest } = licence;
        const bytes = Buffer.from(JSON.stringify({ catalogueCode, reference, digest }));
        return {
          ...{ code, source: 'e-licence', stuffType: 1, mediaType: LICENCE_REFERENCE_TYPE, bytes, licence },
        };
      });
    },
  };

  /** What the page of the citizen lists. */
  page: CitizensPageView['licences'] = [];
  readonly citizensPage: SessionModules['citizensPage'] = {
    view: async () => {
      const reason = await this.#ask('citizens-page');
      if (reason) return { kind: 'closed', reason };
      return { kind: 'done', value: { applications: [], licences: this.page } };
    },
  };

  /** Who the enterprise of any code is, and as what the citizen may act for it; or what is wrong with the code or the person. */
  enterprise: Pick<EnterprisePageView, 'name' | 'legalRepresentative' | 'actsAs'> | 'creditCode' | 'agent' = {
    ...{ name: '上海虚拟测试有限公司TEST', legalRepresentative: '王测试', actsAs: 'authorised' },
  };
  readonly enterprisePage: SessionModules['enterprisePage'] = {
    view: async (_verificationId, which) => {
      const reason = await this.#ask('enterprise-page');
      if (reason) return { kind: 'closed', reason };
      const { enterprise } = this;
      if (typeof enterprise === 'string') {
        return { kind: 'refused', code: 'VALIDATION_FAILED', field: enterprise };
      }
      const creditCode = 'creditCode' in which ? which.creditCode : '91310199MA1TE0001A';
      return { kind: 'done', value: { ...enterprise, creditCode, applications: [], licences: [] } };
    },
  };

  /** What was sealed: bytes that a test can look at afterwards. */
  readonly sealed: Uint8Array[] = [];
  sealRefuses = false;
  readonly eSeal: SessionModules['eSeal'] = {
    document: async () => {
      const reason = await this.#ask('e-seal');
      if (reason) return { kind: 'closed', reason };
      if (this.sealRefuses) return { kind: 'refused', code: 'APPLICATION_UNKNOWN', field: null };
      const pdf = new TextEncoder().encode('%PDF-1.4\nTEST\n%%EOF\n');
      this.sealed.push(pdf);
      return { kind: 'done', value: { pdf, verifyCode: 'TEST00112233' } };
    },
  };

  /** How the one order of a fee stands. */
  order: PaymentOrder['state'] = 'created';
  readonly payment: SessionModules['payment'] = {
    createOrder: (fee) => this.#order(fee),
    order: () => this.#order(),
    closeOrder: () => {
      if (this.order === 'created') this.order = 'closed';
      return this.#order();
    },
  };

  /** What logistics says of an order as soon as it is asked; `fails` is a disk that takes none. */
  orders: 'taken' | 'refused' | 'fails' = 'taken';
  stage: 'ordered' | 'collected' | 'delivered' = 'ordered';
  /** Addresses by the id of their submission, as they were given. */
  readonly parcels = new Map<string, DeliveryAddress>();
  readonly logistics: SessionModules['logistics'] = {
    deliver: async (id, address) => {
      await this.#ask('logistics');
      if (this.orders === 'fails') throw Object.assign(new Error('TEST'), { name: 'SqliteError' });
      if (!this.parcels.has(id)) this.parcels.set(id, address);
      return this.#deliveryOf(id)!;
    },
    corrected: async () => undefined,
    waitForWaybill: async (id) => this.#deliveryOf(id),
    deliveryOf: (id) => this.#deliveryOf(id),
    track: async (waybillNo) => {
      const reason = await this.#ask('logistics');
      if (reason) return { kind: 'closed', reason };
      return { kind: 'done', value: { waybillNo, stage: this.stage, at: '2026-11-28T08:00:00.000Z' } };
    },
  };

  /** Modules that have said nothing yet, and when they do. */
  readonly unheard = new Map<ModuleName, Promise<void>>();
  firstWord(module: ModuleName): Promise<void> | null {
    return this.unheard.get(module) ?? null;
  }

  onChange(): () => void {
    return () => undefined;
  }

  stepsAvailable(needs: MatterNeeds): StepsAvailable {
    return stepsAvailable(needs, this, this.online);
  }

  #deliveryOf(id: string): Delivery | null {
    if (!this.parcels.has(id)) return null;
    if (this.orders === 'refused') return { state: 'refused', code: 'VALIDATION_FAILED' };
    const isClosed = !this.online || this.states.logistics === 'down';
    if (isClosed) return { state: 'kept', expectedDay: null };
    return { state: 'ordered', waybillNo: 'TESTEX000000001', expectedDay: '2026-12-02' };
  }

  async #order(
    fee?: Parameters<SessionModules['payment']['createOrder']>[0],
  ): Promise<ModuleReply<PaymentOrder>> {
    const reason = await this.#ask('payment');
    if (reason) return { kind: 'closed', reason };
    const { applyNo = 'TEST', amountFen = 1 } = fee ?? {};
    const isOpen = this.order === 'created';
    const expiresAt = new Date(Date.now() + 300_000).toISOString();
    return {
      kind: 'done',
      value: {
        ...{ orderId: 'TESTPAY1', applyNo, amountFen, state: this.order, expiresAt },
        qr: isOpen ? 'https://pay.example.invalid/q/TESTPAY1' : null,
      },
    };
  }

  async #ask(module: ModuleName): Promise<Closed | null> {
    this.asked.push(module);
    await this.mayAnswer;
    if (this.switchedOff.includes(module)) return { module, cause: 'not-at-this-site' };
    if (!this.online) return { module, cause: 'offline' };
    return this.states[module] === 'down' ? { module, cause: 'module-down' } : null;
  }
}

/** A household register as an electronic licence, by its reference. */
export const householdRegister: Licence = {
  catalogueCode: '310105105000100',
  name: '居民户口簿（测试）',
  validUntil: null,
  reference: 'TEST-310105105000100-0123456789abcdef0123456789abcdef',
  digest: '0'.repeat(64),
};
