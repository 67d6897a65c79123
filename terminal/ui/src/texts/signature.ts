import type { SignatureCheck } from '@tongban/contract';
import type { Same } from './same.ts';

type SignatureProblem = Exclude<SignatureCheck, { ok: true }>['problem'];

/** The signature. */
export const signatureZh = {
  signTitle: '请您亲笔签名',
  signHint: '看清楚下面这段话，用手指在框里写上姓名。',
  signField: '签名的地方',
  signHere: '在这里签名',
  signAgain: '重签',
  signDone: '签好了，下一步',
  signDoneSave: '签好了，回到核对',
  signMissing: '请先签名',
  signCannotWrite: '我写不了字',
  signByKeyTitle: '写不了字，按键确认',
  signByKeyHint: '看清或听清下面这段话。按“同意，代替签名”，和亲笔签名一样算数。',
  signByKeyTold: '受理部门会看到：本人因不便书写，按键确认。',
  signByKey: '同意，代替签名',
  signWrite: '还是手写',
  signProblem: {
    empty: '还没有写，请在框里写上姓名。',
    'too-short': '写得太少了，请把姓名写完整。',
    'too-long': '写得太多了，请点“重签”，只写姓名。',
  } satisfies Record<SignatureProblem, string>,
};

export const signatureEn: Same<typeof signatureZh> = {
  signTitle: 'Please sign here',
  signHint: 'Read the words below, then write your name in the field with a finger.',
  signField: 'Field for your signature',
  signHere: 'Sign here',
  signAgain: 'Sign again',
  signDone: 'Signed, next',
  signDoneSave: 'Signed, check',
  signMissing: 'Sign first',
  signCannotWrite: 'I cannot write',
  signByKeyTitle: 'Confirm instead of signing',
  signByKeyHint: 'Read the words below or listen to them. "I agree" counts as your signature.',
  signByKeyTold: 'The office will see that you confirmed it with a button because you cannot write.',
  signByKey: 'I agree',
  signWrite: 'Write after all',
  signProblem: {
    empty: 'Nothing is written yet. Please write your name in the field.',
    'too-short': 'That is too little. Please write your whole name.',
    'too-long': 'That is too much. Touch "Sign again" and write your name only.',
  },
};
