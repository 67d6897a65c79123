/** The layouts of ID cards that are read: resident, Hong Kong, Macao and Taiwan resident, foreigner (two of these). */
export type CardKind = 'citizen' | 'hk-mo-tw-permit' | 'foreigner-2017' | 'foreigner-2023';
