/** The result on its way to the citizen: ordered once for a submission, from the address that was given first. */

/** How the result is sent, when the matter is finished. */
export interface DeliveryView {
  /**
   * ordered: there is a waybill · kept: the address is kept sealed here and ordered by itself, nobody can promise a day ·
   * refused: it cannot be sent, the citizen fetches it.
   */
  readonly state: 'ordered' | 'kept' | 'refused';
  readonly waybillNo: string | null;
  /** ISO date, about. */
  readonly expectedDay: string | null;
  /** Masked. Null: it goes where it was to go before the correction, and nobody here can read or change that any more. */
  readonly address: string | null;
}

/**
 * Before it is submitted. ordered: at once · kept: it cannot be ordered now · before: it was ordered with what is
 * corrected, and stays so · not-here: this site sends nothing.
 */
export type ReviewDelivery = 'ordered' | 'kept' | 'before' | 'not-here';

/** Where a parcel is. */
export interface ParcelView {
  /** looking: is being asked · unknown: is not known now · kept and refused: as above. */
  readonly stage: 'looking' | 'ordered' | 'collected' | 'delivered' | 'unknown' | 'kept' | 'refused';
  readonly waybillNo: string | null;
  /** ISO date, about; null as soon as it is there, and where nobody can say. */
  readonly expectedDay: string | null;
  /** When it came to this stage, ISO date and time. */
  readonly at: string | null;
}
