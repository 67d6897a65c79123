/** 12345, the citizens' hotline: what somebody asks, proposes or complains about. */
export const hotlineKinds = ['question', 'suggestion', 'complaint'] as const;
export type HotlineKind = (typeof hotlineKinds)[number];

/** What it is about, when it is not one of the citizen's own submissions. */
export const hotlineTopics = ['policy', 'service', 'terminal', 'other'] as const;
export type HotlineTopic = (typeof hotlineTopics)[number];

/** As long as the answer to any question of a form. */
export const MAX_HOTLINE_CHARACTERS = 200;

/** Of mainland China; whoever is to be called back gives one. */
export const MOBILE_NUMBER = /^1[3-9]\d{9}$/;

/** The code of a ticket: without 0, O, 1 and I, which people confuse on paper. */
export const LOOKUP_CODE_ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
export const LOOKUP_CODE_LENGTH = 12;
