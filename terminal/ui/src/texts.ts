import type { Language } from '@tongban/contract';
import { attractEn, attractZh } from './texts/attract.ts';
import { cardEn, cardZh } from './texts/card.ts';
import { chooseEn, chooseZh } from './texts/choose.ts';
import { deliveryEn, deliveryZh } from './texts/delivery.ts';
import { doneEn, doneZh } from './texts/done.ts';
import { endEn, endZh } from './texts/end.ts';
import { findingEn, findingZh } from './texts/finding.ts';
import { enterpriseEn, enterpriseZh } from './texts/enterprise.ts';
import { forWhomEn, forWhomZh } from './texts/for-whom.ts';
import { frameEn, frameZh } from './texts/frame.ts';
import { guideEn, guideZh } from './texts/guide.ts';
import { hotlineEn, hotlineZh } from './texts/hotline.ts';
import { licenceEn, licenceZh } from './texts/licence.ts';
import { materialEn, materialZh } from './texts/material.ts';
import { mineEn, mineZh } from './texts/mine.ts';
import { payEn, payZh } from './texts/pay.ts';
import { practiceEn, practiceZh } from './texts/practice.ts';
import { questionEn, questionZh } from './texts/question.ts';
import { ratingEn, ratingZh } from './texts/rating.ts';
import { resultEn, resultZh } from './texts/result.ts';
import { reviewEn, reviewZh } from './texts/review.ts';
import { signatureEn, signatureZh } from './texts/signature.ts';
import { technicianEn, technicianZh } from './texts/technician.ts';
import { troubleEn, troubleZh } from './texts/trouble.ts';
import { speechEn, speechZh } from './texts/speech.ts';
import type { Same } from './texts/same.ts';

/** Every word of the screens that is not a matter's own, Chinese first. English has to have the same keys. */
const zh = {
  ...frameZh,
  ...attractZh,
  ...chooseZh,
  ...findingZh,
  ...guideZh,
  ...enterpriseZh,
  ...forWhomZh,
  ...cardZh,
  ...questionZh,
  ...licenceZh,
  ...materialZh,
  ...signatureZh,
  ...speechZh,
  ...reviewZh,
  ...doneZh,
  ...deliveryZh,
  ...resultZh,
  ...payZh,
  ...ratingZh,
  ...practiceZh,
  ...mineZh,
  ...hotlineZh,
  ...troubleZh,
  ...endZh,
  ...technicianZh,
};
export type Texts = Same<typeof zh>;

const en: Texts = {
  ...frameEn,
  ...attractEn,
  ...chooseEn,
  ...findingEn,
  ...guideEn,
  ...enterpriseEn,
  ...forWhomEn,
  ...cardEn,
  ...questionEn,
  ...licenceEn,
  ...materialEn,
  ...signatureEn,
  ...speechEn,
  ...reviewEn,
  ...doneEn,
  ...deliveryEn,
  ...resultEn,
  ...payEn,
  ...ratingEn,
  ...practiceEn,
  ...mineEn,
  ...hotlineEn,
  ...troubleEn,
  ...endEn,
  ...technicianEn,
};

export const catalogue: Readonly<Record<Language, Texts>> = { 'zh-CN': zh, en };
