import type { MatterSummary } from './finding.ts';
import type { HolderView } from './identity.ts';

/** The enterprise that a matter is done for, once its code is known: who it is, and whether the citizen may act for it. */
export interface EnterpriseView {
  readonly screen: 'enterprise';
  readonly matter: MatterSummary;
  readonly holder: HolderView;
  /** What was found: `session.confirmEnterprise` goes on with it. Null while it is asked for, and where nothing came of it. */
  readonly enterprise: {
    readonly name: string;
    readonly creditCode: string;
    /** Masked. */
    readonly legalRepresentative: string;
    /** 法定代表人, or who it has authorised (经办人). */
    readonly actsAs: 'legal-representative' | 'authorised';
  } | null;
  /**
   * Why nothing came of it; null otherwise. no-such-enterprise: nobody knows the code · does-not-act: the citizen may not
   * act for it · not-confirmed: nobody has confirmed who the citizen is · offline: without a network nobody can be asked,
   * and `session.askEnterprise` asks once more · away: likewise, the system does not answer.
   */
  readonly closed: 'no-such-enterprise' | 'does-not-act' | 'not-confirmed' | 'offline' | 'away' | null;
}
