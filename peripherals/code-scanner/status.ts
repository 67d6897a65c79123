/** What the scanner says about itself. */
export type CodeScannerStatus =
  /** It is there; no code is wanted. */
  | { readonly kind: 'ready'; readonly availability: 'ready' }
  /** It looks for a code. */
  | { readonly kind: 'scanning'; readonly availability: 'ready' }
  /**
   * It works, but does not take one of the settings of its model: another model, or its memory is locked. Codes are
   * still read, staff should look at it. Stays while scanning.
   */
  | { readonly kind: 'settings-refused'; readonly availability: 'needs-attention' }
  /** No line to the scanner, or nothing answers on it. */
  | { readonly kind: 'disconnected'; readonly availability: 'offline' };
