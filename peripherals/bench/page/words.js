/** The language of the page, Chinese first, and its texts. */
import { en } from './words-en.js';
import { zh } from './words-zh.js';

const LANGUAGE_KEY = 'bench-language';

let language = localStorage.getItem(LANGUAGE_KEY) === 'en' ? 'en' : 'zh';

/** The texts of the language chosen now. */
export function words() {
  return language === 'en' ? en : zh;
}

export function isChinese() {
  return language === 'zh';
}

export function toggleLanguage() {
  language = language === 'en' ? 'zh' : 'en';
  localStorage.setItem(LANGUAGE_KEY, language);
}

/** Writes the texts of the language into every element that names one. */
export function writeWords() {
  document.documentElement.lang = isChinese() ? 'zh-CN' : 'en';
  document.title = words().pageTitle;
  for (const element of document.querySelectorAll('[data-word]')) {
    element.textContent = words()[element.dataset.word];
  }
  const other = document.querySelector('#language');
  other.textContent = words().otherLanguage;
  other.lang = isChinese() ? 'en' : 'zh-CN';
}
