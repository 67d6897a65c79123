/** Everything that the page says: plain Chinese first, English under it. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}
const words = (zh: string, en: string): Words => ({ zh, en });

export const text = {
  connecting: words('正在连接终端…', 'Connecting to the terminal…'),
  choose: words('请拍下纸质材料', 'Take a photo of your paper'),
  chooseHow: words(
    '一页拍一张。放平，字要清楚，四个角都要在。',
    'One photo a page: flat, sharp, all four corners in sight.',
  ),
  look: words('这张看得清楚吗？', 'Can everything be read?'),
  preparing: words('正在准备照片…', 'Preparing the photo…'),
  sending: words('正在传到终端…', 'Sending to the terminal…'),
  sendingHow: words('请不要关掉这一页。', 'Please keep this page open.'),
  sent: words('已传到终端，请看屏幕', 'It is at the terminal. Please look at its screen'),
  sentHow: words(
    '还有一页，就再拍一张。没有了，请回到终端上点“传好了”。',
    'More pages: take the next photo. Otherwise touch "All sent" at the terminal.',
  ),
  last: words('都传到终端了，请看屏幕', 'All pages are at the terminal. Please look at its screen'),
  lastHow: words('这一页可以关掉了，手机上没有留下照片。', 'You can close this page. It kept no photo.'),
  full: words('页数够了，这张没有收', 'There are enough pages; this one was not taken'),
  fullHow: words('请看终端的屏幕。', 'Please look at the screen of the terminal.'),
  unreadable: words('这张没有收，请再拍一张', 'This photo was not taken. Please take another one'),
  unreadableHow: words('照片太小，或者打不开。', 'It is too small or cannot be opened.'),
  failed: words('没有传到，请再传一次', 'It did not arrive. Please send it again'),
  failedHow: words(
    '手机要连着这里的无线网。还是不行，请在终端上要一个新码，或请工作人员帮忙。',
    'Stay in the wireless network here. If it fails again, ask the terminal for a new code, or ask our staff.',
  ),
  used: words('这个码已经有手机用了', 'Another phone has used this code already'),
  over: words('这次传送已经结束', 'This transfer has ended'),
  newCode: words(
    '要接着传，请在终端上要一个新码，再扫一次。也可以请工作人员帮忙。',
    'To go on, ask the terminal for a new code and scan it. Our staff can help.',
  ),
  takePhoto: words('拍照', 'Take a photo'),
  chooseFile: words('从相册里选', 'Choose from album'),
  another: words('再拍一张', 'Take the next one'),
  send: words('传到终端', 'Send to the terminal'),
  sendAgain: words('再传一次', 'Send again'),
  retake: words('重拍', 'Retake'),
  picture: words('要传的照片', 'The photo to be sent'),
} as const;
