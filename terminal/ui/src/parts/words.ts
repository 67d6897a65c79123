const CHINESE = new Intl.Segmenter('zh', { granularity: 'word' });
/** Never the first of a line: marks, and the small words that lean on the one before them. */
const LEANS = /^(?:\p{P}.*|[的了吗呢吧里上中下过得])$/u;
/** Words of the trade that the dictionary takes for two. */
const TERMS =
  /身份证|居住证|社保卡|电子证照|营业执照|读卡区|卡槽|出纸口|扫码口|高拍仪|二维码|查询码|验证码|随申[码办]|一网通办|办[件结]|本机|[这本]台终端|凭条|纸质|下单|缴费|预审|补正|工作人员/gu;

/**
 * Parts a sentence where a line may end: Chinese has no spaces, and a line that ends anywhere parts words (读／卡区).
 * Joined together they are the sentence again.
 */
export function wordsOf(sentence: string): string[] {
  const terms = [...sentence.matchAll(TERMS)].map(
    ({ index, 0: term }) => [index, index + term.length] as const,
  );
  const words: string[] = [];
  for (const { segment, index } of CHINESE.segment(sentence)) {
    const isWithin = terms.some(([start, end]) => index > start && index < end);
    if (words.length > 0 && (isWithin || LEANS.test(segment))) words[words.length - 1] += segment;
    else words.push(segment);
  }
  return words;
}
