import type { LocalText, Matter } from '@tongban/kiosk-config/catalogue';

export interface Opinion {
  readonly opinion: LocalText;
  /** An opinion without a next step is none (art. 14). */
  readonly nextStep: LocalText;
  readonly finished: boolean;
}

/** What the platform says right after it has received a submission, from the matter's own document. */
export function firstOpinion(matter: Matter): Opinion {
  const result = { zh: matter.result.name.zh, en: matter.result.name.en ?? matter.result.name.zh };
  if (matter.kind === 'instant') {
    return {
      finished: true,
      opinion: { zh: '已当场办结。', en: 'Done on the spot.' },
      nextStep: {
        zh: `办理结果：${result.zh}。可在“随申办”查看，也可持身份证到任一社区事务受理服务中心领取。`,
        en: `Your result: ${result.en}. See it in the Suishenban app, or collect it with your ID card at any community service centre.`,
      },
    };
  }
  const limit = { zh: matter.limit.words.zh, en: matter.limit.words.en ?? matter.limit.words.zh };
  const preReview = matter.mode === 'pre-review';
  return {
    finished: false,
    opinion: preReview
      ? { zh: '已收到，正在预审。', en: 'Received; it is being pre-reviewed.' }
      : { zh: '已受理。', en: 'Accepted for processing.' },
    nextStep: {
      zh: `${limit.zh}。办好后短信通知您，凭办件编号随时可查进度。`,
      en: `${limit.en}. We will text you when it is ready; follow it any time with the acceptance number.`,
    },
  };
}
