/** Every text of the page, Chinese first. A function takes what has to stand inside the sentence. */
const zh = {
  title: '设备模拟台',
  pageTitle: '设备模拟台 · 通办',
  purpose: '开发、测试和培训用，不在正式终端里',
  otherLanguage: 'English',
  test: '测试',
  screenTitle: '终端屏幕',
  screenLive: '实时画面，点它就是触摸屏幕',
  screenElsewhere: '终端窗口开在这台电脑的显示器上，请在那里操作。',
  screenAway: '暂时看不到画面，正在重试',
  screenWaiting: '正在等第一幅画面',
  screenPicture: '终端屏幕的实时画面',
  readerTitle: '身份证阅读器',
  readerCable: '数据线',
  takeCard: '拿走身份证',
  citizens: '放一张身份证（都是虚构的人）',
  noCard: '感应区没有卡',
  cardOf: (name) => `感应区有${name}的身份证`,
  readerAway: '数据线已拔掉，终端找不到阅读器',
  cableIn: '插好',
  cableOut: '拔掉',
  networkTitle: '网线',
  networkOn: '接通',
  networkOff: '拔掉',
  networkHang: '卡住',
  networkResetNext: '断开下一次请求',
  networkIsOn: '已接通，终端连得上受理平台',
  networkIsOff: '已拔掉，终端连不上受理平台',
  networkIsHanging: '卡住了：连得上，但没有数据往来',
  networkWillReset: '；下一次请求会被断开',
  printerTitle: '凭条打印机',
  printerReady: '就绪',
  printerAway: '数据线已拔掉，终端找不到打印机',
  printerCoverOpen: '上盖开着',
  printerPaperOut: '没有纸了',
  printerPaperLow: '纸快用完，还能打印',
  printerCutterJammed: '切刀卡住',
  paperHanging: '，出纸口有一张纸',
  printerCable: '数据线',
  paper: '纸卷',
  paperOk: '装满',
  paperLow: '快用完',
  paperOut: '用完',
  cover: '上盖',
  coverClosed: '合上',
  coverOpen: '打开',
  cutter: '切刀',
  cutterOk: '正常',
  cutterJammed: '卡住',
  tear: '撕下纸条',
  torn: '撕下的纸',
  nothingPrinted: '打印的纸会从这里出来',
  hangingPicture: '出纸口的纸，点开放大',
  tornPicture: (number) => `第 ${number} 张撕下的纸，点开放大`,
  closeUp: '打印出来的纸',
  close: '关上',
  faults: '故障',
  faultKind: '哪一种故障',
  failNext: '出一次',
  failRepeatedly: '一直出',
  clearFaults: '取消',
  faultsArmed: (list) => `等着发生：${list}`,
  failed: (sentence) => `没有做成：${sentence}`,
  benchAway: '与模拟台的连接断了，正在重连',
};

/** @type {typeof zh} */
const en = {
  title: 'Device bench',
  pageTitle: 'Device bench · Tongban',
  purpose: 'For development, tests and training; not part of a real terminal',
  otherLanguage: '中文',
  test: 'TEST',
  screenTitle: 'Kiosk screen',
  screenLive: 'Live; a click here is a touch there',
  screenElsewhere: 'The kiosk window is open on this machine’s own display. Use it there.',
  screenAway: 'The picture is away for the moment, trying again',
  screenWaiting: 'Waiting for the first picture',
  screenPicture: 'Live picture of the kiosk screen',
  readerTitle: 'ID card reader',
  readerCable: 'Data cable',
  takeCard: 'Take the card',
  citizens: 'Put a card on it (all of them are invented)',
  noCard: 'No card on the pad',
  cardOf: (name) => `${name}’s card is on the pad`,
  readerAway: 'Cable out: the terminal cannot find the reader',
  cableIn: 'In',
  cableOut: 'Out',
  networkTitle: 'Network cable',
  networkOn: 'On',
  networkOff: 'Out',
  networkHang: 'Hangs',
  networkResetNext: 'Reset the next request',
  networkIsOn: 'On: the terminal reaches the platform',
  networkIsOff: 'Out: the terminal cannot reach the platform',
  networkIsHanging: 'Hangs: it connects, but no data passes',
  networkWillReset: '; the next request will be reset',
  printerTitle: 'Receipt printer',
  printerReady: 'Ready',
  printerAway: 'Cable out: the terminal cannot find the printer',
  printerCoverOpen: 'The cover is open',
  printerPaperOut: 'Out of paper',
  printerPaperLow: 'Paper is running low, still prints',
  printerCutterJammed: 'The cutter is jammed',
  paperHanging: ', a slip waits in the slot',
  printerCable: 'Data cable',
  paper: 'Paper roll',
  paperOk: 'Full',
  paperLow: 'Low',
  paperOut: 'Out',
  cover: 'Cover',
  coverClosed: 'Closed',
  coverOpen: 'Open',
  cutter: 'Cutter',
  cutterOk: 'Fine',
  cutterJammed: 'Jammed',
  tear: 'Tear off the slip',
  torn: 'Torn off',
  nothingPrinted: 'Printed paper comes out here',
  hangingPicture: 'The slip in the slot; opens large',
  tornPicture: (number) => `Torn slip ${number}; opens large`,
  closeUp: 'The printed paper',
  close: 'Close',
  faults: 'Faults',
  faultKind: 'Which fault',
  failNext: 'Once',
  failRepeatedly: 'Always',
  clearFaults: 'Cancel',
  faultsArmed: (list) => `Waiting to happen: ${list}`,
  failed: (sentence) => `It did not work: ${sentence}`,
  benchAway: 'The connection to the bench is lost, trying again',
};

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
