const CHINESE = new Intl.Segmenter('zh', { granularity: 'word' });
const MARK = /^\p{P}/u;
/** Small words that lean on the one before them. */
const LEANS = /^[的了吗呢吧里上中下过得]$/u;
/** Never the last of a line: what is asked for follows. */
const LEADS = '请';
/** Words of the trade that the dictionary takes for two. */
const TERMS =
  /身份证|居住证|社保卡|电子证照|营业执照|读卡区|卡槽|出纸口|扫码口|高拍仪|打印机|付款码|二维码|查询码|验证码|随申[码办]|一网通办|办[件结]|本机|[这本]台终端|凭条|纸质|拿起来|下单|缴费|预审|补正|工作人员|.不了/gu;

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
    // One letter alone and a mark after it would begin a line (付／成，).
    if (MARK.test(segment) && words.length > 1 && words.at(-1)?.length === 1)
      words.push(words.splice(-2).join(''));
    const isOne = isWithin || MARK.test(segment) || LEANS.test(segment) || words.at(-1) === LEADS;
    if (words.length > 0 && isOne) words[words.length - 1] += segment;
    else words.push(segment);
  }
  return words;
}
