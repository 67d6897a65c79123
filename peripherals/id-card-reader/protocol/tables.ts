/** GB/T 3304 nation names by the two digits on the card, and GB/T 2261.1 sexes by the one. */

const NATIONS = (
  '01汉 02蒙古 03回 04藏 05维吾尔 06苗 07彝 08壮 09布依 10朝鲜 11满 12侗 13瑶 14白 15土家 16哈尼 17哈萨克 18傣 19黎 ' +
  '20傈僳 21佤 22畲 23高山 24拉祜 25水 26东乡 27纳西 28景颇 29柯尔克孜 30土 31达斡尔 32仫佬 33羌 34布朗 35撒拉 36毛南 ' +
  '37仡佬 38锡伯 39阿昌 40普米 41塔吉克 42怒 43乌孜别克 44俄罗斯 45鄂温克 46德昂 47保安 48裕固 49京 50塔塔尔 51独龙 ' +
  '52鄂伦春 53赫哲 54门巴 55珞巴 56基诺 97其他 98外国血统中国籍人士'
).split(' ');
const NATION_NAMES: ReadonlyMap<string, string> = new Map(
  NATIONS.map((entry) => [entry.slice(0, 2), entry.slice(2)]),
);

/** The name without 族; null for a code that the standard does not have. */
export function nationName(code: string): string | null {
  return NATION_NAMES.get(code) ?? null;
}

export type Sex = 'male' | 'female' | 'unknown' | 'not-stated';
const SEXES: ReadonlyMap<string, Sex> = new Map([
  ['0', 'unknown'],
  ['1', 'male'],
  ['2', 'female'],
  ['9', 'not-stated'],
]);

export function sexOf(code: string): Sex | null {
  return SEXES.get(code) ?? null;
}
